//! Databases: clusters, instances, subnet groups.

use serde_json::Value as Json;

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::rds_engine::{
    DbEngineVersion, DbParameterGroupStatus, PendingMaintenanceAction, SupportedEngineLifecycle,
};
use crate::record;

record! {
    /// An Aurora or Multi-AZ cluster. DocumentDB and Neptune clusters arrive through the same call;
    /// `engine` tells them apart.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html>
    DbCluster {
        /// The name.
        db_cluster_identifier: Text, gap;
        /// `aurora-postgresql`, `aurora-mysql`, `postgres`, `mysql`, `docdb`, `neptune`.
        engine: Text, gap;
        /// The version.
        engine_version: Text, gap;
        /// `provisioned`, `serverless`, ...
        engine_mode: Text, none;
        /// What RDS says of this version of the engine; none if it knows it no more.
        db_engine_version: DbEngineVersion, none, via "rds:DescribeDBEngineVersions";
        /// Until when RDS supports the major version; none if it does not say.
        supported_engine_lifecycles: Vec<SupportedEngineLifecycle>, none, via "rds:DescribeDBMajorEngineVersions";
        /// `open-source-rds-extended-support` if it stays past the end of standard support, at a price.
        engine_lifecycle_support: Text, none;
        /// The stable id, by which IAM policies name it.
        db_cluster_resource_id: Text, gap;
        /// The name of the parameter group.
        db_cluster_parameter_group: Text, none;
        /// `available` and other states.
        status: Text, gap;
        /// The writer name.
        endpoint: Text, none;
        /// The reader name; it falls back to the writer where there is no reader.
        reader_endpoint: Text, none;
        /// The port.
        port: i64, none;
        /// The name of the subnet group.
        db_subnet_group: Text, none;
        /// Its groups.
        vpc_security_groups: Vec<VpcSecurityGroupMembership>, none;
        /// Its instances.
        db_cluster_members: Vec<DbClusterMember>, none;
        /// Its endpoints: writer, reader, and those that were made by hand.
        /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterEndpoint.html>
        endpoints: Vec<DbClusterEndpoint>, none, via "rds:DescribeDBClusterEndpoints";
        /// The bounds of its serverless instances.
        serverless_v2_scaling_configuration: ServerlessV2ScalingConfiguration, none;
        /// The capacity that it did not exceed in 95 of 100 periods of five minutes of the last week; none if
        /// it does not scale by itself, or nothing was measured.
        serverless_database_capacity_p95: Json, none, via "cloudwatch:GetMetricData", volatile true, unit "ACU";
        /// Whether the storage is encrypted.
        storage_encrypted: bool, gap;
        /// `none`, `sse-rds` (a key of AWS) or `sse-kms`.
        storage_encryption_type: Text, none;
        /// The key.
        kms_key_id: Text, none;
        /// How long backups are kept.
        backup_retention_period: i64, gap, unit "days";
        /// Until when it can be restored.
        latest_restorable_time: Text, none, volatile true;
        /// Whether snapshots get its tags.
        copy_tags_to_snapshot: bool, gap;
        /// Whether minor versions are installed by themselves; told only for clusters that are not
        /// Aurora.
        auto_minor_version_upgrade: bool, none;
        /// The logs that go to CloudWatch.
        enabled_cloudwatch_logs_exports: Vec<Text>, none;
        /// `standard` or `advanced`.
        database_insights_mode: Text, none;
        /// Whether it is protected from deletion.
        deletion_protection: bool, gap;
        /// Whether IAM authentication is on.
        iam_database_authentication_enabled: bool, gap;
        /// Whether it spans zones, for clusters that are not Aurora.
        multi_az: bool, gap;
        /// Whether it has a public name; told only for clusters that are not Aurora.
        publicly_accessible: bool, none;
        /// Whether a gateway of AWS admits the internet past VPC and groups (Aurora express).
        internet_access_gateway_enabled: bool, none;
        /// Whether it can be reached in a VPC; told only for Aurora express.
        vpc_networking_enabled: bool, none;
        /// The name of the first user.
        master_username: Text, none;
        /// The secret with the password of the first user, if RDS keeps it.
        master_user_secret: MasterUserSecret, none;
        /// Maintenance that waits for it.
        pending_maintenance_actions: Vec<PendingMaintenanceAction>, none, via "rds:DescribePendingMaintenanceActions";
        /// Changes that wait.
        pending_modified_values: ClusterPendingModifiedValues, none;
        /// Tags.
        tag_list: Vec<Tag>, none;
    }
}

