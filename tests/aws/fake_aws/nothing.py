"""What AWS says where there is nothing: mostly an empty list, but some services have words of their own."""

from typing import Any

from .failure import Failure
from .paging import pages
from .request import Call

# How a service says that an account does not use it.
UNUSED = {
    "organizations:DescribeOrganization": (400, "AWSOrganizationsNotInUseException", "Your account is not a member of an organization."),
    "account:GetAlternateContact": (404, "ResourceNotFoundException", "No contact of the inputted alternate contact type found."),
    "s3control:GetPublicAccessBlock": (404, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found"),
    "securityhub:DescribeHub": (401, "InvalidAccessException", "Account {account} is not subscribed to AWS Security Hub"),
    "macie2:GetMacieSession": (403, "AccessDeniedException", "Macie is not enabled."),
}


def of(call: Call) -> dict[str, Any]:
    """The answer for an account of which the world says nothing."""
    operation = call.operation
    if operation.name in UNUSED:
        status, code, message = UNUSED[operation.name]
        raise Failure(status, code, message.format(account=call.account))
    if operation.name == "account:GetContactInformation":
        return {"ContactInformation": {"FullName": "somebody", "PhoneNumber": "+1-555-0100"}}
    if operation.name == "inspector2:BatchGetAccountStatus":
        off = {"status": "DISABLED"}
        return {"accounts": [{"accountId": call.account, "state": off, "resourceState": {"ec2": off, "ecr": off}}]}
    how = pages(operation)
    return {name: [] for name in (how.lists if how else operation.lists())}
