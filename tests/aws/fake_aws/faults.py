"""What goes wrong on purpose.

A fault is `{"fault": KIND, "operation": "ec2:DescribeVpcs" | "ec2:*" | "*"}`, and optionally `account`, `region`,
`parameters` (all of them must be equal) and `calls`: which of the calls that match, counted from 1. The kinds:

- an error of the service: `deny`, `scp-deny`, `throttle`, `error500`, `expired`, or `error` with `code`, `status`, `message`
- no answer of the service: `reset` (the connection), `truncate` (half the body), `hang` (for `seconds`), `drip` (a byte
  each `ms`, for `seconds`), `html` (status 500 with a page, as moto answers what it lacks)
- another answer: `latency` (of `ms`), `repeat-token` (each page has the same), `missing-field` (`field`: `Vpcs[].CidrBlock`)
"""

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .request import Call

ANSWERS = {"deny", "scp-deny", "throttle", "error500", "expired", "error"}
BREAKS = {"reset", "truncate", "hang", "drip", "html"}
CHANGES = {"latency", "repeat-token", "missing-field"}
KINDS = ANSWERS | BREAKS | CHANGES
KEYS = {"fault", "operation", "account", "region", "parameters", "calls", "ms", "seconds", "code", "status", "message", "field"}


class BadFault(Exception):
    """A fault that cannot be understood."""


@dataclass
class Fault:
    """One thing that goes wrong, and when."""

    kind: str
    said: dict[str, Any]
    seen: int = field(default=0)

    def applies(self, call: Call) -> bool:
        """Whether it goes wrong for this call, which is counted if it matches."""
        said = self.said
        if not fnmatchcase(call.operation.name, said["operation"]):
            return False
        if said.get("account", call.account) != call.account or said.get("region", call.region) != call.region:
            return False
        if any(call.parameters.get(name) != value for name, value in said.get("parameters", {}).items()):
            return False
        self.seen += 1
        return "calls" not in said or self.seen in said["calls"]


def parse(said: list[dict[str, Any]]) -> list[Fault]:
    """Reads and checks a list of faults."""
    for one in said:
        if one.get("fault") not in KINDS:
            raise BadFault(f"{one}: `fault` is none of {sorted(KINDS)}")
        if "operation" not in one:
            raise BadFault(f"{one}: `operation` is missing")
        if unknown := one.keys() - KEYS:
            raise BadFault(f"{one}: unknown keys {sorted(unknown)}")
    return [Fault(one["fault"], one) for one in said]


def drop(data: Any, path: str) -> Any:
    """The data without the member at a path such as `Vpcs[].CidrBlock`."""
    return _drop(data, [part for part in re.split(r"\.|(\[\])", path) if part])


def _drop(data: Any, path: list[str]) -> Any:
    if path[0] == "[]":
        return [_drop(one, path[1:]) for one in data]
    if path[0] not in data:
        return data
    if len(path) == 1:
        return {name: value for name, value in data.items() if name != path[0]}
    return {**data, path[0]: _drop(data[path[0]], path[1:])}
