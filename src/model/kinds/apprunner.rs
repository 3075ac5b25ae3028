//! App Runner: services and VPC connectors.

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
