"""What services keep and watch: keys, secrets, parameters, logs, alarms, rules, certificates, stacks."""

import json
from typing import Any

from .network import Made

Clients = dict[str, Any]


def seed(clients: Clients, region: str, made: Made) -> None:
    """Makes one of each, or one good and one bad."""
    _keys(clients["kms"], made)
    _secrets(clients["secretsmanager"], clients["ssm"], made)
    _watch(clients, region, made)
    _others(clients, made)


def _policy(principal: Any, action: str) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _keys(kms: Any, made: Made) -> None:
    for name, rotated in [("rotated", True), ("fixed", False)]:
        key = kms.create_key(Description=name)["KeyMetadata"]
        made[f"key_{name}"] = key["Arn"]
        kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key["KeyId"])
        if rotated:
            kms.enable_key_rotation(KeyId=key["KeyId"])
    made["key_signing"] = kms.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")["KeyMetadata"]["Arn"]
    kms.create_grant(KeyId=made["key_rotated"], GranteePrincipal=made["role_task"], Operations=["Decrypt"])


def _secrets(secrets: Any, ssm: Any, made: Made) -> None:
    value = "not-a-real-password"
    made["secret"] = secrets.create_secret(Name="shared", SecretString=value, KmsKeyId=made["key_rotated"])["ARN"]
    secrets.put_resource_policy(SecretId="shared", ResourcePolicy=_policy({"AWS": "555566667777"}, "secretsmanager:GetSecretValue"))
    made["secret_deleted"] = secrets.create_secret(Name="deleted", SecretString=value)["ARN"]
    secrets.delete_secret(SecretId="deleted", RecoveryWindowInDays=30)
    ssm.put_parameter(Name="/app/key", Value=value, Type="SecureString")
    ssm.put_parameter(Name="/nobody/asks", Value=value, Type="String")


def _watch(clients: Clients, region: str, made: Made) -> None:
    logs, sns, cloudwatch, events = (clients[name] for name in ("logs", "sns", "cloudwatch", "events"))
    logs.create_log_group(logGroupName="/ecs/app")
    logs.put_retention_policy(logGroupName="/ecs/app", retentionInDays=30)
    metric = [{"metricName": "Errors", "metricNamespace": "App", "metricValue": "1"}]
    logs.put_metric_filter(logGroupName="/ecs/app", filterName="errors", filterPattern="ERROR", metricTransformations=metric)
    logs.put_resource_policy(policyName="dns", policyDocument=_policy({"Service": "route53.amazonaws.com"}, "logs:PutLogEvents"))
    topic = made["topic"] = sns.create_topic(Name="alerts")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="somebody@example.com")
    cloudwatch.put_metric_alarm(
        AlarmName="errors",
        Namespace="App",
        MetricName="Errors",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
        AlarmActions=[topic],
    )
    events.put_rule(Name="nightly", ScheduleExpression="rate(1 day)", State="ENABLED")
    network = {"Subnets": [made["subnet_private_a"]], "SecurityGroups": [made["sg_app"]]}
    task = {"TaskDefinitionArn": made["task_definition"], "NetworkConfiguration": {"awsvpcConfiguration": network}}
    target = {"Id": "1", "Arn": made["cluster"], "RoleArn": made["role_task"], "Input": '"not-a-real-password"', "EcsParameters": task}
    events.put_targets(Rule="nightly", Targets=[target])


def _others(clients: Clients, made: Made) -> None:
    certificate = clients["acm"].request_certificate(DomainName="www.example.com", KeyAlgorithm="EC_prime256v1")
    made["certificate"] = certificate["CertificateArn"]
    made["file_system"] = clients["efs"].create_file_system(CreationToken="data", Encrypted=True)["FileSystemArn"]
    template = {
        "Parameters": {"Password": {"Type": "String"}},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "stack"}}},
        "Outputs": {"Password": {"Value": {"Ref": "Password"}}},
    }
    password = [{"ParameterKey": "Password", "ParameterValue": "not-a-real-password"}]
    stack = clients["cloudformation"].create_stack(StackName="network", TemplateBody=json.dumps(template), Parameters=password)
    made["stack"] = stack["StackId"]
    clients["servicediscovery"].create_private_dns_namespace(Name="internal.example", Vpc=made["vpc_main"])
    role = f"arn:aws:iam::{made['account']}:role/task"
    clients["batch"].create_compute_environment(computeEnvironmentName="own", type="UNMANAGED", state="ENABLED", serviceRole=role)
