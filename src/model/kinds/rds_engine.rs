//! What RDS says of engines, parameters, maintenance and certificates, and whom it tells of events.

use serde_json::Value as Json;

use crate::model::id::Text;
use crate::record;

record! {
    /// A version of an engine.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBEngineVersion.html>
    DbEngineVersion {
        /// `available` or `deprecated`.
        status: Text, gap;
        /// The versions that it can be upgraded to.
        valid_upgrade_target: Vec<UpgradeTarget>, none;
        /// The most capacity that a serverless instance of it can have; none if there are no such
        /// instances.
        serverless_v2_max_capacity: Json, none, unit "ACU";
    }
}

record! {
    /// A version to upgrade to.
    UpgradeTarget {
        /// The version.
        engine_version: Text, gap;
        /// Whether it is another major version.
        is_major_version_upgrade: bool, gap;
    }
}

record! {
    /// A time in which RDS supports a major version.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SupportedEngineLifecycle.html>
    SupportedEngineLifecycle {
        /// `open-source-rds-standard-support` or `open-source-rds-extended-support`.
        lifecycle_support_name: Text, gap;
        /// Until when.
        lifecycle_support_end_date: Text, gap;
    }
}

record! {
    /// A parameter group as an instance has it.
    DbParameterGroupStatus {
        /// The name.
        db_parameter_group_name: Text, gap;
        /// Whether it holds: `in-sync`, `pending-reboot`, `applying`, ...
        parameter_apply_status: Text, none;
    }
}

record! {
    /// A parameter group of clusters that some cluster has.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterParameterGroup.html>
    DbClusterParameterGroup {
        /// The name.
        db_cluster_parameter_group_name: Text, gap;
        /// The parameters that rules look at, where the engine has them.
        parameters: Vec<DbParameter>, none, via "rds:DescribeDBClusterParameters";
    }
}

record! {
    /// A parameter group of instances that some instance has.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBParameterGroup.html>
    DbParameterGroup {
        /// The name.
        db_parameter_group_name: Text, gap;
        /// The parameters that rules look at, where the engine has them.
        parameters: Vec<DbParameter>, none, via "rds:DescribeDBParameters";
    }
}

record! {
    /// A parameter.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Parameter.html>
    DbParameter {
        /// The name.
        parameter_name: Text, gap;
        /// The value; none leaves it to the engine.
        parameter_value: Text, none;
        /// Who set it: `user`, `system` or `engine-default`.
        source: Text, none;
    }
}

record! {
    /// Maintenance that waits.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_PendingMaintenanceAction.html>
    PendingMaintenanceAction {
        /// `system-update`, `db-upgrade`, `ca-certificate-rotation`, ...
        action: Text, gap;
        /// After when it is done in the next window.
        auto_applied_after_date: Text, none;
        /// When it is done, window or not.
        forced_apply_date: Text, none;
        /// When it will be done, by all that is known.
        current_apply_date: Text, none;
    }
}

record! {
    /// A certificate authority that certificates of databases come from.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Certificate.html>
    Certificate {
        /// The name, such as `rds-ca-rsa2048-g1`.
        certificate_identifier: Text, gap;
        /// Until when it is valid.
        valid_till: Text, gap;
    }
}

record! {
    /// Who is told of events.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_EventSubscription.html>
    EventSubscription {
        /// The name.
        cust_subscription_id: Text, gap;
        /// Whether it is on.
        enabled: bool, gap;
        /// `active` and other states.
        status: Text, gap;
        /// `db-instance`, `db-cluster`, ...; none is every type.
        source_type: Text, none;
        /// The sources; none is every source of the type.
        source_ids_list: Vec<Text>, none;
        /// The categories; none is every category.
        event_categories_list: Vec<Text>, none;
    }
}
