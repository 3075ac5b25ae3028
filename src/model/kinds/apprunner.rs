//! App Runner: services, and what they are connected with.

use crate::model::id::Text;
use crate::model::sensitive::EnvironmentVariable;
use crate::record;

record! {
    /// A service.
    /// <https://docs.aws.amazon.com/apprunner/latest/api/API_Service.html>
    Service {
        /// The name.
        service_name: Text, gap;
        /// The id.
        service_id: Text, gap;
        /// `RUNNING`, `PAUSED`, `CREATE_FAILED`, ...
        status: Text, gap;
        /// `DEFAULT` or `VPC`; DEFAULT is what an absent setting means.
        egress_type: Text, default(Text::const_new("DEFAULT")), via "apprunner:DescribeService";
        /// The connector.
        vpc_connector_arn: Text, none, via "apprunner:DescribeService";
        /// Whether the internet can reach it.
        is_publicly_accessible: bool, default(true), via "apprunner:DescribeService";
        /// `image` or `code`.
        source_type: Text, gap, via "apprunner:DescribeService";
        /// For code, `REPOSITORY` (apprunner.yaml decides, which no API shows) or `API`.
        configuration_source: Text, none, via "apprunner:DescribeService";
        /// The environment, reduced: values are never kept. A gap where the configuration stands in
        /// the source repository.
        environment_variables: Vec<EnvironmentVariable>, none, via "apprunner:DescribeService";
        /// The role of its code.
        instance_role_arn: Text, none, via "apprunner:DescribeService";
        /// How its health is checked: `TCP` or `HTTP`.
        health_check_protocol: Text, default(Text::const_new("TCP")), via "apprunner:DescribeService";
        /// The path of the check, for `HTTP`.
        health_check_path: Text, default(Text::const_new("/")), via "apprunner:DescribeService";
        /// Whether it is traced.
        observability_enabled: bool, default(false), via "apprunner:DescribeService";
        /// How it scales.
        auto_scaling_configuration_arn: Text, gap, via "apprunner:DescribeService";
        /// The web ACL in front of it.
        /// <https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html>
        web_acl_arn: Text, none, via "wafv2:GetWebACLForResource";
        /// Its latest operations (20 at most), the last one first.
        operations: Vec<ServiceOperation>, none, via "apprunner:ListOperations";
    }
}

record! {
    /// An operation of a service.
    /// <https://docs.aws.amazon.com/apprunner/latest/api/API_OperationSummary.html>
    ServiceOperation {
        /// The id.
        id: Text, gap;
        /// `CREATE_SERVICE`, `UPDATE_SERVICE`, `START_DEPLOYMENT`, ...
        operation_type: Text, gap;
        /// `SUCCEEDED`, `FAILED`, `IN_PROGRESS`, `ROLLBACK_SUCCEEDED`, ...
        status: Text, gap;
    }
}

record! {
    /// A way into a service that is not public: from the endpoint of a VPC.
    /// <https://docs.aws.amazon.com/apprunner/latest/api/API_VpcIngressConnection.html>
    VpcIngressConnection {
        /// The service.
        service_arn: Text, gap;
        /// `AVAILABLE` and other states.
        status: Text, gap, via "apprunner:DescribeVpcIngressConnection";
        /// The VPC.
        vpc_id: Text, none, via "apprunner:DescribeVpcIngressConnection";
        /// The endpoint.
        vpc_endpoint_id: Text, none, via "apprunner:DescribeVpcIngressConnection";
    }
}

record! {
    /// How services scale, of those that some service uses.
    /// <https://docs.aws.amazon.com/apprunner/latest/api/API_AutoScalingConfiguration.html>
    AutoScalingConfiguration {
        /// The name.
        auto_scaling_configuration_name: Text, gap, via "apprunner:DescribeAutoScalingConfiguration";
        /// The least number of instances.
        min_size: i64, gap, via "apprunner:DescribeAutoScalingConfiguration";
        /// The most.
        max_size: i64, gap, via "apprunner:DescribeAutoScalingConfiguration";
    }
}

record! {
    /// A revision of a VPC connector.
    /// <https://docs.aws.amazon.com/apprunner/latest/api/API_VpcConnector.html>
    VpcConnector {
        /// The name.
        vpc_connector_name: Text, gap;
        /// The revision.
        vpc_connector_revision: i64, gap;
        /// `ACTIVE` or `INACTIVE`.
        status: Text, gap;
        /// Its subnets.
        subnets: Vec<Text>, gap;
        /// Its groups.
        security_groups: Vec<Text>, none;
    }
}
