"""Services and operations as botocore's models describe them."""

import functools
import re
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader
from botocore.model import ListShape, OperationModel, ServiceModel, Shape, StructureShape

# Signing names that differ from the name of botocore's model.
MODEL_OF = {
    "elasticloadbalancing": "elbv2",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
    "elasticfilesystem": "efs",
    "access-analyzer": "accessanalyzer",
}

# Signing names that differ from the prefix of IAM's actions, by which operations are named here.
PREFIX_OF = {"monitoring": "cloudwatch"}

# The protocols that the server speaks, those first that older SDKs speak, too.
PROTOCOLS = ("ec2", "query", "rest-xml", "rest-json", "json")

READ = re.compile(r"(BatchGet|Describe|Get|Head|List|Lookup|Search)[A-Z]|AssumeRole")

# Reads that hand out secrets or customers' data: as forbidden to a scanner as writes.
DATA_READS = {
    "ec2:GetConsoleOutput",
    "ec2:GetConsoleScreenshot",
    "ec2:GetLaunchTemplateData",
    "ec2:GetPasswordData",
    "ecr:GetAuthorizationToken",
    "kms:GetPublicKey",
    "lambda:GetFunction",
    "logs:GetLogEvents",
    "s3:GetObject",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameter",
    "ssm:GetParameters",
    "ssm:GetParametersByPath",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
}

# What a scanner may call only where somebody wants it.
REPORTS = {"iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails"}


class NoSuchModel(Exception):
    """There is no service or no operation of this name."""


@functools.cache
def loader() -> Loader:
    """Botocore's models, as they come with the package."""
    return Loader()


@functools.cache
def service(signing_name: str) -> ServiceModel:
    """The model of the service with this signing name."""
    name = MODEL_OF.get(signing_name, signing_name)
    if name not in loader().list_available_services("service-2"):
        raise NoSuchModel(f"botocore has no service {signing_name!r}")
    return ServiceModel(loader().load_service_model(name, "service-2"), name)


def protocol(service_model: ServiceModel) -> str:
    """The protocol in which a service is asked here; some of them speak CBOR, too."""
    metadata = service_model.metadata
    spoken = [metadata["protocol"], *metadata.get("protocols", [])]
    return next((one for one in PROTOCOLS if one in spoken), str(spoken[0]))


@functools.cache
def paginators(signing_name: str) -> dict[str, Any]:
    """What botocore says of the paging of each operation of a service."""
    try:
        found = loader().load_service_model(service(signing_name).service_name, "paginators-1")
    except DataNotFoundError:
        return {}
    return dict(found["pagination"])


@dataclass(frozen=True)
class Operation:
    """One operation: `service` is the prefix of its action in IAM, mostly its signing name."""

    service: str
    model: OperationModel = field(compare=False)

    @property
    def name(self) -> str:
        """`ec2:DescribeVpcs`."""
        return f"{self.service}:{self.model.name}"

    @property
    def protocol(self) -> str:
        """`ec2`, `query`, `rest-xml`, `rest-json` or `json`."""
        return protocol(self.model.service_model)

    @property
    def allowed(self) -> bool:
        """Whether a scanner may call it: it is a read, and of metadata."""
        return bool(READ.match(self.model.name)) and self.name not in DATA_READS

    @property
    def writes_report(self) -> bool:
        """Whether it has IAM write a report, which a scanner may do where a world speaks of it."""
        return self.name in REPORTS

    @property
    def output(self) -> StructureShape | None:
        """The shape of its response."""
        return self.model.output_shape

    def inputs(self) -> dict[str, Shape]:
        """Its parameters."""
        shape = self.model.input_shape
        return dict(shape.members) if shape is not None else {}

    def outputs(self) -> dict[str, Shape]:
        """The members of its response."""
        return dict(self.output.members) if self.output is not None else {}

    def lists(self) -> list[str]:
        """The members of its response that are lists."""
        return [name for name, shape in self.outputs().items() if isinstance(shape, ListShape)]


@functools.cache
def operation(signing_name: str, name: str) -> Operation:
    """The operation `name` of a service."""
    model = service(signing_name)
    if name not in model.operation_names:
        raise NoSuchModel(f"{signing_name} has no operation {name!r}")
    return Operation(signing_name, model.operation_model(name))


def named(full: str) -> Operation:
    """The operation of a name such as `ec2:DescribeVpcs`."""
    signing_name, _, name = full.partition(":")
    return operation(signing_name, name)
