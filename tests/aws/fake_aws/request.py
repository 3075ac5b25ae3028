"""From an HTTP request to an operation with its parameters, by the rules of each protocol."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from . import model
from .model import NoSuchModel, Operation

SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
# What `Authorization` lacks when a token of GitHub is exchanged for a role.
UNSIGNED = {"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"}
# What has the path of another operation, but an endpoint of its own.
ELSEWHERE = {"s3:ListDirectoryBuckets"}


@dataclass(frozen=True)
class Http:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def query(self) -> list[tuple[str, str]]:
        """The query string, in order."""
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)


@dataclass
class Call:
    """An understood request."""

    operation: Operation
    region: str
    access_key: str | None
    token: str | None
    parameters: dict[str, Any]
    account: str = ""
    caller: str = ""
    notes: dict[str, Any] = field(default_factory=dict)


class NotUnderstood(Exception):
    """The request is of no operation that botocore knows."""


def read(http: Http) -> Call:
    """The call that a request makes."""
    scope = SCOPE.search(http.headers.get("authorization", ""))
    key, region, name = scope.groups() if scope else (None, "us-east-1", "sts")
    # Two services of one signing name.
    if name == "s3" and http.target.startswith("/v20180820/"):
        name = "s3control"
    try:
        name = model.PREFIX_OF.get(name, name)
        service = model.service(name)
        operation, parameters = READERS[model.protocol(service)](http, name, service)
    except (NoSuchModel, KeyError, ValueError) as error:
        raise NotUnderstood(f"{http.method} {http.target} for {name}: {error}") from error
    if scope is None and operation.model.name not in UNSIGNED:
        raise NotUnderstood(f"{http.method} {http.target}: the request is not signed")
    return Call(operation, region, key, http.headers.get("x-amz-security-token"), parameters)


def _form(http: Http, name: str, service: ServiceModel) -> tuple[Operation, dict[str, Any]]:
    """Protocols `query` and `ec2`: a form with `Action` and flattened parameters."""
    fields = dict(parse_qsl(http.body.decode(), keep_blank_values=True) or http.query())
    operation = model.operation(name, fields["Action"])
    ec2 = model.protocol(service) == "ec2"
    parameters: dict[str, Any] = {}
    for member, shape in operation.inputs().items():
        value = _unflatten(fields, _form_name(member, shape, ec2), shape, ec2)
        if value is not None:
            parameters[member] = value
    return operation, parameters


def _form_name(member: str, shape: Shape, ec2: bool) -> str:
    """The name of a member in a form."""
    wire = shape.serialization
    if not ec2:
        return str(wire.get("name", member))
    if "queryName" in wire:
        return str(wire["queryName"])
    name = str(wire.get("name", member))
    return name[0].upper() + name[1:]


def _unflatten(fields: dict[str, str], prefix: str, shape: Shape, ec2: bool) -> Any:
    """The value whose parts are the fields that begin with `prefix`; None if there are none."""
    if isinstance(shape, StructureShape):
        found = {name: _unflatten(fields, f"{prefix}.{_form_name(name, member, ec2)}", member, ec2) for name, member in shape.members.items()}
        return {name: value for name, value in found.items() if value is not None} or None
    if isinstance(shape, ListShape):
        element = shape.member.serialization.get("name", "member")
        if not ec2 and shape.serialization.get("flattened"):
            stem = ".".join([*prefix.split(".")[:-1], element]) if "name" in shape.member.serialization else prefix
        else:
            stem = prefix if ec2 else f"{prefix}.{element}"
        values: list[Any] = []
        while (value := _unflatten(fields, f"{stem}.{len(values) + 1}", shape.member, ec2)) is not None:
            values.append(value)
        return values or None
    if isinstance(shape, MapShape):
        raise NotUnderstood(f"a map in a form is not supported: {prefix}")
    return _scalar(fields[prefix], shape) if prefix in fields else None


def _scalar(text: str, shape: Shape) -> Any:
    """A value of the kind that the model wants; times and blobs stay text."""
    if shape.type_name in ("integer", "long"):
        return int(text)
    if shape.type_name in ("float", "double"):
        return float(text)
    if shape.type_name == "boolean":
        return text == "true"
    return text


def _json(http: Http, name: str, _: ServiceModel) -> tuple[Operation, dict[str, Any]]:
    """Protocol `json`: the operation is in a header. Its prefix differs between SDKs, and is ignored."""
    target = http.headers["x-amz-target"].rpartition(".")[2]
    operation = model.operation(name, target)
    return operation, _json_members(json.loads(http.body or b"{}"), operation.model.input_shape)


def _json_members(document: dict[str, Any], shape: StructureShape | None) -> dict[str, Any]:
    """A JSON body with the names of the model; what the model lacks keeps its own name."""
    names = {str(member.serialization.get("name", name)): name for name, member in (shape.members if shape else {}).items()}
    return {names.get(name, name): value for name, value in document.items() if value is not None}


def _rest(http: Http, name: str, service: ServiceModel) -> tuple[Operation, dict[str, Any]]:
    """Protocols `rest-xml` and `rest-json`: method and path say which operation it is."""
    path = urlsplit(http.target).path
    found = []
    for operation_name in service.operation_names:
        operation = model.operation(name, operation_name)
        matched = None if operation.name in ELSEWHERE else _match(operation, http, path)
        if matched is not None:
            # The template with more fixed text is the closer one.
            found.append((len(re.sub(r"{[^}]*}", "", operation.model.http["requestUri"])), operation_name, matched))
    if not found:
        raise NotUnderstood(f"no operation of {name} has {http.method} {path}")
    _, operation_name, labels = max(found, key=lambda one: one[:2])
    operation = model.operation(name, operation_name)
    return operation, _rest_parameters(operation, http, labels)


def _match(operation: Operation, http: Http, path: str) -> dict[str, str] | None:
    """The labels of the path, if the request is of this operation."""
    if operation.model.http["method"] != http.method:
        return None
    template, _, fixed = operation.model.http["requestUri"].partition("?")
    if not set(parse_qsl(fixed, keep_blank_values=True)) <= set(http.query()):
        return None
    pattern = ""
    for part in re.split(r"({[^}]*})", template.rstrip("/")):
        if part.startswith("{"):
            pattern += f"(?P<{part.strip('{}+')}>{'.+' if part.endswith('+}') else '[^/]+'})"
        else:
            pattern += re.escape(part)
    matched = re.fullmatch(pattern, path.rstrip("/"))
    return {label: unquote(value) for label, value in matched.groupdict().items()} if matched else None


def _rest_parameters(operation: Operation, http: Http, labels: dict[str, str]) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    query: dict[str, list[str]] = {}
    for key, value in http.query():
        query.setdefault(key, []).append(value)
    if operation.protocol == "rest-json" and http.body:
        parameters.update(_json_members(json.loads(http.body), operation.model.input_shape))
    for member, shape in operation.inputs().items():
        name = str(shape.serialization.get("name", member))
        where = shape.serialization.get("location")
        if where == "uri" and name in labels:
            parameters[member] = _scalar(labels[name], shape)
        elif where == "querystring" and name in query:
            many = isinstance(shape, ListShape)
            parameters[member] = query[name] if many else _scalar(query[name][0], shape)
        elif where == "header" and name.lower() in http.headers:
            parameters[member] = _scalar(http.headers[name.lower()], shape)
    return parameters


Reader = Callable[[Http, str, ServiceModel], tuple[Operation, dict[str, Any]]]
READERS: dict[str, Reader] = {"ec2": _form, "query": _form, "json": _json, "rest-json": _rest, "rest-xml": _rest}
