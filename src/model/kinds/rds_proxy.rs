//! RDS Proxy: proxies with their target groups and targets, and further endpoints.

use crate::model::id::Text;
use crate::record;

record! {
    /// A proxy.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxy.html>
    DbProxy {
        /// The name.
        db_proxy_name: Text, gap;
        /// `available` and other states.
        status: Text, gap;
        /// `MYSQL`, `POSTGRESQL` or `SQLSERVER`.
        engine_family: Text, gap;
        /// The default name.
        endpoint: Text, none;
        /// Its VPC.
        vpc_id: Text, gap;
        /// Its subnets.
        vpc_subnet_ids: Vec<Text>, none;
        /// Its groups.
        vpc_security_group_ids: Vec<Text>, none;
        /// Whether clients must use TLS.
        require_tls: bool, gap;
        /// Whether it writes down the statements that it forwards.
        debug_logging: bool, gap;
        /// `IAM_AUTH` if it logs in to the database with IAM and not with secrets.
        default_auth_scheme: Text, none;
        /// How clients and the proxy itself log in.
        auth: Vec<DbProxyAuth>, none;
        /// The role with which it reads secrets.
        role_arn: Text, none;
        /// Its target groups (one, `default`).
        target_groups: Vec<DbProxyTargetGroup>, none, via "rds:DescribeDBProxyTargetGroups";
        /// The databases behind it.
        targets: Vec<DbProxyTarget>, none, via "rds:DescribeDBProxyTargets";
    }
}

record! {
    /// A way to log in.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_UserAuthConfigInfo.html>
    DbProxyAuth {
        /// The secret with the database's user and password.
        secret_arn: Text, none;
        /// Whether clients use IAM: `DISABLED`, `REQUIRED` or `ENABLED`.
        iam_auth: Text, none;
    }
}

record! {
    /// A target group of a proxy.
    DbProxyTargetGroup {
        /// The name.
        target_group_name: Text, gap;
        /// Whether it is the default one.
        is_default: bool, gap;
        /// `available` and other states.
        status: Text, none;
    }
}

record! {
    /// A database behind a proxy.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxyTarget.html>
    DbProxyTarget {
        /// `RDS_INSTANCE`, `TRACKED_CLUSTER` (a row that stands for the cluster and has no health)
        /// or `RDS_SERVERLESS_ENDPOINT`.
        target_type: Text, gap;
        /// The identifier of the database.
        rds_resource_id: Text, none;
        /// The name it is reached by.
        endpoint: Text, none;
        /// The port.
        port: i64, none;
        /// The cluster that it belongs to.
        tracked_cluster_id: Text, none;
        /// `READ_WRITE`, `READ_ONLY` or `UNKNOWN`.
        role: Text, none;
        /// Its health; none for `TRACKED_CLUSTER`.
        target_health: TargetHealth, none;
    }
}

record! {
    /// The health of a target.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_TargetHealth.html>
    TargetHealth {
        /// `REGISTERING`, `AVAILABLE`, `UNAVAILABLE` or `UNUSED`.
        state: Text, gap;
        /// `UNREACHABLE`, `CONNECTION_FAILED`, `AUTH_FAILURE`, `PENDING_PROXY_CAPACITY`,
        /// `INVALID_REPLICATION_STATE`, `PROMOTED`.
        reason: Text, none;
        /// What the service says.
        description: Text, none;
    }
}

record! {
    /// An endpoint of a proxy besides, or that is, the default one.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxyEndpoint.html>
    DbProxyEndpoint {
        /// The name.
        db_proxy_endpoint_name: Text, gap;
        /// The proxy.
        db_proxy_name: Text, gap;
        /// `available` and other states.
        status: Text, gap;
        /// `READ_WRITE` or `READ_ONLY`.
        target_role: Text, gap;
        /// Whether it is the default one, which is always `READ_WRITE`.
        is_default: bool, gap;
        /// The name that clients use.
        endpoint: Text, none;
        /// Its VPC.
        vpc_id: Text, gap;
        /// Its subnets.
        vpc_subnet_ids: Vec<Text>, none;
        /// Its groups.
        vpc_security_group_ids: Vec<Text>, none;
    }
}
