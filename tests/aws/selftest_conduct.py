#!/usr/bin/env python3
"""How the server conducts itself as a service: who may call, what is refused, what filters choose."""

import unittest
from typing import Any

import botocore.exceptions as errors
from botocore import UNSIGNED
from botocore.config import Config
from client import Running, session
from fake_aws import model
from fake_aws.paging import pages
from selftest import APPRUNNER, CONSUMER, LATTICE, PROVIDER, RUNNER, TOKYO, call


class Conduct(unittest.TestCase):
    """One server for all tests."""

    server: Running

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Running(LATTICE, "--page-size", "100")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.__exit__()

    def setUp(self) -> None:
        self.server.control(forget_calls=True)

    def read(self, operation: str, parameters: dict[str, Any] | None = None, account: str = CONSUMER, **more: Any) -> dict[str, Any]:
        """One call that is answered."""
        return call(self.server.url, operation, account, parameters, **more)

    def code(self, operation: str, parameters: dict[str, Any] | None = None, account: str = CONSUMER, **more: Any) -> str:
        """The error code of a call that is not."""
        with self.assertRaises(errors.ClientError) as caught:
            self.read(operation, parameters, account, **more)
        return str(caught.exception.response["Error"]["Code"])

    def test_who_calls(self) -> None:
        """The key tells the account; AssumeRole hands out keys of another."""
        self.assertEqual(self.read("sts:GetCallerIdentity")["Arn"], f"arn:aws:iam::{CONSUMER}:user/auditor")
        asked = {"RoleArn": f"arn:aws:iam::{PROVIDER}:role/audit", "RoleSessionName": "scan"}
        given = self.read("sts:AssumeRole", asked)["Credentials"]
        keys = {"key": given["AccessKeyId"], "token": given["SessionToken"]}
        identity = self.read("sts:GetCallerIdentity", **keys)
        self.assertEqual(identity["Account"], PROVIDER)
        self.assertEqual(identity["Arn"], f"arn:aws:sts::{PROVIDER}:assumed-role/audit/scan")
        self.assertEqual(len(self.read("rds:DescribeDBInstances", **keys)["DBInstances"]), 2)
        self.assertEqual(self.code("sts:AssumeRole", asked | {"RoleArn": "arn:aws:iam::999999999999:role/audit"}), "AccessDenied")

    def test_a_token_for_a_role(self) -> None:
        """A workflow has no key: the exchange of its token is not signed."""
        sts = session().client("sts", region_name=TOKYO, endpoint_url=self.server.url, config=Config(signature_version=UNSIGNED))
        role = f"arn:aws:iam::{CONSUMER}:role/github-deploy"
        given = sts.assume_role_with_web_identity(RoleArn=role, RoleSessionName="run", WebIdentityToken="a.b.c")
        self.assertEqual(given["Credentials"]["AccessKeyId"], f"ASIA0000{CONSUMER}")

    def test_unknown_keys(self) -> None:
        """Keys of no account, and temporary keys without their token."""
        self.assertEqual(self.code("sts:GetCallerIdentity", key="AKIAUNKNOWN"), "InvalidClientTokenId")
        self.assertEqual(self.code("ec2:DescribeVpcs", key="AKIAUNKNOWN"), "AuthFailure")
        self.assertEqual(self.code("vpc-lattice:ListResourceGateways", key="AKIAUNKNOWN"), "UnrecognizedClientException")
        self.assertEqual(self.code("rds:DescribeDBInstances", key=f"ASIA0000{CONSUMER}"), "InvalidClientTokenId")

    def test_writes_are_refused(self) -> None:
        """Whatever changes an account, or hands out secrets, is refused and written down."""
        self.code("ec2:DeleteVpc", {"VpcId": "vpc-1"})
        self.code("ec2:GetPasswordData", {"InstanceId": "i-1"})
        self.code("iam:GenerateCredentialReport")
        self.code("route53:DeleteHostedZone", {"Id": "Z1"})
        self.code("vpc-lattice:DeleteResourceGateway", {"resourceGatewayIdentifier": "rgw-0a1b2c3d4e5f60718"})
        self.code("apprunner:PauseService", {"ServiceArn": "arn"})
        refused = [one["operation"] for one in self.server.calls() if one["outcome"] == "refused"]
        self.assertEqual(len(refused), 6, self.server.calls())
        self.assertTrue(all(one["parameters"] is not None for one in self.server.calls()))

    def test_filters(self) -> None:
        """Ids and filters choose; ids that do not exist are errors; what is not understood is an error."""
        vpc_id = self.read("ec2:DescribeVpcs")["Vpcs"][0]["VpcId"]
        self.assertEqual(len(self.read("ec2:DescribeVpcs", {"VpcIds": [vpc_id]})["Vpcs"]), 1)
        self.assertEqual(self.code("ec2:DescribeVpcs", {"VpcIds": ["vpc-1"]}), "InvalidVpcID.NotFound")
        group = "sg-0c000000000000001"
        for name, value, count in [("vpc-id", vpc_id, 7), ("vpc-id", "vpc-1", 0), ("group-id", group, 6), ("attachment.status", "attached", 7)]:
            found = self.read("ec2:DescribeNetworkInterfaces", {"Filters": [{"Name": name, "Values": [value]}]})
            self.assertEqual(len(found["NetworkInterfaces"]), count, name)
        tagged = self.read("ec2:DescribeVpcEndpoints", {"Filters": [{"Name": "tag:Name", "Values": ["rds-*"]}]})
        self.assertEqual(len(tagged["VpcEndpoints"]), 2)
        self.assertEqual(self.code("ec2:DescribeVpcs", {"Filters": [{"Name": "no-such", "Values": ["x"]}]}), "InvalidParameterValue")
        kinds = self.read("iam:GetAccountAuthorizationDetails", {"Filter": ["Role", "LocalManagedPolicy"]})
        self.assertEqual([len(kinds[name]) for name in ("UserDetailList", "RoleDetailList", "Policies")], [0, 2, 1])
        unknown = {"DBClusterIdentifier": "no-such-cluster"}
        self.assertEqual(self.code("rds:DescribeDBClusters", unknown, PROVIDER), "DBClusterNotFoundFault")
        self.assertEqual(
            self.code("vpc-lattice:GetResourceConfiguration", {"resourceConfigurationIdentifier": "rcfg-1"}), "ResourceNotFoundException"
        )
        self.assertEqual(self.code("route53:ListResourceRecordSets", {"HostedZoneId": "ZNONE"}), "NoSuchHostedZone")

    def test_limits(self) -> None:
        """Page sizes out of range and missing parameters are refused, tokens of another operation too."""
        self.assertEqual(self.code("rds:DescribeDBInstances", {"MaxRecords": 1000}), "InvalidParameterValue")
        self.assertEqual(self.code("ec2:DescribeRouteTables", {"MaxResults": 1000}), "InvalidParameterValue")
        self.assertEqual(self.code("vpc-lattice:ListResourceGateways", {"maxResults": 1000}), "ValidationException")
        self.assertEqual(self.code("route53:ListHostedZonesByVPC", {"VPCId": "vpc-1"}), "MissingParameter")
        self.assertEqual(self.code("vpc-lattice:ListServiceNetworkVpcAssociations"), "ValidationException")
        token = self.read("ec2:DescribeNetworkInterfaces", {"MaxResults": 5})["NextToken"]
        self.assertEqual(self.code("ec2:DescribeSecurityGroupRules", {"NextToken": token}), "InvalidNextToken")

    def test_nothing_told(self) -> None:
        """What the world does not speak of is empty."""
        self.assertEqual(self.read("ec2:DescribeInstances"), {"Reservations": []})
        self.assertEqual(self.read("ec2:DescribeVpcs", region="eu-west-1"), {"Vpcs": []})
        with Running(APPRUNNER) as server:
            self.assertEqual(call(server.url, "apprunner:ListServices", RUNNER, region="eu-west-1"), {"ServiceSummaryList": []})

    def test_token_names(self) -> None:
        """How operations are paged for which botocore has no paginator."""
        for operation, token, lists in [
            ("ec2:DescribeVpcEndpointAssociations", "NextToken", ("VpcEndpointAssociations",)),
            ("route53:ListHostedZonesByVPC", "NextToken", ("HostedZoneSummaries",)),
            ("apprunner:ListServices", "NextToken", ("ServiceSummaryList",)),
            ("apprunner:ListVpcConnectors", "NextToken", ("VpcConnectors",)),
        ]:
            how = pages(model.named(operation))
            assert how is not None
            self.assertEqual((how.given, how.told, how.lists), ((token,), (token,), lists), operation)
        for operation in ["ec2:DescribeVpcAttribute", "iam:ListOpenIDConnectProviders", "iam:GetAccountSummary"]:
            self.assertIsNone(pages(model.named(operation)), operation)


if __name__ == "__main__":
    unittest.main()
