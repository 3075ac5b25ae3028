#!/usr/bin/env python3
"""The seeded account of moto holds what the seed claims: `selftest_moto.py URL MADE`, with the JSON of moto_world.py."""

import json
import sys
from typing import Any

import boto3
from moto_seed.databases import GOOD, INSTANCES
from moto_seed.identity import TRUST


def expect(what: str, found: Any, wanted: Any) -> None:
    """Ends with an error if something is not as it was made."""
    if found != wanted:
        raise SystemExit(f"{what}: found {found!r}, wanted {wanted!r}")


def main() -> None:
    """Reads back one thing of each kind: above all what the bad examples differ in."""
    url, made = sys.argv[1], json.loads(sys.argv[2])
    session = boto3.Session("testing", "testing", region_name=made["region"])
    ec2, rds, iam, route53 = (session.client(name, endpoint_url=url) for name in ("ec2", "rds", "iam", "route53"))
    for vpc, hostnames in [("vpc_main", True), ("vpc_without_dns", False), ("vpc_without_hostnames", False)]:
        told = ec2.describe_vpc_attribute(VpcId=made[vpc], Attribute="enableDnsHostnames")
        expect(f"hostnames of {vpc}", told["EnableDnsHostnames"]["Value"], hostnames)
    groups = {group["GroupId"]: group for group in ec2.describe_security_groups()["SecurityGroups"]}
    split = groups[made["sg_postgres_split"]]["IpPermissions"][0]["IpRanges"]
    expect("the halves of the internet", sorted(one["CidrIp"] for one in split), ["0.0.0.0/1", "128.0.0.0/1"])
    expect("IPv6", groups[made["sg_rdp_open_v6"]]["IpPermissions"][0]["Ipv6Ranges"][0]["CidrIpv6"], "::/0")
    expect("the list", groups[made["sg_ssh_prefix_list"]]["IpPermissions"][0]["PrefixListIds"][0]["PrefixListId"], made["prefix_list_internet"])
    expect("the emptied default group", groups[made["sg_default_without_dns"]]["IpPermissions"], [])
    expect("the default group", len(groups[made["sg_default_main"]]["IpPermissions"]), 1)
    for name, settings in INSTANCES.items():
        told = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
        for key, wanted in (GOOD | settings).items():
            expect(f"{key} of {name}", told[key.replace("EnableIAMD", "IAMD") + ("Enabled" if "IAM" in key else "")], wanted)
    clusters = {one["DBClusterIdentifier"]: one for one in rds.describe_db_clusters()["DBClusters"]}
    expect("members", [len(clusters[name]["DBClusterMembers"]) for name in ("aurora", "aurora-alone")], [2, 1])
    roles = {role["RoleName"]: role for role in iam.get_account_authorization_details(Filter=["Role"])["RoleDetailList"]}
    for name, condition in TRUST.items():
        expect(f"trust of {name}", roles[f"github-{name}"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"], condition)
    for name, ttl in [("fresh", 60), ("stale", 60), ("slow", 600)]:
        records = route53.list_resource_record_sets(HostedZoneId=made[f"zone_{name}"])["ResourceRecordSets"]
        address = next(record for record in records if record["Type"] == "A")
        expect(f"TTL of {name}", address["TTL"], ttl)
        same = sorted(one["Value"] for one in address["ResourceRecords"]) == made["endpoint_addresses"]
        expect(f"addresses of {name}", same, name != "stale")


if __name__ == "__main__":
    main()
