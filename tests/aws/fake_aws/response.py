"""From response data to the bytes of each protocol, by the wire names of the models."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape
from botocore.utils import parse_timestamp

from .model import Operation

REQUEST_ID = "00000000-0000-4000-8000-000000000000"
XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass
class Reply:
    """An answer before it is sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def write(operation: Operation, data: dict[str, Any]) -> Reply:
    """A successful answer."""
    status = int(operation.model.http.get("responseCode", 200))
    if operation.protocol in ("ec2", "query"):
        return xml(status, _form_root(operation, data))
    if operation.protocol == "json":
        version = operation.model.service_model.metadata.get("jsonVersion", "1.0")
        return as_json(status, _json(data, operation.output) if operation.output else {}, f"application/x-amz-json-{version}")
    return _rest(operation, status, data)


def xml(status: int, root: str) -> Reply:
    """An XML document as an answer."""
    return Reply(status, (XML_HEAD + root).encode(), {"Content-Type": "text/xml;charset=UTF-8", "x-amzn-RequestId": REQUEST_ID})


def as_json(status: int, document: Any, content_type: str = "application/json") -> Reply:
    """A JSON document as an answer."""
    return Reply(status, json.dumps(document).encode(), {"Content-Type": content_type, "x-amzn-RequestId": REQUEST_ID})


def namespace(service: ServiceModel) -> str:
    """The XML namespace of a service."""
    fallback = f"https://{service.metadata['endpointPrefix']}.amazonaws.com/doc/{service.metadata['apiVersion']}/"
    return str(service.metadata.get("xmlNamespace", fallback))


def _form_root(operation: Operation, data: dict[str, Any]) -> str:
    name, shape = operation.model.name, operation.output
    inner = "".join(_members(data, shape)) if shape else ""
    ns = namespace(operation.model.service_model)
    if operation.protocol == "ec2":
        if not ns.endswith("/"):
            ns += "/"
        return f'<{name}Response xmlns="{ns}"><requestId>{REQUEST_ID}</requestId>{inner}</{name}Response>'
    if shape is not None:
        wrapper = shape.serialization.get("resultWrapper", f"{name}Result")
        inner = f"<{wrapper}>{inner}</{wrapper}>"
    meta = f"<ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata>"
    return f'<{name}Response xmlns="{ns}">{inner}{meta}</{name}Response>'


def _rest(operation: Operation, status: int, data: dict[str, Any]) -> Reply:
    shape = operation.output
    if shape is None:
        return Reply(status, b"", {"x-amzn-RequestId": REQUEST_ID})
    if operation.name == "s3:GetBucketLocation":
        # The one member is the document itself, which the model does not say.
        return xml(status, f"<LocationConstraint>{escape(data.get('LocationConstraint', ''))}</LocationConstraint>")
    payload = shape.serialization.get("payload")
    body_shape: Shape = shape.members[payload] if payload else shape
    body = data.get(payload) if payload else data
    if payload and not isinstance(body_shape, StructureShape):
        reply = Reply(status, str(body or "").encode())
    elif operation.protocol == "rest-json":
        reply = as_json(status, _json(body or {}, body_shape))
    else:
        name = body_shape.serialization.get("name", body_shape.name)
        inner = "".join(_members(body or {}, body_shape))
        reply = xml(status, f'<{name} xmlns="{namespace(operation.model.service_model)}">{inner}</{name}>')
    for member, of in shape.members.items():
        if of.serialization.get("location") == "header" and data.get(member) is not None:
            reply.headers[of.serialization.get("name", member)] = _text(data[member], of, "rfc822")
        if of.serialization.get("location") == "statusCode" and member in data:
            reply.status = int(data[member])
    return reply


def _members(data: dict[str, Any], shape: Shape) -> Iterator[str]:
    """The XML elements of a structure's members."""
    assert isinstance(shape, StructureShape)
    for name, member in shape.members.items():
        wire = member.serialization
        if data.get(name) is None or "location" in wire or wire.get("xmlAttribute"):
            continue
        yield _element(str(wire.get("name", name)), data[name], member)


def _element(name: str, value: Any, shape: Shape) -> str:
    """One member as XML: an element, or several if it is a flattened list or map."""
    flattened = shape.serialization.get("flattened")
    if isinstance(shape, ListShape):
        if flattened:
            tag = str(shape.member.serialization.get("name", name))
            return "".join(_element(tag, one, shape.member) for one in value)
        tag = str(shape.member.serialization.get("name", "member"))
        return f"<{name}>{''.join(_element(tag, one, shape.member) for one in value)}</{name}>"
    if isinstance(shape, MapShape):
        entries = "".join(_entry(name if flattened else "entry", key, one, shape) for key, one in value.items())
        return entries if flattened else f"<{name}>{entries}</{name}>"
    if isinstance(shape, StructureShape):
        attributes = _attributes(value, shape)
        return f"<{name}{attributes}>{''.join(_members(value, shape))}</{name}>"
    return f"<{name}>{escape(_text(value, shape, 'iso8601'))}</{name}>"


def _entry(tag: str, key: str, value: Any, shape: MapShape) -> str:
    key_tag = str(shape.key.serialization.get("name", "key"))
    value_tag = str(shape.value.serialization.get("name", "value"))
    return f"<{tag}>{_element(key_tag, key, shape.key)}{_element(value_tag, value, shape.value)}</{tag}>"


def _attributes(data: dict[str, Any], shape: StructureShape) -> str:
    """The XML attributes of a structure, with the declaration of the prefix that they use."""
    space = shape.serialization.get("xmlNamespace")
    text = f" xmlns:{space['prefix']}={quoteattr(space['uri'])}" if isinstance(space, dict) and "prefix" in space else ""
    for name, member in shape.members.items():
        if member.serialization.get("xmlAttribute") and data.get(name) is not None:
            text += f" {member.serialization.get('name', name)}={quoteattr(_text(data[name], member, 'iso8601'))}"
    return text


def _json(value: Any, shape: Shape) -> Any:
    """A value with the JSON names of the model."""
    if isinstance(shape, StructureShape):
        return {
            str(member.serialization.get("name", name)): _json(value[name], member)
            for name, member in shape.members.items()
            if value.get(name) is not None and "location" not in member.serialization
        }
    if isinstance(shape, ListShape):
        return [_json(one, shape.member) for one in value]
    if isinstance(shape, MapShape):
        return {key: _json(one, shape.value) for key, one in value.items()}
    if shape.type_name == "timestamp":
        text = _text(value, shape, "unixTimestamp")
        return float(text) if shape.serialization.get("timestampFormat", "unixTimestamp") == "unixTimestamp" else text
    return value


def _text(value: Any, shape: Shape, time_format: str) -> str:
    """A scalar as text."""
    if shape.type_name == "boolean":
        return "true" if value else "false"
    if shape.type_name == "blob":
        return base64.b64encode(str(value).encode()).decode()
    if shape.type_name == "timestamp":
        return _time(parse_timestamp(value), str(shape.serialization.get("timestampFormat", time_format)))
    return str(value)


def _time(time: datetime, wanted: str) -> str:
    time = time.astimezone(UTC)
    if wanted == "unixTimestamp":
        return f"{time.timestamp():.3f}"
    if wanted == "rfc822":
        return format_datetime(time, usegmt=True)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"
