#!/usr/bin/env python3
"""Reads every operation of every world back with boto3, page by page, and provokes every fault."""

import http.client
import json
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import botocore.exceptions as errors
from botocore import xform_name
from client import HERE, Running, client, plain
from fake_aws import model
from fake_aws.paging import pages
from fake_aws.world import BadWorld, Case, load

LATTICE = HERE / "worlds" / "lattice"
APPRUNNER = HERE / "worlds" / "apprunner.json"
PROVIDER, CONSUMER, RUNNER = "000767026184", "914357407416", "111122223333"
TOKYO = "ap-northeast-1"
# One operation of each protocol, with the account to ask.
SPOKEN = {
    "ec2:DescribeSubnets": CONSUMER,
    "rds:DescribeDBInstances": PROVIDER,
    "iam:GetAccountAuthorizationDetails": CONSUMER,
    "route53:ListHostedZones": CONSUMER,
    "vpc-lattice:ListResourceConfigurations": CONSUMER,
}


def call(url: str, operation: str, account: str, parameters: dict[str, Any] | None = None, region: str = TOKYO, **more: Any) -> dict[str, Any]:
    """One call by its API name."""
    service, _, name = operation.partition(":")
    answer = getattr(client(url, service, account, region, **more), xform_name(name))(**(parameters or {}))
    answer.pop("ResponseMetadata")
    return dict(answer)


def all_pages(url: str, operation: str, account: str, parameters: dict[str, Any], region: str) -> Iterator[dict[str, Any]]:
    """Every page of an operation, asked for by the token names of the operation."""
    how = pages(model.named(operation))
    tokens: dict[str, Any] = {}
    while True:
        answer = call(url, operation, account, parameters | tokens, region)
        yield answer
        if how is None or how.told[0] not in answer or (how.more and not answer[how.more]):
            return
        tokens = {given: answer[told] for given, told in zip(how.given, how.told, strict=True) if told in answer}


