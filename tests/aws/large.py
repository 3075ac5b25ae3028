#!/usr/bin/env python3
"""An account with very many security groups and interfaces, made while it is asked: `large.py GROUPS INTERFACES`.

For measuring what collecting costs; nothing of it is kept here, so that the memory of the server says nothing. All
other operations are answered as by server.py from an empty world. Prints `{"port": N}` as its first line.
"""

import argparse
import json
import urllib.parse
from collections.abc import Callable, Iterator

from fake_aws.answer import Endpoint
from fake_aws.response import Reply
from fake_aws.world import Account, World
from server import Handler, Server

ACCOUNT = "111122223333"
VPC = "vpc-00000000000000001"
SUBNETS = 50


def group(number: int) -> str:
    """A security group with a rule that the call for rules tells again."""
    return (
        f"<item><ownerId>{ACCOUNT}</ownerId><groupId>sg-{number:017x}</groupId><groupName>group-{number}</groupName>"
        f"<groupDescription>made</groupDescription><vpcId>{VPC}</vpcId><ipPermissions><item><ipProtocol>tcp</ipProtocol>"
        f"<fromPort>443</fromPort><toPort>443</toPort><groups/><ipRanges><item><cidrIp>10.0.0.0/8</cidrIp></item></ipRanges>"
        f"<ipv6Ranges/><prefixListIds/></item></ipPermissions><ipPermissionsEgress/><tagSet/></item>"
    )


def rule(number: int) -> str:
    """The rule of a group."""
    return (
        f"<item><securityGroupRuleId>sgr-{number:017x}</securityGroupRuleId><groupId>sg-{number:017x}</groupId>"
        f"<groupOwnerId>{ACCOUNT}</groupOwnerId><isEgress>false</isEgress><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort>"
        f"<toPort>443</toPort><cidrIpv4>10.0.0.0/8</cidrIpv4><tagSet/></item>"
    )


def interface(number: int) -> str:
    """An interface with one address, in one of the groups."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return (
        f"<item><networkInterfaceId>eni-{number:017x}</networkInterfaceId><subnetId>subnet-{number % SUBNETS:017x}</subnetId>"
        f"<vpcId>{VPC}</vpcId><availabilityZone>ap-northeast-1a</availabilityZone><description/><ownerId>{ACCOUNT}</ownerId>"
        f"<requesterManaged>false</requesterManaged><status>in-use</status><privateIpAddress>{address}</privateIpAddress>"
        f"<sourceDestCheck>true</sourceDestCheck><groupSet><item><groupId>sg-{number % 1000:017x}</groupId>"
        f"<groupName>group</groupName></item></groupSet><privateIpAddressesSet><item><privateIpAddress>{address}</privateIpAddress>"
        f"<primary>true</primary></item></privateIpAddressesSet><ipv6AddressesSet/><interfaceType>interface</interfaceType>"
        f"<tagSet/></item>"
    )


class Large:
    """How many there are of each."""

    def __init__(self, groups: int, interfaces: int) -> None:
        """Takes the numbers."""
        self.lists: dict[str, tuple[str, int, Callable[[int], str]]] = {
            "DescribeSecurityGroups": ("securityGroupInfo", groups, group),
            "DescribeSecurityGroupRules": ("securityGroupRuleSet", groups, rule),
            "DescribeNetworkInterfaces": ("networkInterfaceSet", interfaces, interface),
        }

    def page(self, form: dict[str, str]) -> str | None:
        """A page of up to a thousand, if the operation is one of these."""
        if form.get("Action") not in self.lists:
            return None
        name, count, item = self.lists[form["Action"]]
        start = int(form.get("NextToken", "0"))
        end = min(start + int(form.get("MaxResults", "1000")), count)
        return "".join(self._parts(form["Action"], name, range(start, end), count, item))

    @staticmethod
    def _parts(action: str, name: str, numbers: range, count: int, item: Callable[[int], str]) -> Iterator[str]:
        yield f'<{action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId><{name}>'
        yield from (item(number) for number in numbers)
        yield f"</{name}>"
        if numbers.stop < count:
            yield f"<nextToken>{numbers.stop}</nextToken>"
        yield f"</{action}Response>"


class LargeHandler(Handler):
    """One connection."""

    large: Large

    def reply(self, body: bytes) -> None:
        """A page of ours, or what an empty account answers."""
        page = self.large.page(dict(urllib.parse.parse_qsl(body.decode(errors="replace"))))
        if page is None:
            super().reply(body)
        else:
            self.send(Reply(200, page.encode(), {"Content-Type": "text/xml"}))


def main() -> None:
    """Serves until killed."""
    parser = argparse.ArgumentParser(description="An account with very many security groups and interfaces.")
    parser.add_argument("groups", type=int)
    parser.add_argument("interfaces", type=int)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    arguments = parser.parse_args()
    LargeHandler.large = Large(arguments.groups, arguments.interfaces)
    empty = World({ACCOUNT: Account(ACCOUNT)})
    server = Server(arguments.port, Endpoint(empty, 1000), LargeHandler)
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
