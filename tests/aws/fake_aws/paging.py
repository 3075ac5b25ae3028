"""Pages of a response, with the token names of each operation."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from . import model
from .failure import Failure, failure
from .model import Operation
from .request import Call

TOKENS = ("NextToken", "nextToken", "Marker", "marker")
LIMITS = ("MaxResults", "maxResults", "MaxItems", "MaxRecords", "Limit", "limit")
# Limits that only the documentation tells.
DOCUMENTED = {("rds", "MaxRecords"): (20, 100)}
ROUTE53_RECORDS = ("Name", "Type", "SetIdentifier")


@dataclass(frozen=True)
class Pages:
    """How an operation is paged: the names of its parts."""

    given: tuple[str, ...]
    told: tuple[str, ...]
    more: str | None
    limit: str | None
    lists: tuple[str, ...]

    def parameters(self) -> set[str]:
        """The parameters that ask for a page."""
        return {*self.given, *([self.limit] if self.limit else [])}


def pages(operation: Operation) -> Pages | None:
    """How the operation is paged, by botocore's paginator or else by its member names."""
    said = model.paginators(operation.service).get(operation.model.name)
    if said is not None:
        # Some paginators leave the limit out.
        limit = said.get("limit_key") or next((name for name in LIMITS if name in operation.inputs()), None)
        found = Pages(_names(said["input_token"]), _names(said["output_token"]), said.get("more_results"), limit, _names(said["result_key"]))
        members = set(operation.outputs())
        return found if members.issuperset((*found.told, *found.lists)) else None
    inputs, outputs = operation.inputs(), operation.outputs()
    token = next((name for name in TOKENS if name in inputs and name in outputs), None)
    if token is None:
        return None
    more = "IsTruncated" if "IsTruncated" in outputs else None
    limit = next((name for name in LIMITS if name in inputs), None)
    return Pages((token,), (token,), more, limit, tuple(operation.lists()))


def _names(said: str | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def page(call: Call, data: dict[str, Any], size: int, repeat: bool) -> dict[str, Any]:
    """The page of the data that the call asks for; with `repeat`, every page has the first page's token."""
    operation = call.operation
    how = pages(operation)
    if how is None:
        return data
    items = [(name, one) for name in how.lists for one in data.get(name, [])]
    limit = _limit(operation, how, call.parameters)
    count = min(size, limit) if limit else size
    start = _start(call, how, items)
    end = start + count
    answer = {**data, **{name: [one for list_name, one in items[start:end] if list_name == name] for name in how.lists}}
    for name in how.told:
        answer.pop(name, None)
    further = repeat or end < len(items)
    if how.more:
        answer[how.more] = further
    if further:
        answer.update(_next(call, how, items, count if repeat else end))
    # Route 53 says back what it was asked.
    for name in ("MaxItems", "Marker"):
        if operation.service == "route53" and name in operation.outputs():
            answer[name] = str(call.parameters.get(name, "100" if name == "MaxItems" else ""))
    return answer


def _limit(operation: Operation, how: Pages, parameters: dict[str, Any]) -> int | None:
    if how.limit is None or how.limit not in parameters:
        return None
    value = int(parameters[how.limit])
    low, high = DOCUMENTED.get((operation.service, how.limit), (1, 1_000_000))
    if not low <= value <= high:
        raise failure(operation, "invalid", f"Invalid value {value} for {how.limit}. Must be between {low} and {high}")
    return value


def _records(how: Pages) -> bool:
    """Route 53's record sets: the token is the next record itself."""
    return len(how.given) > 1


def _start(call: Call, how: Pages, items: list[tuple[str, Any]]) -> int:
    given = [call.parameters.get(name) for name in how.given]
    if not given[0]:
        return 0
    if _records(how):
        for number, (_, item) in enumerate(items):
            if all(want is None or item.get(key) == want for key, want in zip(ROUTE53_RECORDS, given, strict=True)):
                return number
        return len(items)
    try:
        words = json.loads(base64.urlsafe_b64decode(str(given[0])))
    except ValueError:
        words = []
    if words[:-1] != [call.operation.name, call.account, call.region]:
        raise Failure(400, "InvalidNextToken", f"{given[0]!r} is no token of this operation")
    return int(words[-1])


def _next(call: Call, how: Pages, items: list[tuple[str, Any]], at: int) -> dict[str, str]:
    if _records(how):
        record = items[min(at, len(items) - 1)][1] if items else {}
        return {name: record[key] for name, key in zip(how.told, ROUTE53_RECORDS, strict=True) if key in record}
    words = json.dumps([call.operation.name, call.account, call.region, at])
    return {how.told[0]: base64.urlsafe_b64encode(words.encode()).decode()}
