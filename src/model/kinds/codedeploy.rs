//! CodeDeploy: deployment groups.

use crate::model::id::Text;
use crate::record;

record! {
    /// A deployment group: what is deployed where, and how.
    /// <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentGroupInfo.html>
    DeploymentGroup {
        /// The application.
        application_name: Text, gap, via "codedeploy:BatchGetDeploymentGroups";
        /// The name.
        deployment_group_name: Text, gap, via "codedeploy:BatchGetDeploymentGroups";
        /// `ECS`, `Lambda` or `Server`, which is the default.
        compute_platform: Text, default(Text::const_new("Server")), via "codedeploy:BatchGetDeploymentGroups";
        /// How traffic is moved: the name of a configuration.
        deployment_config_name: Text, none, via "codedeploy:BatchGetDeploymentGroups";
        /// In place, or blue and green.
        deployment_style: DeploymentStyle, none, via "codedeploy:BatchGetDeploymentGroups";
        /// What is taken back by itself.
        auto_rollback_configuration: AutoRollbackConfiguration, none, via "codedeploy:BatchGetDeploymentGroups";
        /// The alarms that stop it.
        alarm_configuration: AlarmConfiguration, none, via "codedeploy:BatchGetDeploymentGroups";
        /// What becomes of the old tasks.
        blue_green_deployment_configuration: BlueGreenDeploymentConfiguration, none, via "codedeploy:BatchGetDeploymentGroups";
        /// The services of ECS.
        ecs_services: Vec<EcsService>, none, via "codedeploy:BatchGetDeploymentGroups";
        /// Target groups and listeners.
        load_balancer_info: LoadBalancerInfo, none, via "codedeploy:BatchGetDeploymentGroups";
        /// The last deployment that went well.
        last_successful_deployment: LastDeployment, none, via "codedeploy:BatchGetDeploymentGroups", volatile true;
        /// The last deployment.
        last_attempted_deployment: LastDeployment, none, via "codedeploy:BatchGetDeploymentGroups", volatile true;
        /// How its configuration moves traffic; none for servers.
        /// <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TrafficRoutingConfig.html>
        traffic_routing_config: TrafficRoutingConfig, none, via "codedeploy:GetDeploymentConfig";
        /// Deployments that have not ended: while there are some, traffic is where it should not stay.
        deployments: Vec<Text>, none, via "codedeploy:ListDeployments", volatile true;
        /// Why the last deployment failed.
        /// <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ErrorInformation.html>
        error_information: ErrorInformation, none, via "codedeploy:BatchGetDeployments", volatile true;
    }
}

record! {
    /// In place, or blue and green.
    DeploymentStyle {
        /// `IN_PLACE` or `BLUE_GREEN`.
        deployment_type: Text, none;
        /// `WITH_TRAFFIC_CONTROL` or `WITHOUT_TRAFFIC_CONTROL`.
        deployment_option: Text, none;
    }
}

record! {
    /// What is taken back by itself.
    AutoRollbackConfiguration {
        /// Whether anything is.
        enabled: bool, default(false);
        /// `DEPLOYMENT_FAILURE`, `DEPLOYMENT_STOP_ON_ALARM`, `DEPLOYMENT_STOP_ON_REQUEST`.
        events: Vec<Text>, none;
    }
}

record! {
    /// The alarms that stop a deployment.
    AlarmConfiguration {
        /// Whether they do.
        enabled: bool, default(false);
        /// The alarms.
        alarms: Vec<Alarm>, none;
    }
}

record! {
    /// An alarm by its name.
    Alarm {
        /// The name.
        name: Text, gap;
    }
}

record! {
    /// What becomes of the old tasks.
    BlueGreenDeploymentConfiguration {
        /// When they are ended.
        terminate_blue_instances_on_deployment_success: BlueInstanceTerminationOption, none;
    }
}

record! {
    /// When old tasks are ended.
    BlueInstanceTerminationOption {
        /// `TERMINATE` or `KEEP_ALIVE`.
        action: Text, none;
        /// How long after the deployment; for ECS none is at once.
        termination_wait_time_in_minutes: i64, none, unit "min";
    }
}

record! {
    /// A service of ECS by its name.
    EcsService {
        /// The name.
        service_name: Text, gap;
        /// Its cluster.
        cluster_name: Text, gap;
    }
}

record! {
    /// Target groups and listeners.
    LoadBalancerInfo {
        /// Pairs of target groups, for ECS.
        target_group_pair_info_list: Vec<TargetGroupPairInfo>, none;
    }
}

record! {
    /// A pair of target groups between which traffic is moved.
    TargetGroupPairInfo {
        /// The target groups.
        target_groups: Vec<TargetGroupInfo>, none;
        /// The listeners of everybody.
        prod_traffic_route: TrafficRoute, none;
        /// The listeners of tests.
        test_traffic_route: TrafficRoute, none;
    }
}

record! {
    /// A target group by its name.
    TargetGroupInfo {
        /// The name.
        name: Text, gap;
    }
}

record! {
    /// Listeners.
    TrafficRoute {
        /// The listeners.
        listener_arns: Vec<Text>, none;
    }
}

record! {
    /// A deployment that was.
    LastDeployment {
        /// The deployment.
        deployment_id: Text, none;
        /// `Succeeded`, `Failed`, `Stopped` and states between.
        status: Text, none;
    }
}

record! {
    /// How traffic is moved.
    TrafficRoutingConfig {
        /// `AllAtOnce`, `TimeBasedCanary` or `TimeBasedLinear`.
        r#type: Text, gap;
    }
}

record! {
    /// Why a deployment failed.
    ErrorInformation {
        /// The code.
        code: Text, none;
    }
}