record! {
    /// Changes of a cluster that wait for their time.
    ClusterPendingModifiedValues {
        /// IAM authentication.
        iam_database_authentication_enabled: bool, none;
        /// Retention of backups.
        backup_retention_period: i64, none, unit "days";
    }
}

record! {
    /// An instance of a cluster.
    DbClusterMember {
        /// The instance.
        db_instance_identifier: Text, gap;
        /// Whether it is the writer.
        is_cluster_writer: bool, gap;
        /// Whether the parameters of the cluster hold on it: `in-sync`, `pending-reboot`, ...
        db_cluster_parameter_group_status: Text, none;
    }
}

record! {
    /// An endpoint of a cluster.
    DbClusterEndpoint {
        /// The name that it is reached by.
        endpoint: Text, none;
        /// `WRITER`, `READER` or `CUSTOM`.
        endpoint_type: Text, gap;
        /// `available` and other states.
        status: Text, gap;
        /// The type of a custom one: `READER` or `ANY`.
        custom_endpoint_type: Text, none;
        /// The instances of a custom one.
        static_members: Vec<Text>, none;
        /// The instances that a custom one leaves out.
        excluded_members: Vec<Text>, none;
    }
}

record! {
    /// The bounds of serverless instances.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfigurationInfo.html>
    ServerlessV2ScalingConfiguration {
        /// The least capacity, in halves; 0 pauses.
        min_capacity: Json, gap, unit "ACU";
        /// The most capacity, in halves.
        max_capacity: Json, gap, unit "ACU";
        /// After how long without a connection it pauses; none if it does not.
        seconds_until_auto_pause: i64, none, unit "s";
    }
}

record! {
    /// A secret that RDS keeps the password of the first user in.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_MasterUserSecret.html>
    MasterUserSecret {
        /// The secret.
        secret_arn: Text, none;
        /// `active`, `creating`, `rotating` or `impaired`.
        secret_status: Text, none;
    }
}

record! {
    /// What an instance says of its replication.
    DbInstanceStatusInfo {
        /// `read replication`.
        status_type: Text, none;
        /// Whether it works.
        normal: bool, none;
        /// `replicating`, `error`, `stopped`, ...
        status: Text, none;
    }
}

record! {
    /// A group of a database.
    VpcSecurityGroupMembership {
        /// `sg-...`
        vpc_security_group_id: Text, gap;
        /// `active` and states between.
        status: Text, none;
    }
}

