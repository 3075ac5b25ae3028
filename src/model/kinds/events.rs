//! EventBridge: rules of the default bus, and what they start.

use crate::model::id::Text;
use crate::record;

record! {
    /// A rule of the default bus.
    /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html>
    Rule {
        /// The name.
        name: Text, gap;
        /// `ENABLED`, `DISABLED`, or `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`.
        state: Text, gap;
        /// The events that it is about, as JSON text.
        event_pattern: Text, none;
        /// When it runs by itself.
        schedule_expression: Text, none;
        /// What it starts. What is passed on is not kept.
        targets: Vec<Target>, none, via "events:ListTargetsByRule";
    }
}

record! {
    /// What a rule starts.
    /// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html>
    Target {
        /// The function, cluster, queue, ...
        arn: Text, gap;
        /// How tasks are started, for a cluster of ECS.
        ecs_parameters: EcsParameters, none;
    }
}

record! {
    /// How tasks are started.
    EcsParameters {
        /// The task definition, perhaps without a revision.
        task_definition_arn: Text, gap;
        /// Their network.
        network_configuration: NetworkConfiguration, none;
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
    AwsVpcConfiguration {
        /// The subnets.
        subnets: Vec<Text>, none;
        /// The groups; the default group of the VPC if none.
        security_groups: Vec<Text>, none;
        /// `ENABLED` or `DISABLED`, which is the default.
        assign_public_ip: Text, default(Text::const_new("DISABLED"));
    }
}
