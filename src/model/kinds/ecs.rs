//! ECS: clusters, services, task definitions and running tasks.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::time::Time;
use crate::record;

record! {
    /// A cluster.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Cluster.html>
    Cluster {
        /// The name.
        cluster_name: Text, gap, via "ecs:DescribeClusters";
        /// `ACTIVE` and other states.
        status: Text, gap, via "ecs:DescribeClusters";
        /// Settings such as `containerInsights`.
        settings: Vec<ClusterSetting>, none, via "ecs:DescribeClusters";
        /// How ECS Exec is logged and encrypted.
        configuration: ClusterConfiguration, none, via "ecs:DescribeClusters";
        /// Tags.
        tags: Vec<Tag>, none, via "ecs:DescribeClusters";
    }
}

record! {
    /// A setting of a cluster.
    ClusterSetting {
        /// `containerInsights`.
        name: Text, gap;
        /// `enabled`, `enhanced` or `disabled`.
        value: Text, none;
    }
}

record! {
    /// The configuration of a cluster.
    ClusterConfiguration {
        /// ECS Exec.
        execute_command_configuration: ExecuteCommandConfiguration, none;
    }
}

record! {
    /// How ECS Exec is logged and encrypted.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html>
    ExecuteCommandConfiguration {
        /// The key of the channel between client and container.
        kms_key_id: Text, none;
        /// `NONE`, `DEFAULT` (the log driver of the task) or `OVERRIDE`; the second is the default.
        logging: Text, default(Text::const_new("DEFAULT"));
        /// Where the logs go.
        log_configuration: ExecuteCommandLogConfiguration, none;
    }
}

record! {
    /// Where the logs of ECS Exec go.
    ExecuteCommandLogConfiguration {
        /// The log group.
        cloud_watch_log_group_name: Text, none;
        /// Whether they are encrypted there.
        cloud_watch_encryption_enabled: bool, default(false);
        /// The bucket.
        s3_bucket_name: Text, none;
        /// Whether they are encrypted there.
        s3_encryption_enabled: bool, default(false);
    }
}

record! {
    /// A service.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html>
    Service {
        /// The name.
        service_name: Text, gap, via "ecs:DescribeServices";
        /// Its cluster.
        cluster_arn: Text, gap, via "ecs:DescribeServices";
        /// `ACTIVE`, `DRAINING` or `INACTIVE`.
        status: Text, gap, via "ecs:DescribeServices";
        /// How many tasks it should have.
        desired_count: i64, gap, via "ecs:DescribeServices";
        /// The revision that its tasks run.
        task_definition: Text, none, via "ecs:DescribeServices";
        /// `FARGATE`, `EC2` or `EXTERNAL`; none with a capacity provider.
        launch_type: Text, none, via "ecs:DescribeServices";
        /// The version of Fargate.
        platform_version: Text, none, via "ecs:DescribeServices";
        /// Its network, for `awsvpc`.
        network_configuration: NetworkConfiguration, none, via "ecs:DescribeServices";
        /// The load balancers in front of it.
        load_balancers: Vec<LoadBalancer>, none, via "ecs:DescribeServices";
        /// How it is deployed.
        deployment_configuration: DeploymentConfiguration, none, via "ecs:DescribeServices";
        /// Who deploys it: `ECS` unless said.
        deployment_controller: DeploymentController, none, via "ecs:DescribeServices";
        /// Task sets, where CodeDeploy or somebody else deploys it: they have the network then.
        task_sets: Vec<TaskSet>, none, via "ecs:DescribeServices";
        /// Whether ECS Exec is on.
        enable_execute_command: bool, gap, via "ecs:DescribeServices";
        /// What happened to it, the newest ten.
        events: Vec<ServiceEvent>, none, via "ecs:DescribeServices", volatile true;
        /// Tags.
        tags: Vec<Tag>, none, via "ecs:DescribeServices";
    }
}

record! {
    /// What happened to a service.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceEvent.html>
    ServiceEvent {
        /// When.
        created_at: Time, none;
        /// What, in words.
        message: Text, none;
    }
}

record! {
    /// The network of tasks.
    NetworkConfiguration {
        /// Interfaces of their own.
        awsvpc_configuration: AwsVpcConfiguration, none;
    }
}

record! {
    /// Where the interfaces of tasks stand.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html>
    AwsVpcConfiguration {
        /// The subnets.
        subnets: Vec<Text>, none;
        /// The groups; the default group of the VPC if none.
        security_groups: Vec<Text>, none;
        /// `ENABLED` or `DISABLED`, which is the default of the API.
        assign_public_ip: Text, default(Text::const_new("DISABLED"));
    }
}

record! {
    /// A load balancer in front of a service.
    LoadBalancer {
        /// The target group.
        target_group_arn: Text, none;
        /// The container.
        container_name: Text, none;
        /// Its port.
        container_port: i64, none;
    }
}

record! {
    /// How a service is deployed.
    DeploymentConfiguration {
        /// What stops a deployment that fails.
        deployment_circuit_breaker: DeploymentCircuitBreaker, none;
        /// The most tasks while it runs, of the desired ones.
        maximum_percent: i64, none, unit "%";
        /// The fewest.
        minimum_healthy_percent: i64, none, unit "%";
    }
}

record! {
    /// What stops a deployment that fails.
    DeploymentCircuitBreaker {
        /// Whether it is on.
        enable: bool, gap;
        /// Whether the last good deployment is taken again.
        rollback: bool, gap;
    }
}

record! {
    /// Who deploys a service.
    DeploymentController {
        /// `ECS`, `CODE_DEPLOY` or `EXTERNAL`.
        r#type: Text, default(Text::const_new("ECS"));
    }
}

record! {
    /// A set of tasks of a service that ECS itself does not deploy.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html>
    TaskSet {
        /// `PRIMARY`, `ACTIVE` or `DRAINING`.
        status: Text, none;
        /// The revision that its tasks run.
        task_definition: Text, none;
        /// Its network.
        network_configuration: NetworkConfiguration, none;
        /// The load balancers in front of it.
        load_balancers: Vec<LoadBalancer>, none;
    }
}
