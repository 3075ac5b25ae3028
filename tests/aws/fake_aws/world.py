"""What an account answers: a JSON file, or a directory of them, checked against the models.

    {"default": "empty",
     "accounts": {"000767026184": {
       "keys": ["AKIA..."], "roles": {"arn:...": {"external_id": "..."}},
       "everywhere": {"iam:GetAccountSummary": {...}},
       "regions": {"eu-central-1": {"ec2:DescribeVpcs": {"Vpcs": [...]},
                                    "ec2:DescribeVpcAttribute": [{"when": {...}, "response": {...}}]}}}}}

Names are the API's own, as boto3 has them. Paging members are left out. A policy document may be an object. A call whose
parameters fit no `when` gets the service's error for a thing that does not exist.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator

from . import model
from .model import NoSuchModel, Operation


# What AWS sends although its own models lack it.
SENT_ANYHOW = {("AttachmentStatus", "available")}


class BadWorld(Exception):
    """The world says something that AWS could not say."""


@dataclass
class Case:
    """One answer, and the parameters for which it is given."""

    when: dict[str, Any]
    response: dict[str, Any] | None
    error: dict[str, Any] | None = None


@dataclass
class Account:
    """One account: its answers by region and operation."""

    id: str
    keys: list[str] = field(default_factory=list)
    # Roles that may be assumed; None: every one.
    roles: dict[str, dict[str, Any]] | None = None
    everywhere: dict[str, list[Case]] = field(default_factory=dict)
    regions: dict[str, dict[str, list[Case]]] = field(default_factory=dict)

    def cases(self, region: str, operation: str) -> list[Case] | None:
        """The answers of an operation; None if the world does not speak of it."""
        return self.regions.get(region, {}).get(operation, self.everywhere.get(operation))


@dataclass
class World:
    """All accounts."""

    accounts: dict[str, Account]
    default: str = "empty"

    def account_of(self, key: str) -> Account | None:
        """The account of an access key id. `AKIA0000` or `ASIA0000` and the account's id always works."""
        for account in self.accounts.values():
            if key in (f"AKIA0000{account.id}", f"ASIA0000{account.id}", *account.keys):
                return account
        return None


def load(path: Path) -> World:
    """Reads and checks a world."""
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    document: dict[str, Any] = {}
    for file in files:
        try:
            part = json.loads(file.read_text(encoding="utf-8"))
            part.pop("about", None)
            _merge(document, part, file.name)
        except ValueError as error:
            raise BadWorld(f"{file}: {error}") from error
    problems: list[str] = []
    world = _world(document, problems)
    if problems:
        raise BadWorld(f"{path}:\n  " + "\n  ".join(problems))
    return world


def _merge(into: dict[str, Any], more: dict[str, Any], where: str) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value, f"{where}.{key}")
        elif key in into and into[key] != value:
            raise BadWorld(f"{where}.{key}: another file of the world says so too")
        else:
            into[key] = value


def _world(document: dict[str, Any], problems: list[str]) -> World:
    _only(document, {"default", "accounts"}, "", problems)
    default = document.get("default", "empty")
    if default not in ("empty", "unsupported"):
        problems.append(f"default: {default!r} is neither `empty` nor `unsupported`")
    accounts = {}
    for name, said in document.get("accounts", {}).items():
        _only(said, {"keys", "roles", "everywhere", "regions"}, f"accounts.{name}", problems)
        account = Account(name, said.get("keys", []), said.get("roles"))
        account.everywhere = _answers(said.get("everywhere", {}), f"{name}.everywhere", problems)
        for region, answers in said.get("regions", {}).items():
            account.regions[region] = _answers(answers, f"{name}.{region}", problems)
        accounts[name] = account
    return World(accounts, default)


def _only(said: dict[str, Any], known: set[str], where: str, problems: list[str]) -> None:
    problems.extend(f"{where}.{key}: unknown key; known are {sorted(known)}" for key in sorted(said.keys() - known))


def _answers(said: dict[str, Any], where: str, problems: list[str]) -> dict[str, list[Case]]:
    found = {}
    for name, answer in said.items():
        try:
            operation = model.named(name)
        except NoSuchModel as error:
            problems.append(f"{where}.{name}: {error}")
            continue
        one = answer if isinstance(answer, list) else [{"response": answer}]
        for number, case in enumerate(one):
            if "response" in case and operation.output is not None:
                case["response"] = _documents(case["response"], operation.output, name.startswith("iam:"))
            _check_case(operation, case, f"{where}.{name}[{number}]", problems)
        found[name] = [Case(case.get("when", {}), case.get("response"), case.get("error")) for case in one]
    return found


def _documents(value: Any, shape: Shape, encode: bool) -> Any:
    """The value with every document that is written as an object made text; IAM encodes it for URLs."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {name: _documents(one, shape.members[name], encode) if name in shape.members else one for name, one in value.items()}
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [_documents(one, shape.member, encode) for one in value]
    if isinstance(shape, StringShape) and isinstance(value, dict):
        text = json.dumps(value)
        return quote(text, safe="") if encode else text
    return value


def _check_case(operation: Operation, case: dict[str, Any], where: str, problems: list[str]) -> None:
    _only(case, {"when", "response", "error"}, where, problems)
    if ("response" in case) == ("error" in case):
        problems.append(f"{where}: say either `response` or `error`")
    for parameter in case.get("when", {}).keys() - operation.inputs().keys():
        problems.append(f"{where}.when: the operation has no parameter {parameter}")
    response = case.get("response")
    if response is not None and operation.output is not None:
        # What paging adds need not be written.
        given = {**{name: "0" for name in ("Marker", "MaxItems") if name in operation.outputs()}, **response}
        if "IsTruncated" in operation.outputs():
            given.setdefault("IsTruncated", False)
        report = ParamValidator().validate(given, operation.output)
        if report.has_errors():
            problems.extend(f"{where}: {line}" for line in report.generate_report().splitlines())
        _enums(response, operation.output, where, problems)


def _enums(value: Any, shape: Shape, where: str, problems: list[str]) -> None:
    """Values that an enumeration does not have. Case is free: AWS itself sends `available` for `Available`."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                _enums(value[name], member, f"{where}.{name}", problems)
    elif isinstance(shape, ListShape) and isinstance(value, list):
        for number, one in enumerate(value):
            _enums(one, shape.member, f"{where}[{number}]", problems)
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        for key, one in value.items():
            _enums(one, shape.value, f"{where}.{key}", problems)
    elif isinstance(shape, StringShape) and shape.enum and (shape.name, value) not in SENT_ANYHOW:
        if str(value).lower() in {one.lower() for one in shape.enum}:
            return
        problems.append(f"{where}: {value!r} is none of {list(shape.enum)}")