class Worlds(unittest.TestCase):
    """What the world says is what boto3 reads."""

    def read_back(self, world: Path, page_size: int) -> None:
        """Compares all operations of a world with what is read in pages of this size."""
        with Running(world, "--page-size", str(page_size)) as server:
            for account in load(world).accounts.values():
                everywhere = [("us-east-1", account.everywhere)]
                for region, operations in [*everywhere, *account.regions.items()]:
                    for operation, cases in operations.items():
                        for case in cases:
                            with self.subTest(operation=operation, when=case.when, page_size=page_size):
                                self.compare(server.url, operation, account.id, region, case, page_size)
            self.assertEqual({one["outcome"] for one in server.calls()} - {"answered", "AccessDenied"}, set())

    def compare(self, url: str, operation: str, account: str, region: str, case: Case, page_size: int) -> None:
        """Compares one answer of the world."""
        if case.error is not None:
            with self.assertRaises(errors.ClientError) as caught:
                call(url, operation, account, case.when, region)
            self.assertEqual(caught.exception.response["Error"]["Code"], case.error["code"])
            return
        how = pages(model.named(operation))
        lists = how.lists if how else ()
        read = [plain(page) for page in all_pages(url, operation, account, case.when, region)]
        for page in read:
            self.assertLessEqual(sum(len(page.get(name, [])) for name in lists), page_size)
        total = sum(len((case.response or {}).get(name, [])) for name in lists)
        self.assertEqual(len(read), max(1, -(-total // page_size)) if how else 1)
        found = {**read[0], **{name: [one for page in read for one in page.get(name, [])] for name in lists}}
        paging = {"MaxItems", "Marker", *(how.told if how else ()), *([how.more] if how and how.more else [])}
        empty: dict[str, Any] = {name: [] for name in (lists or model.named(operation).lists())}
        expected = {**empty, **plain(case.response or {})}
        self.assertEqual({name: value for name, value in found.items() if name not in paging}, expected)

    def test_pages_of_two(self) -> None:
        """Small pages: every token is used."""
        self.read_back(LATTICE, 2)
        self.read_back(APPRUNNER, 2)

    def test_one_page(self) -> None:
        """Large pages: no token where none is needed."""
        self.read_back(LATTICE, 1000)

    def test_botocore_paginators_agree(self) -> None:
        """Botocore's own paginators find the same number of elements."""
        with Running(LATTICE, "--page-size", "1") as server:
            for operation, account in SPOKEN.items():
                service, _, name = operation.partition(":")
                how = pages(model.named(operation))
                assert how is not None
                read = list(client(server.url, service, account, TOKYO).get_paginator(xform_name(name)).paginate())
                account_world = load(LATTICE).accounts[account]
                cases = account_world.cases(TOKYO, operation)
                assert cases is not None and cases[0].response is not None
                self.assertEqual(len(read), sum(len(cases[0].response[one]) for one in how.lists), operation)

    def test_bad_worlds(self) -> None:
        """Each mistake is told with its place."""
        vpc = {"accounts": {"1": {"regions": {"eu-central-1": {"ec2:DescribeVpcs": {"Vpcs": [{"VpcIdd": "vpc-1"}]}}}}}}
        state = json.loads(json.dumps(vpc).replace('"VpcIdd": "vpc-1"', '"State": "gone"'))
        when = {"accounts": {"1": {"everywhere": {"iam:GetRole": [{"when": {"Role": "x"}, "response": {}}]}}}}
        for world, place in [
            (vpc, 'ec2:DescribeVpcs[0]: Unknown parameter in Vpcs[0]: "VpcIdd"'),
            (state, "ec2:DescribeVpcs[0].Vpcs[0].State: 'gone'"),
            (when, "iam:GetRole[0].when: the operation has no parameter Role"),
            ({"accounts": {"1": {"everywhere": {"ec2:DescribeNothing": {}}}}}, "no operation 'DescribeNothing'"),
            ({"accounts": {"1": {"region": {}}}}, "accounts.1.region: unknown key"),
        ]:
            with tempfile.TemporaryDirectory() as folder, self.subTest(place=place):
                file = Path(folder) / "world.json"
                file.write_text(json.dumps(world))
                with self.assertRaises(BadWorld) as caught:
                    load(file)
                self.assertIn(place, str(caught.exception))
                code = subprocess.run([sys.executable, HERE / "server.py", file, "--check"], capture_output=True, check=False).returncode
                self.assertEqual(code, 1)


class Faults(unittest.TestCase):
    """What goes wrong, goes wrong as it does at AWS."""

    server: Running

    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Running(LATTICE)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.__exit__()

    def tearDown(self) -> None:
        self.server.control(faults=[], forget_calls=True)

    def refusal(self, operation: str, account: str, parameters: dict[str, Any] | None = None, region: str = TOKYO) -> tuple[int, str, str]:
        """Status, code and message of the error that a call gets."""
        with self.assertRaises(errors.ClientError) as caught:
            call(self.server.url, operation, account, parameters, region)
        answer = caught.exception.response
        return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]

    def test_codes_of_each_protocol(self) -> None:
        """Status and code are those of the real services."""
        wanted = {
            "deny": ["403 UnauthorizedOperation", "403 AccessDenied", "403 AccessDenied", "403 AccessDenied", "403 AccessDeniedException"],
            "scp-deny": ["403 UnauthorizedOperation", "403 AccessDenied", "403 AccessDenied", "403 AccessDenied", "403 AccessDeniedException"],
            "throttle": ["503 RequestLimitExceeded", "400 Throttling", "400 Throttling", "400 Throttling", "429 ThrottlingException"],
            "error500": ["500 InternalError", "500 InternalFailure", "500 InternalFailure", "500 InternalFailure", "500 InternalServerException"],
            "expired": ["400 RequestExpired", "403 ExpiredToken", "403 ExpiredToken", "403 ExpiredToken", "403 ExpiredTokenException"],
        }
        for kind, codes in wanted.items():
            self.server.control(faults=[{"fault": kind, "operation": "*"}])
            for (operation, account), code in zip(SPOKEN.items(), codes, strict=True):
                with self.subTest(kind=kind, operation=operation):
                    status, said, message = self.refusal(operation, account)
                    self.assertEqual(f"{status} {said}", code)
                    if kind == "scp-deny":
                        self.assertIn("explicit deny in a service control policy", message)

    def test_json_protocol(self) -> None:
        """App Runner answers 400 to all of them."""
        with Running(APPRUNNER) as server:
            kinds = {"deny": "AccessDeniedException", "throttle": "ThrottlingException", "expired": "ExpiredTokenException"}
            for kind, code in kinds.items():
                server.control(faults=[{"fault": kind, "operation": "apprunner:*"}])
                with self.assertRaises(errors.ClientError) as caught:
                    call(server.url, "apprunner:ListServices", RUNNER)
                self.assertEqual(caught.exception.response["Error"]["Code"], code)
                self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)

    def test_broken_connections(self) -> None:
        """Reset and silence."""
        for operation, account in SPOKEN.items():
            for kind, wanted in [("reset", errors.ConnectionClosedError), ("hang", errors.ReadTimeoutError)]:
                self.server.control(faults=[{"fault": kind, "operation": operation, "seconds": 2}])
                with self.subTest(kind=kind, operation=operation), self.assertRaises(wanted):
                    call(self.server.url, operation, account, timeout=0.5)

    def test_bodies_that_are_none(self) -> None:
        """A body that is cut off, one that comes slowly, and a page of HTML. Asked without botocore, which takes half a JSON body for an empty one."""
        scope = f"AWS4-HMAC-SHA256 Credential=AKIA0000{CONSUMER}/20251119/{TOKYO}/vpc-lattice/aws4_request, Signature=0"
        asked = urllib.request.Request(f"{self.server.url}/resourceconfigurations", headers={"Authorization": scope})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            self.assertEqual(len(json.load(answer)["items"]), 2)
        self.server.control(faults=[{"fault": "truncate", "operation": "*"}])
        with urllib.request.urlopen(asked, timeout=10) as answer, self.assertRaises(http.client.IncompleteRead):
            answer.read()
        self.server.control(faults=[{"fault": "drip", "operation": "*", "ms": 50, "seconds": 0.5}])
        start = time.monotonic()
        with urllib.request.urlopen(asked, timeout=10) as answer:
            self.assertEqual(len(json.load(answer)["items"]), 2)
        self.assertGreater(time.monotonic() - start, 0.4)
        self.server.control(faults=[{"fault": "html", "operation": "*"}])
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(asked, timeout=10)
        self.assertEqual(caught.exception.code, 500)
        self.assertTrue(caught.exception.read().startswith(b"<!doctype html>"))
        caught.exception.close()

    def test_choice_of_calls(self) -> None:
        """A fault can be for one account, region, parameter, or for some of the calls."""
        fault = {"fault": "throttle", "operation": "ec2:DescribeVpcs", "account": CONSUMER, "region": TOKYO, "calls": [1, 3]}
        self.server.control(faults=[fault])
        call(self.server.url, "ec2:DescribeVpcs", PROVIDER)
        call(self.server.url, "ec2:DescribeVpcs", CONSUMER, region="us-east-1")
        self.refusal("ec2:DescribeVpcs", CONSUMER)
        call(self.server.url, "ec2:DescribeVpcs", CONSUMER)
        self.refusal("ec2:DescribeVpcs", CONSUMER)
        self.assertEqual([one["outcome"] for one in self.server.calls()], ["answered", "answered", "throttle", "answered", "throttle"])

    def test_repeated_token(self) -> None:
        """The same token for ever: a reader that believes it never ends."""
        self.server.control(faults=[{"fault": "repeat-token", "operation": "*"}])
        for operation, account in SPOKEN.items():
            how = pages(model.named(operation))
            assert how is not None
            read = [page for page, _ in zip(all_pages(self.server.url, operation, account, {}, TOKYO), range(5), strict=False)]
            self.assertEqual(len(read), 5, operation)
            self.assertTrue(all(a[how.told[0]] == b[how.told[0]] for a, b in pairwise(read)), operation)

    def test_missing_field(self) -> None:
        """A member is gone from each element."""
        self.server.control(faults=[{"fault": "missing-field", "operation": "ec2:DescribeVpcs", "field": "Vpcs[].CidrBlock"}])
        vpc = call(self.server.url, "ec2:DescribeVpcs", CONSUMER)["Vpcs"][0]
        self.assertNotIn("CidrBlock", vpc)
        self.assertIn("VpcId", vpc)

    def test_bad_fault(self) -> None:
        """A fault that is not known is refused, not ignored."""
        with self.assertRaises(OSError):
            self.server.control(faults=[{"fault": "deney", "operation": "*"}])


if __name__ == "__main__":
    unittest.main()
