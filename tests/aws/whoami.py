#!/usr/bin/env python3
"""Who STS says we are, with the credentials of the environment; its error, if it says one."""

import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

once = Config(retries={"total_max_attempts": 1})
try:
    print(boto3.client("sts", region_name=os.environ["AWS_REGION"], config=once).get_caller_identity()["Arn"])
except ClientError as error:
    print(error)
