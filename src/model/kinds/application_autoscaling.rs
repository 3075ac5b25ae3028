//! Application Auto Scaling: how far services are scaled, and by what.

use serde_json::Value as Json;

use crate::model::id::Text;
use crate::record;

record! {
    /// A service of ECS or a cluster of Aurora that is scaled.
    /// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalableTarget.html>
    ScalableTarget {
        /// `service/cluster/name` or `cluster:name`
        resource_id: Text, gap;
        /// `ecs:service:DesiredCount` or `rds:cluster:ReadReplicaCount`
        scalable_dimension: Text, gap;
        /// The fewest tasks or readers.
        min_capacity: i64, gap;
        /// The most.
        max_capacity: i64, gap;
        /// What of the scaling is switched off.
        suspended_state: SuspendedState, none;
        /// What scales it.
        scaling_policies: Vec<ScalingPolicy>, none, via "application-autoscaling:DescribeScalingPolicies";
    }
}

record! {
    /// What of the scaling is switched off.
    SuspendedState {
        /// Whether policies may not take tasks away.
        dynamic_scaling_in_suspended: bool, default(false);
        /// Whether policies may not add tasks.
        dynamic_scaling_out_suspended: bool, default(false);
        /// Whether schedules are not followed.
        scheduled_scaling_suspended: bool, default(false);
    }
}

record! {
    /// A scaling policy.
    /// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalingPolicy.html>
    ScalingPolicy {
        /// The name.
        policy_name: Text, gap;
        /// `TargetTrackingScaling`, `StepScaling` or `PredictiveScaling`.
        policy_type: Text, gap;
        /// What target tracking keeps.
        target_tracking_scaling_policy_configuration: TargetTracking, none;
    }
}

record! {
    /// What target tracking keeps.
    /// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html>
    TargetTracking {
        /// The value of the metric. One that is no whole number is a gap.
        target_value: Json, gap;
        /// A metric that AWS knows; none for one of the customer's own.
        predefined_metric_specification: PredefinedMetric, none;
        /// How long nothing is added after something was.
        scale_out_cooldown: i64, none, unit "s";
        /// How long nothing is taken away after something was.
        scale_in_cooldown: i64, none, unit "s";
    }
}

record! {
    /// A metric that AWS knows.
    PredefinedMetric {
        /// `ECSServiceAverageCPUUtilization` and others.
        predefined_metric_type: Text, gap;
    }
}
