"""From a call to an answer: faults first, then the checks of the real service, then the world."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from . import failure, nothing, response
from .failure import Failure
from .faults import ANSWERS, BREAKS, Fault, drop
from .filters import select
from .identity import identify, sts
from .model import Operation
from .paging import page, pages
from .request import Call, Http, NotUnderstood, read
from .response import Reply
from .world import Account, Case, World

HTML = b"<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n"

# Parameters of which one is needed, as only the documentation says.
ONE_OF = {
    "vpc-lattice:ListServiceNetworkServiceAssociations": {"serviceNetworkIdentifier", "serviceIdentifier"},
    "vpc-lattice:ListServiceNetworkVpcAssociations": {"serviceNetworkIdentifier", "vpcIdentifier"},
}


@dataclass
class Broken:
    """An answer that is not one: how the connection ends, and after which bytes."""

    how: str
    reply: Reply
    seconds: float
    ms: float


@dataclass
class Endpoint:
    """The server's state: a world, the faults of the moment, and the calls so far."""

    world: World
    page_size: int
    faults: list[Fault] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, http: Http) -> Reply | Broken:
        """Answers one request, and writes it down."""
        try:
            call = read(http)
        except NotUnderstood as error:
            self._record({"operation": None, "request": str(error), "outcome": "not-understood"})
            return response.as_json(400, {"__type": "UnknownOperationException", "message": str(error)})
        record: dict[str, Any] = {"operation": call.operation.name, "region": call.region, "parameters": call.parameters}
        self._record(record)
        try:
            return self._understood(call, record)
        except Failure as error:
            record.setdefault("outcome", error.code)
            return failure.write(call.operation, error)

    def _record(self, record: dict[str, Any]) -> None:
        with self.lock:
            self.calls.append(record)

    def _understood(self, call: Call, record: dict[str, Any]) -> Reply | Broken:
        operation = call.operation
        account = identify(self.world, call)
        record["account"] = call.account
        if not operation.allowed and not (operation.writes_report and account and account.cases(call.region, operation.name)):
            record["outcome"] = "refused"
            raise failure.failure(operation, "refused", f"{operation.name} is no read of metadata: a scanner must not call it")
        with self.lock:
            faults = [fault for fault in self.faults if fault.applies(call)]
        for fault in faults:
            if fault.kind == "latency":
                time.sleep(fault.said["ms"] / 1000)
            if fault.kind in ANSWERS:
                record["outcome"] = fault.kind
                raise _failure(fault, call)
        broken = next((fault for fault in faults if fault.kind in BREAKS), None)
        if broken is not None and broken.kind == "html":
            record["outcome"] = "html"
            return Reply(500, HTML, {"Content-Type": "text/html; charset=utf-8"})
        _check(operation, call.parameters)
        data = self._data(call, account)
        data = page(call, data, self.page_size, any(fault.kind == "repeat-token" for fault in faults))
        for fault in faults:
            if fault.kind == "missing-field":
                data = drop(data, fault.said["field"])
        reply = response.write(operation, data)
        record["outcome"] = broken.kind if broken else "answered"
        if broken is None:
            return reply
        return Broken(broken.kind, reply, broken.said.get("seconds", 60.0), broken.said.get("ms", 1000.0))

    def _data(self, call: Call, account: Account | None) -> dict[str, Any]:
        answer = sts(self.world, call)
        if answer is not None:
            return answer
        cases = account.cases(call.region, call.operation.name) if account else None
        if cases is None:
            if self.world.default == "empty":
                return nothing.of(call)
            raise failure.failure(call.operation, "unsupported", f"the world does not speak of {call.operation.name}")
        case = next((case for case in cases if _meant(case, call.parameters)), None)
        if case is None:
            raise failure.not_found(call.operation, str(call.parameters))
        if case.error is not None:
            raise Failure(case.error.get("status", 400), case.error["code"], case.error.get("message", ""))
        # Lists that are not told are empty, as AWS says it.
        return {**_empty(call.operation), **select(call.operation, case.response or {}, call.parameters, set(case.when))}


def _meant(case: Case, parameters: dict[str, Any]) -> bool:
    return all(parameters.get(name) == value for name, value in case.when.items())


def _empty(operation: Operation) -> dict[str, Any]:
    """What says that there is nothing."""
    how = pages(operation)
    return {name: [] for name in (how.lists if how else operation.lists())}


def _failure(fault: Fault, call: Call) -> Failure:
    said = fault.said
    if fault.kind == "error":
        return Failure(said.get("status", 400), said["code"], said.get("message", ""))
    if fault.kind in ("deny", "scp-deny"):
        return failure.denied(call.operation, call.caller, fault.kind == "scp-deny")
    return failure.failure(call.operation, fault.kind)


def _check(operation: Operation, parameters: dict[str, Any]) -> None:
    """Refuses what the real service refuses: missing parameters, and numbers out of range."""
    shape = operation.model.input_shape
    for name in shape.required_members if shape else []:
        if name not in parameters:
            raise failure.failure(operation, "missing", f"The request must contain the parameter {name}")
    one_of = ONE_OF.get(operation.name, set())
    if one_of and not one_of & parameters.keys():
        raise failure.failure(operation, "missing", f"The request must contain one of {sorted(one_of)}")
    for name, member in operation.inputs().items():
        value = parameters.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            low, high = member.metadata.get("min", value), member.metadata.get("max", value)
            if not low <= value <= high:
                raise failure.failure(operation, "invalid", f"Value ( {value} ) for parameter {name} is invalid. Expecting {low} to {high}")
