"""Errors as each protocol says them, with the codes that AWS really uses."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from .model import Operation
from .response import REQUEST_ID, Reply, as_json, namespace, xml

# Status and code by protocol family. `query` also stands for rest-xml.
CODES: dict[str, dict[str, tuple[int, str]]] = {
    "deny": {
        "ec2": (403, "UnauthorizedOperation"),
        "query": (403, "AccessDenied"),
        "rest-json": (403, "AccessDeniedException"),
        "json": (400, "AccessDeniedException"),
    },
    "throttle": {
        "ec2": (503, "RequestLimitExceeded"),
        "query": (400, "Throttling"),
        "rest-json": (429, "ThrottlingException"),
        "json": (400, "ThrottlingException"),
    },
    "error500": {
        "ec2": (500, "InternalError"),
        "query": (500, "InternalFailure"),
        "rest-json": (500, "InternalServerException"),
        "json": (500, "InternalServiceErrorException"),
    },
    "expired": {
        "ec2": (400, "RequestExpired"),
        "query": (403, "ExpiredToken"),
        "rest-json": (403, "ExpiredTokenException"),
        "json": (400, "ExpiredTokenException"),
    },
    "unknown-key": {
        "ec2": (401, "AuthFailure"),
        "query": (403, "InvalidClientTokenId"),
        "rest-json": (403, "UnrecognizedClientException"),
        "json": (400, "UnrecognizedClientException"),
    },
    "invalid": {
        "ec2": (400, "InvalidParameterValue"),
        "query": (400, "InvalidParameterValue"),
        "rest-json": (400, "ValidationException"),
        "json": (400, "ValidationException"),
    },
    "missing": {
        "ec2": (400, "MissingParameter"),
        "query": (400, "MissingParameter"),
        "rest-json": (400, "ValidationException"),
        "json": (400, "ValidationException"),
    },
    "refused": {
        "ec2": (400, "NotARead"),
        "query": (400, "NotARead"),
        "rest-json": (400, "NotARead"),
        "json": (400, "NotARead"),
    },
    "unsupported": {
        "ec2": (400, "UnsupportedByTestServer"),
        "query": (400, "UnsupportedByTestServer"),
        "rest-json": (400, "UnsupportedByTestServer"),
        "json": (400, "UnsupportedByTestServer"),
    },
}

TEXT = {
    "throttle": "Rate exceeded",
    "error500": "An internal error has occurred",
    "expired": "The security token included in the request is expired",
    "unknown-key": "The security token included in the request is invalid.",
}


@dataclass
class Failure(Exception):
    """An error to answer with."""

    status: int
    code: str
    message: str


def family(operation: Operation) -> str:
    """Which column of `CODES` an operation uses."""
    return "query" if operation.protocol == "rest-xml" else operation.protocol


def failure(operation: Operation, kind: str, message: str = "") -> Failure:
    """The error of this kind, as the operation's service names it."""
    status, code = CODES[kind][family(operation)]
    if operation.service == "route53" and kind == "invalid":
        code = "InvalidInput"
    return Failure(status, code, message or TEXT.get(kind, kind))


def denied(operation: Operation, caller: str, scp: bool) -> Failure:
    """The refusal of IAM, or of a service control policy."""
    who = f"User: {caller} is not authorized to perform: {operation.name}"
    if scp:
        message = f"{who} with an explicit deny in a service control policy"
    else:
        message = f"{who} because no identity-based policy allows the {operation.name} action"
    if operation.protocol == "ec2":
        message = f"You are not authorized to perform this operation. {message}"
    return failure(operation, "deny", message)


def not_found(operation: Operation, what: str) -> Failure:
    """The service's own error for a thing that does not exist."""
    for shape in operation.model.error_shapes:
        if "NotFound" in shape.name or "NoSuch" in shape.name:
            error = shape.metadata.get("error", {})
            status = error.get("httpStatusCode", 400 if operation.protocol == "json" else 404)
            return Failure(int(status), str(error.get("code", shape.name)), f"{what} does not exist")
    if operation.protocol == "ec2":
        return Failure(400, "InvalidID.NotFound", f"The ID '{what}' does not exist")
    return failure(operation, "invalid", f"{what} does not exist")


def write(operation: Operation, error: Failure) -> Reply:
    """The error in the operation's protocol."""
    code, message = escape(error.code), escape(error.message)
    if operation.protocol == "ec2":
        inner = f"<Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
        return xml(error.status, f"<Response>{inner}<RequestID>{REQUEST_ID}</RequestID></Response>")
    if operation.protocol in ("query", "rest-xml"):
        side = "Sender" if error.status < 500 else "Receiver"
        inner = f"<Error><Type>{side}</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>{REQUEST_ID}</RequestId>"
        return xml(error.status, f'<ErrorResponse xmlns="{namespace(operation.model.service_model)}">{inner}</ErrorResponse>')
    if operation.protocol == "rest-json":
        reply = as_json(error.status, {"message": error.message})
        reply.headers["x-amzn-errortype"] = f"{error.code}:http://internal.amazon.com/coral/"
        return reply
    document: dict[str, Any] = {"__type": f"com.amazon.coral.service#{error.code}", "Message": error.message}
    return as_json(error.status, document, f"application/x-amz-json-{operation.model.service_model.metadata.get('jsonVersion', '1.0')}")
