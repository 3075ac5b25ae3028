"""What runs: a service of ECS behind a load balancer, a function, a build, and how they are scaled and deployed."""

import io
import json
import zipfile
from typing import Any

from .network import Made

Clients = dict[str, Any]


def seed(clients: Clients, region: str, made: Made) -> None:
    """Makes it all, in the network that there is."""
    _load_balancer(clients["elbv2"], made)
    _images(clients["ecr"], made)
    _tasks(clients["ecs"], region, made)
    _scaling(clients["application-autoscaling"])
    _deployments(clients["codedeploy"], made)
    _function(clients["lambda"], made)
    _build(clients["codebuild"], made)
    _instances(clients["ec2"], clients["autoscaling"], made)


def _load_balancer(elbv2: Any, made: Made) -> None:
    subnets = [made["subnet_public_a"], made["subnet_private_c"]]
    front = elbv2.create_load_balancer(Name="front", Subnets=subnets, SecurityGroups=[made["sg_web"]], Scheme="internet-facing", Type="application")
    balancer = made["load_balancer"] = front["LoadBalancers"][0]["LoadBalancerArn"]
    elbv2.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])
    for name in ("blue", "green"):
        group = elbv2.create_target_group(
            Name=name, Protocol="HTTP", Port=8080, VpcId=made["vpc_main"], TargetType="ip", HealthCheckPath="/health", HealthCheckIntervalSeconds=30
        )
        made[f"target_group_{name}"] = group["TargetGroups"][0]["TargetGroupArn"]
    elbv2.register_targets(TargetGroupArn=made["target_group_blue"], Targets=[{"Id": "10.0.1.77", "Port": 8080}])
    forward = [{"Type": "forward", "TargetGroupArn": made["target_group_blue"]}]
    listener = elbv2.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=forward)
    made["listener"] = listener["Listeners"][0]["ListenerArn"]
    paths = [{"Field": "path-pattern", "Values": ["/api/*"]}]
    elbv2.create_rule(ListenerArn=made["listener"], Conditions=paths, Priority=10, Actions=forward)


def _images(ecr: Any, made: Made) -> None:
    repository = ecr.create_repository(repositoryName="app", imageTagMutability="IMMUTABLE")["repository"]
    made["repository"] = repository["repositoryArn"]
    made["image"] = f"{repository['repositoryUri']}:1"
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {}, "layers": []}
    ecr.put_image(repositoryName="app", imageManifest=json.dumps(manifest), imageTag="1")
    rule = {"rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}, "action": {"type": "expire"}}
    ecr.put_lifecycle_policy(repositoryName="app", lifecyclePolicyText=json.dumps({"rules": [rule]}))


def _tasks(ecs: Any, region: str, made: Made) -> None:
    made["cluster"] = ecs.create_cluster(clusterName="main", settings=[{"name": "containerInsights", "value": "enabled"}])["cluster"]["clusterArn"]
    container = {
        "name": "app",
        "image": made["image"].replace("us-east-1", region),
        "essential": True,
        "portMappings": [{"containerPort": 8080}],
        "environment": [{"name": "DB_PASSWORD", "value": "not-a-real-password"}],
        "secrets": [{"name": "KEY", "valueFrom": "/app/key"}],
    }
    definition = ecs.register_task_definition(family="app", networkMode="awsvpc", cpu="256", memory="512", containerDefinitions=[container])
    made["task_definition"] = definition["taskDefinition"]["taskDefinitionArn"]
    network = {"subnets": [made["subnet_private_a"]], "securityGroups": [made["sg_app"]], "assignPublicIp": "DISABLED"}
    service = ecs.create_service(
        cluster="main",
        serviceName="app",
        taskDefinition="app",
        desiredCount=0,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": network},
        deploymentController={"type": "CODE_DEPLOY"},
    )
    made["ecs_service"] = service["service"]["serviceArn"]


def _scaling(scaling: Any) -> None:
    of = {"ServiceNamespace": "ecs", "ResourceId": "service/main/app", "ScalableDimension": "ecs:service:DesiredCount"}
    scaling.register_scalable_target(**of, MinCapacity=1, MaxCapacity=4)
    tracking = {
        "TargetValue": 70.0,
        "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        "ScaleOutCooldown": 60,
    }
    scaling.put_scaling_policy(**of, PolicyName="cpu", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration=tracking)


def _deployments(codedeploy: Any, made: Made) -> None:
    codedeploy.create_application(applicationName="app", computePlatform="ECS")
    codedeploy.create_deployment_group(
        applicationName="app",
        deploymentGroupName="prod",
        deploymentConfigName="CodeDeployDefault.ECSAllAtOnce",
        serviceRoleArn=made["role_task"],
        autoRollbackConfiguration={"enabled": True, "events": ["DEPLOYMENT_FAILURE"]},
        ecsServices=[{"serviceName": "app", "clusterName": "main"}],
    )


def _function(functions: Any, made: Made) -> None:
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): pass")
    function = functions.create_function(
        FunctionName="worker",
        Runtime="python3.9",
        Role=made["role_task"],
        Handler="app.handler",
        Code={"ZipFile": code.getvalue()},
        Timeout=30,
        VpcConfig={"SubnetIds": [made["subnet_private_a"]], "SecurityGroupIds": [made["sg_app"]]},
        Environment={"Variables": {"DB_PASSWORD": "not-a-real-password"}},
    )
    made["function"] = function["FunctionArn"]
    functions.add_permission(FunctionName="worker", StatementId="everybody", Action="lambda:InvokeFunction", Principal="*")
    functions.put_function_concurrency(FunctionName="worker", ReservedConcurrentExecutions=5)
    functions.create_function_url_config(FunctionName="worker", AuthType="NONE")


def _build(codebuild: Any, made: Made) -> None:
    variables = [{"name": "TOKEN", "value": "not-a-real-password", "type": "PLAINTEXT"}]
    machine = {"type": "LINUX_CONTAINER", "image": "image", "computeType": "BUILD_GENERAL1_SMALL", "environmentVariables": variables}
    network = {"vpcId": made["vpc_main"], "subnets": [made["subnet_private_a"]], "securityGroupIds": [made["sg_app"]]}
    codebuild.create_project(
        name="image",
        source={"type": "S3", "location": "bucket/path"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment=machine,
        serviceRole=f"arn:aws:iam::{made['account']}:role/service-role/build",
        vpcConfig=network,
    )


def _instances(ec2: Any, autoscaling: Any, made: Made) -> None:
    template = ec2.create_launch_template(LaunchTemplateName="plain", LaunchTemplateData={"InstanceType": "t4g.nano", "ImageId": "ami-12c6146b"})
    made["launch_template"] = template["LaunchTemplate"]["LaunchTemplateId"]
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="plain",
        LaunchTemplate={"LaunchTemplateId": made["launch_template"], "Version": "1"},
        MinSize=0,
        MaxSize=0,
        VPCZoneIdentifier=made["subnet_private_a"],
    )
