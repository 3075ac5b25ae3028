#!/usr/bin/env python3
"""Fills a running moto server with one account: `moto_world.py URL [REGION]`.

Prints as JSON what was made, by the part that it plays: `{"account": ..., "region": ..., "vpc_main": "vpc-...", ...}`.
"""

import json
import sys
from typing import Any

import boto3
from moto_seed import compute, databases, identity, keeping, names, network, services

CLIENTS = (
    "account acm application-autoscaling autoscaling batch cloudformation cloudtrail cloudwatch codebuild codedeploy config ec2 ecr ecs"
    " efs elbv2 events guardduty iam inspector2 kms lambda logs organizations ram rds route53 route53resolver s3 secretsmanager"
    " securityhub servicediscovery sns ssm sts"
)


def main() -> None:
    """Makes everything, in the order in which one needs the other."""
    url, region = sys.argv[1], (sys.argv[2:] or ["ap-northeast-1"])[0]
    session = boto3.Session("testing", "testing", region_name=region)
    clients = {name: session.client(name, endpoint_url=url) for name in CLIENTS.split()}
    made: dict[str, Any] = {"account": clients["sts"].get_caller_identity()["Account"], "region": region}
    network.seed(clients["ec2"], region, made)
    databases.seed(clients["rds"], made)
    identity.seed(clients["iam"], made)
    names.seed(clients["route53"], region, made)
    compute.seed(clients, region, made)
    services.seed(clients, region, made)
    keeping.seed(clients, region, made)
    json.dump(made, sys.stdout, indent=2, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
