"""What keeps order: buckets, an organization, trails, the services that watch, names and shares."""

import json
from typing import Any

from .network import Made

PUBLIC = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}
ALL = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
NO_LEAVING = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}]}


def seed(clients: dict[str, Any], region: str, made: Made) -> None:
    """Makes one of everything, and of buckets a bad one too."""
    _buckets(clients["s3"], region, made)
    _organization(clients["organizations"], made)
    clients["account"].put_alternate_contact(
        AlternateContactType="SECURITY", EmailAddress="canary@example.com", Name="canary", PhoneNumber="+1-555-0100", Title="canary"
    )
    _watchers(clients, made)
    _names(clients["route53resolver"], made)
    share = clients["ram"].create_resource_share(name="databases", allowExternalPrincipals=False)["resourceShare"]
    made["share"] = share["resourceShareArn"]


def _buckets(s3: Any, region: str, made: Made) -> None:
    for name in ("good", "public", "logs"):
        made[f"bucket_{name}"] = f"assize-{name}"
        s3.create_bucket(Bucket=f"assize-{name}", CreateBucketConfiguration={"LocationConstraint": region}, ObjectOwnership="ObjectWriter")
    s3.put_public_access_block(Bucket="assize-good", PublicAccessBlockConfiguration=ALL)
    s3.put_bucket_versioning(Bucket="assize-good", VersioningConfiguration={"Status": "Enabled"})
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    s3.put_bucket_encryption(Bucket="assize-good", ServerSideEncryptionConfiguration={"Rules": [rule]})
    s3.put_bucket_acl(Bucket="assize-logs", ACL="log-delivery-write")
    s3.put_bucket_logging(Bucket="assize-good", BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "assize-logs", "TargetPrefix": ""}})
    s3.put_bucket_policy(Bucket="assize-public", Policy=json.dumps(PUBLIC))
    s3.put_bucket_acl(Bucket="assize-public", ACL="public-read")


def _organization(organizations: Any, made: Made) -> None:
    made["organization"] = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    policy = organizations.create_policy(Content=json.dumps(NO_LEAVING), Description="", Name="no-leaving", Type="SERVICE_CONTROL_POLICY")
    organizations.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=root)


def _watchers(clients: dict[str, Any], made: Made) -> None:
    cloudtrail = clients["cloudtrail"]
    made["trail"] = cloudtrail.create_trail(Name="everywhere", S3BucketName="assize-logs", IsMultiRegionTrail=True)["TrailARN"]
    cloudtrail.start_logging(Name="everywhere")
    config, role = clients["config"], f"arn:aws:iam::{made['account']}:role/config"
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": role, "recordingGroup": {"allSupported": True}})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "assize-logs"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    clients["guardduty"].create_detector(Enable=True)
    clients["securityhub"].enable_security_hub()
    clients["inspector2"].enable(accountIds=[made["account"]], resourceTypes=["ECR"])


def _names(resolver: Any, made: Made) -> None:
    addresses = [{"SubnetId": subnet} for subnet in (made["subnet_private_a"], made["subnet_private_c"])]
    endpoint = resolver.create_resolver_endpoint(
        CreatorRequestId="out", SecurityGroupIds=[made["sg_default_main"]], Direction="OUTBOUND", IpAddresses=addresses, Name="out"
    )
    identity = endpoint["ResolverEndpoint"]["Id"]
    rule = resolver.create_resolver_rule(
        CreatorRequestId="corp",
        RuleType="FORWARD",
        DomainName="corp.example",
        TargetIps=[{"Ip": "10.9.0.2", "Port": 53}],
        ResolverEndpointId=identity,
        Name="corp",
    )
    made["resolver_rule"] = rule["ResolverRule"]["Id"]
    resolver.associate_resolver_rule(ResolverRuleId=made["resolver_rule"], VPCId=made["vpc_main"])
