"""Who calls, and STS: keys of the world, and keys that AssumeRole hands out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from .failure import Failure, denied, failure
from .request import Call
from .world import Account, World

EXPIRES = "2099-01-01T00:00:00Z"
ASSUME = {"AssumeRole", "AssumeRoleWithWebIdentity"}


def identify(world: World, call: Call) -> Account | None:
    """Finds the account of a call and notes who calls. None for an unsigned exchange of a token."""
    if call.access_key is None:
        return None
    account = world.account_of(call.access_key)
    session = call.access_key.startswith("ASIA0000")
    if account is None or session != bool(call.token):
        raise failure(call.operation, "unknown-key")
    call.account = account.id
    if session:
        call.caller = f"arn:aws:sts::{account.id}:assumed-role/{call.token}"
    else:
        call.caller = f"arn:aws:iam::{account.id}:user/auditor"
    return account


def sts(world: World, call: Call) -> dict[str, Any] | None:
    """The answer of STS; None if the call is none of the few that it answers itself."""
    name = call.operation.model.name
    if call.operation.service != "sts":
        return None
    if name == "GetCallerIdentity":
        return {"UserId": "AIDAEXAMPLEAUDITOR", "Account": call.account, "Arn": call.caller}
    if name in ASSUME:
        return _assume(world, call)
    return None


def _in(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _assume(world: World, call: Call) -> dict[str, Any]:
    arn = call.parameters["RoleArn"]
    number, _, role = arn.removeprefix("arn:aws:iam::").partition(":role/")
    account = world.accounts.get(number)
    terms = None if account is None else {} if account.roles is None else account.roles.get(arn)
    if terms is None or (terms and terms.get("external_id") != call.parameters.get("ExternalId")):
        error = denied(call.operation, call.caller or "anonymous", scp=False)
        raise Failure(error.status, error.code, f"{error.message.partition(' because ')[0]} on resource: {arn}")
    name = role.rpartition("/")[2]
    session = f"{name}/{call.parameters['RoleSessionName']}"
    return {
        "Credentials": {
            "AccessKeyId": f"ASIA0000{number}",
            "SecretAccessKey": "secret-of-the-test-server",
            # The token is the session's name: the server keeps no state.
            "SessionToken": session,
            "Expiration": _in(terms["seconds"]) if "seconds" in terms else EXPIRES,
        },
        "AssumedRoleUser": {"AssumedRoleId": f"AROAEXAMPLE:{session}", "Arn": f"arn:aws:sts::{number}:assumed-role/{session}"},
    }
