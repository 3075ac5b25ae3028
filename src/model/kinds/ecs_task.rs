//! ECS: revisions of task definitions, and the tasks that run.

use crate::model::id::Text;
use crate::model::sensitive::EnvironmentVariable;
use crate::model::time::Time;
use crate::record;

record! {
    /// A revision of a task definition that a service, a task or a schedule uses.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html>
    TaskDefinition {
        /// The family.
        family: Text, gap, via "ecs:DescribeTaskDefinition";
        /// The revision.
        revision: i64, gap, via "ecs:DescribeTaskDefinition";
        /// `awsvpc`, `bridge`, `host` or `none`; `bridge` is the default.
        network_mode: Text, default(Text::const_new("bridge")), via "ecs:DescribeTaskDefinition";
        /// Whose processes it sees: `host` or `task`.
        pid_mode: Text, none, via "ecs:DescribeTaskDefinition";
        /// Whose memory it shares: `host`, `task` or `none`.
        ipc_mode: Text, none, via "ecs:DescribeTaskDefinition";
        /// What the containers may do.
        task_role_arn: Text, none, via "ecs:DescribeTaskDefinition";
        /// What the agent may do for them: images, logs, secrets.
        execution_role_arn: Text, none, via "ecs:DescribeTaskDefinition";
        /// Processor and operating system.
        runtime_platform: RuntimePlatform, none, via "ecs:DescribeTaskDefinition";
        /// `EC2`, `FARGATE`, ... that it is fit for.
        compatibilities: Vec<Text>, none, via "ecs:DescribeTaskDefinition";
        /// Its containers.
        container_definitions: Vec<ContainerDefinition>, gap, via "ecs:DescribeTaskDefinition";
        /// Its volumes.
        volumes: Vec<Volume>, none, via "ecs:DescribeTaskDefinition";
    }
}

record! {
    /// Processor and operating system.
    RuntimePlatform {
        /// `X86_64` or `ARM64`; the first is the default.
        cpu_architecture: Text, default(Text::const_new("X86_64"));
        /// `LINUX` and others.
        operating_system_family: Text, default(Text::const_new("LINUX"));
    }
}

record! {
    /// A container. Values of its environment are reduced.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html>
    ContainerDefinition {
        /// The name.
        name: Text, gap;
        /// The image.
        image: Text, gap;
        /// Whether the task ends with it.
        essential: bool, default(true);
        /// Whether it has the host's rights.
        privileged: bool, default(false);
        /// Whether it cannot write to its root.
        readonly_root_filesystem: bool, default(false);
        /// The user; none is the image's own, mostly root.
        user: Text, none;
        /// What it may do beyond the usual.
        linux_parameters: LinuxParameters, none;
        /// Its ports.
        port_mappings: Vec<PortMapping>, none;
        /// The environment and the secrets, reduced.
        environment_variables: Vec<EnvironmentVariable>, none;
        /// Files of variables in buckets.
        environment_files: Vec<EnvironmentFile>, none;
        /// Where its logs go.
        log_configuration: LogConfiguration, none;
        /// How it is seen to be well.
        health_check: HealthCheck, none;
    }
}

record! {
    /// What a container may do beyond the usual.
    LinuxParameters {
        /// Capabilities.
        capabilities: KernelCapabilities, none;
    }
}

record! {
    /// Capabilities of the kernel.
    KernelCapabilities {
        /// Those added.
        add: Vec<Text>, none;
        /// Those taken.
        drop: Vec<Text>, none;
    }
}

record! {
    /// A port of a container.
    PortMapping {
        /// The port inside.
        container_port: i64, none;
        /// The port of the host.
        host_port: i64, none;
        /// `tcp` or `udp`; the first is the default.
        protocol: Text, default(Text::const_new("tcp"));
    }
}

record! {
    /// A file of variables.
    EnvironmentFile {
        /// The object.
        value: Text, gap;
    }
}

record! {
    /// Where the logs of a container go.
    LogConfiguration {
        /// `awslogs`, `awsfirelens`, ...
        log_driver: Text, gap;
        /// The log group, for `awslogs`.
        log_group: Text, none;
    }
}

record! {
    /// How a container is seen to be well.
    HealthCheck {
        /// Whether there is a command: `NONE` is none.
        has_command: bool, gap;
    }
}

record! {
    /// A volume.
    Volume {
        /// The name.
        name: Text, none;
        /// A file system of EFS.
        efs_volume_configuration: EfsVolumeConfiguration, none;
    }
}

record! {
    /// A file system of EFS in a task.
    EfsVolumeConfiguration {
        /// `fs-...`
        file_system_id: Text, gap;
        /// `ENABLED` or `DISABLED`, the default.
        transit_encryption: Text, default(Text::const_new("DISABLED"));
    }
}

record! {
    /// A task that runs or ended a short while ago.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html>
    Task {
        /// Its cluster.
        cluster_arn: Text, gap, via "ecs:DescribeTasks";
        /// The revision that it runs.
        task_definition_arn: Text, gap, via "ecs:DescribeTasks";
        /// The service (`service:NAME`), family or schedule that started it.
        group: Text, none, via "ecs:DescribeTasks";
        /// `RUNNING`, `STOPPED` and states between.
        last_status: Text, gap, via "ecs:DescribeTasks";
        /// Whether ECS Exec is on.
        enable_execute_command: bool, default(false), via "ecs:DescribeTasks";
        /// Why it ended.
        stop_code: Text, none, via "ecs:DescribeTasks";
        /// The same in words.
        stopped_reason: Text, none, via "ecs:DescribeTasks";
        /// When it started.
        started_at: Time, none, via "ecs:DescribeTasks", volatile true;
        /// Its containers.
        containers: Vec<Container>, none, via "ecs:DescribeTasks";
        /// What was given to it: its interface, where it has one of its own.
        attachments: Vec<Attachment>, none, via "ecs:DescribeTasks";
    }
}

record! {
    /// Something that was given to a task.
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attachment.html>
    Attachment {
        /// `ElasticNetworkInterface` and others.
        r#type: Text, none;
        /// What it is.
        details: Vec<AttachmentDetail>, none;
    }
}

record! {
    /// What is said of something that was given to a task.
    AttachmentDetail {
        /// `networkInterfaceId`, `subnetId`, `privateIPv4Address` and others.
        name: Text, none;
        /// The value.
        value: Text, none;
    }
}

record! {
    /// A container of a task.
    Container {
        /// The name.
        name: Text, gap;
        /// The image, as its definition named it.
        image: Text, none;
        /// The digest of its image.
        image_digest: Text, none;
        /// Why it ended.
        reason: Text, none;
        /// The agents in it, of which ECS Exec is one.
        managed_agents: Vec<ManagedAgent>, none;
    }
}

record! {
    /// An agent in a container.
    ManagedAgent {
        /// `ExecuteCommandAgent`.
        name: Text, none;
        /// `RUNNING` and other states.
        last_status: Text, none;
        /// Why.
        reason: Text, none;
    }
}