record! {
    /// A database instance, alone or a member of a cluster.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html>
    DbInstance {
        /// The name.
        db_instance_identifier: Text, gap;
        /// The cluster, for members.
        db_cluster_identifier: Text, none;
        /// The engine.
        engine: Text, gap;
        /// The version.
        engine_version: Text, gap;
        /// What RDS says of this version of the engine; none if it knows it no more.
        db_engine_version: DbEngineVersion, none, via "rds:DescribeDBEngineVersions";
        /// Until when RDS supports the major version; none if it does not say.
        supported_engine_lifecycles: Vec<SupportedEngineLifecycle>, none, via "rds:DescribeDBMajorEngineVersions";
        /// `open-source-rds-extended-support` if it stays past the end of standard support, at a price.
        engine_lifecycle_support: Text, none;
        /// The stable id, by which IAM policies name it.
        dbi_resource_id: Text, gap;
        /// The class, such as `db.r6g.large`; `db.serverless` scales by itself.
        db_instance_class: Text, gap;
        /// Its parameter groups (one).
        db_parameter_groups: Vec<DbParameterGroupStatus>, none;
        /// `available` and other states; none while it is made.
        db_instance_status: Text, gap;
        /// The name and port; none until it is made.
        endpoint: DbEndpoint, none;
        /// The name of the subnet group.
        db_subnet_group_name: Text, none;
        /// Its groups.
        vpc_security_groups: Vec<VpcSecurityGroupMembership>, none;
        /// Whether its name resolves to a public address from outside.
        publicly_accessible: bool, gap;
        /// The zone it stands in; none while it is made.
        availability_zone: Text, none;
        /// Whether it has a standby in another zone; false for members of Aurora.
        multi_az: bool, gap;
        /// Whether the storage is encrypted.
        storage_encrypted: bool, gap;
        /// `none`, `sse-rds` (a key of AWS) or `sse-kms`.
        storage_encryption_type: Text, none;
        /// The key.
        kms_key_id: Text, none;
        /// `gp2`, `gp3`, `io1`, `io2`, `standard`, or `aurora` for members.
        storage_type: Text, none;
        /// Up to where the storage grows by itself; none if it does not.
        max_allocated_storage: i64, none, unit "GiB";
        /// How long backups are kept; 0 is off.
        backup_retention_period: i64, gap, unit "days";
        /// Until when it can be restored; none for members, the cluster's counts.
        latest_restorable_time: Text, none, volatile true;
        /// Whether snapshots get its tags.
        copy_tags_to_snapshot: bool, gap;
        /// Whether minor versions are installed by themselves.
        auto_minor_version_upgrade: bool, gap;
        /// The authority of its certificate.
        ca_certificate_identifier: Text, none;
        /// Until when its certificate is valid.
        certificate_valid_till: Text, none;
        /// The logs that go to CloudWatch.
        enabled_cloudwatch_logs_exports: Vec<Text>, none;
        /// How often the operating system is looked at; 0 is never.
        monitoring_interval: i64, gap, unit "s";
        /// Whether Performance Insights is on; none where the class has none.
        performance_insights_enabled: bool, none;
        /// The key of Performance Insights.
        performance_insights_kms_key_id: Text, none;
        /// How long Performance Insights looks back.
        performance_insights_retention_period: i64, none, unit "days";
        /// `standard` or `advanced`.
        database_insights_mode: Text, none;
        /// The name of the first user.
        master_username: Text, none;
        /// The secret with the password of the first user, if RDS keeps it.
        master_user_secret: MasterUserSecret, none;
        /// How replication goes, for replicas.
        status_infos: Vec<DbInstanceStatusInfo>, none, volatile true;
        /// Maintenance that waits for it.
        pending_maintenance_actions: Vec<PendingMaintenanceAction>, none, via "rds:DescribePendingMaintenanceActions";
        /// Whether it is protected from deletion; false for members, the cluster's counts.
        deletion_protection: bool, gap;
        /// Whether IAM authentication is on; false for members, the cluster's counts.
        iam_database_authentication_enabled: bool, gap;
        /// The instance that it replicates.
        read_replica_source_db_instance_identifier: Text, none;
        /// The cluster that it replicates.
        read_replica_source_db_cluster_identifier: Text, none;
        /// Whether AWS Backup keeps its automated backups.
        aws_backup_recovery_point_arn: Text, none, volatile true;
        /// Tags.
        tag_list: Vec<Tag>, none;
    }
}

record! {
    /// The name and the port of an instance.
    DbEndpoint {
        /// The name.
        address: Text, none;
        /// The port.
        port: i64, none;
    }
}

record! {
    /// A subnet group.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSubnetGroup.html>
    DbSubnetGroup {
        /// The name.
        db_subnet_group_name: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// `Complete`, or why not.
        subnet_group_status: Text, none;
        /// Its subnets.
        subnets: Vec<DbSubnet>, gap;
    }
}

record! {
    /// A subnet of a subnet group.
    DbSubnet {
        /// `subnet-...`
        subnet_identifier: Text, gap;
        /// `Active` and other states.
        subnet_status: Text, none;
        /// The name of its zone.
        availability_zone: Text, none;
    }
}
