"""Which of the world's elements a call asks for. A parameter that is not understood is an error, never ignored."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from botocore.model import ListShape, Shape, StructureShape

from .failure import Failure, failure, not_found
from .model import Operation
from .paging import pages

# Parameters that choose nothing here.
NEUTRAL = {
    "AlarmTypes",
    "AllAvailabilityZones",
    "AllRegions",
    "DryRun",
    "EndTime",
    "IncludeManagedResources",
    "IncludePlannedDeletion",
    "IncludeShared",
    "Includes",
    "StartTime",
    "acceptedMediaTypes",
}
RDS_FILTERS = {
    "db-cluster-id": "DBClusterIdentifier",
    "db-instance-id": "DBInstanceIdentifier",
    "engine": "Engine",
    "parameter-name": "ParameterName",
    "dbi-resource-id": "DbiResourceId",
    "db-cluster-resource-id": "DbClusterResourceId",
}
EC2_FILTERS = {"group-id": ["groups", "group-id"], "instance-state-name": ["instances", "state", "name"]}
IAM_LISTS = {"User": "UserDetailList", "Group": "GroupDetailList", "Role": "RoleDetailList"}

Test = Callable[[dict[str, Any]], bool]


def select(operation: Operation, data: dict[str, Any], parameters: dict[str, Any], handled: set[str]) -> dict[str, Any]:
    """The data with only the elements that the parameters ask for."""
    how = pages(operation)
    lists = how.lists if how else tuple(operation.lists())
    skip = handled | NEUTRAL | (how.parameters() if how else set())
    asked = {name: value for name, value in parameters.items() if name not in skip}
    if not lists or not asked:
        return data
    if operation.name == "iam:GetAccountAuthorizationDetails":
        return _iam(data, asked.get("Filter", []))
    if operation.name == "cloudwatch:GetMetricData":
        ids = {query["Id"] for query in asked["MetricDataQueries"]}
        return {**data, "MetricDataResults": [result for result in data.get("MetricDataResults", []) if result["Id"] in ids]}
    for parameter, value in asked.items():
        if operation.name == "route53:ListHostedZones" and parameter == "HostedZoneType":
            continue
        data = _one(operation, data, lists[0], parameter, value)
    return data


def _one(operation: Operation, data: dict[str, Any], name: str, parameter: str, value: Any) -> dict[str, Any]:
    shape = operation.outputs()[name]
    assert isinstance(shape, ListShape)
    if parameter == "Filters":
        tests = [_filter(operation, shape.member, one) for one in value]
        return {**data, name: [item for item in data.get(name, []) if all(test(item) for test in tests)]}
    members = shape.member.members if isinstance(shape.member, StructureShape) else {}
    keys = [key for key in _keys(parameter) if key in members]
    if not keys:
        raise failure(operation, "unsupported", f"the test server does not know what {parameter} chooses: write `when` in the world")
    wanted = value if isinstance(value, list) else [value]
    chosen = [item for item in data.get(name, []) if any(item.get(key) in wanted for key in keys)]
    known = {item.get(key) for item in chosen for key in keys}
    for one in wanted:
        if one not in known:
            _missing(operation, parameter, one)
    return {**data, name: chosen}


def _keys(parameter: str) -> list[str]:
    """The members that a parameter may speak of: `VpcIds` of `VpcId`, `vpcIdentifier` of `vpcId`."""
    if parameter.endswith("Identifier"):
        stem = parameter.removesuffix("Identifier")
        return [parameter, f"{stem}Id", f"{stem}Arn"]
    return [parameter, parameter.removesuffix("s")]


def _missing(operation: Operation, parameter: str, value: Any) -> None:
    """Asking for a thing by an id that does not exist is an error; filtering a list by one is not."""
    if operation.protocol == "ec2" and parameter.endswith("Ids"):
        thing = parameter.removesuffix("Ids")
        raise Failure(400, f"Invalid{thing}ID.NotFound", f"The {thing} ID '{value}' does not exist")
    if operation.protocol == "query":
        raise not_found(operation, str(value))


def _filter(operation: Operation, shape: Shape, said: dict[str, Any]) -> Test:
    """One entry of `Filters`."""
    name, values = said["Name"], said.get("Values", [])
    if name == "tag-key" or name.startswith("tag:"):
        key = name.partition(":")[2]
        return lambda item: any(
            _fits(tag["Key"], values) if name == "tag-key" else tag["Key"] == key and _fits(tag.get("Value", ""), values)
            for tag in item.get("Tags", [])
        )
    if operation.service == "rds":
        path = [RDS_FILTERS[name]] if name in RDS_FILTERS else None
    else:
        # `group-id` of an interface is that of one of its groups.
        path = _path(shape, name.split(".")) or _path(shape, EC2_FILTERS.get(name, [name]))
    if path is None:
        raise failure(operation, "invalid", f"The filter '{name}' is invalid, or the test server does not know it")
    return lambda item: any(_fits(value, values) for value in _values(item, path))


def _path(shape: Shape, words: list[str]) -> list[str] | None:
    """The members that a filter's name speaks of: `attachment.vpc-id` is `Attachments`, `VpcId`."""
    if isinstance(shape, ListShape):
        return _path(shape.member, words)
    if not words:
        return []
    if not isinstance(shape, StructureShape):
        return None
    plain = words[0].replace("-", "").lower()
    for name, member in shape.members.items():
        if name.lower() in (plain, f"{plain}s"):
            rest = _path(member, words[1:])
            return None if rest is None else [name, *rest]
    return None


def _values(item: Any, path: list[str]) -> list[Any]:
    if isinstance(item, list):
        return [value for one in item for value in _values(one, path)]
    if not path:
        return [item]
    return _values(item[path[0]], path[1:]) if path[0] in item else []


def _fits(value: Any, patterns: list[str]) -> bool:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return any(fnmatchcase(text, pattern) for pattern in patterns)


def _iam(data: dict[str, Any], kinds: list[str]) -> dict[str, Any]:
    """GetAccountAuthorizationDetails with `Filter`: kinds of entities."""
    if not kinds:
        return data
    chosen = {name: data.get(name, []) for kind, name in IAM_LISTS.items() if kind in kinds}
    aws = [policy for policy in data.get("Policies", []) if policy["Arn"].startswith("arn:aws:iam::aws:")]
    own = [policy for policy in data.get("Policies", []) if policy not in aws]
    policies = (own if "LocalManagedPolicy" in kinds else []) + (aws if "AWSManagedPolicy" in kinds else [])
    return {**{name: [] for name in IAM_LISTS.values()}, **chosen, "Policies": policies}
