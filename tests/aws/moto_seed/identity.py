"""IAM: roles that GitHub workflows may assume, well and badly pinned; the password policy."""

import json
from typing import Any

from .network import Made

ISSUER = "token.actions.githubusercontent.com"
AUD = {f"{ISSUER}:aud": "sts.amazonaws.com"}
SUB = f"{ISSUER}:sub"
# The conditions of each role's trust in GitHub.
TRUST: dict[str, dict[str, Any]] = {
    "pinned": {"StringEquals": AUD | {SUB: "repo:example/app:ref:refs/heads/main"}},
    "environment": {"StringEquals": AUD | {SUB: "repo:example/app:environment:production"}},
    "any-ref": {"StringEquals": AUD, "StringLike": {SUB: "repo:example/app:*"}},
    "any-repository": {"StringEquals": AUD, "StringLike": {SUB: "repo:example/*"}},
    "without-sub": {"StringEquals": AUD},
    "without-aud": {"StringLike": {SUB: "repo:example/app:ref:refs/heads/main"}},
}


def seed(iam: Any, made: Made) -> None:
    """Makes roles, the provider and the password policy."""
    thumbprint = "6938fd4d98bab03faadb97b34396831e3780aea1"
    provider = iam.create_open_id_connect_provider(Url=f"https://{ISSUER}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=[thumbprint])
    made["oidc_provider"] = provider["OpenIDConnectProviderArn"]
    for name, condition in TRUST.items():
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": made["oidc_provider"]},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition,
        }
        made[f"role_{name.replace('-', '_')}"] = _role(iam, f"github-{name}", statement)
    made["role_task"] = _role(iam, "task", {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"})
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecs:UpdateService", "Resource": "*"}]}
    policy = made["policy_deploy"] = iam.create_policy(PolicyName="deploy", PolicyDocument=json.dumps(document))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="github-pinned", PolicyArn=policy)
    iam.put_role_policy(RoleName="task", PolicyName="inline", PolicyDocument=json.dumps(document))
    iam.create_group(GroupName="auditors")
    made["user"] = iam.create_user(UserName="auditor")["User"]["Arn"]
    iam.add_user_to_group(GroupName="auditors", UserName="auditor")
    iam.update_account_password_policy(MinimumPasswordLength=8, RequireSymbols=False, RequireNumbers=True)


def _role(iam: Any, name: str, statement: dict[str, Any]) -> str:
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return str(iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"])
