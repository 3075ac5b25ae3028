//! Databases: clusters, instances, subnet groups.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
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
        /// Whether the storage is encrypted.
        storage_encrypted: bool, gap;
        /// `none`, `sse-rds` (a key of AWS) or `sse-kms`.
        storage_encryption_type: Text, none;
        /// The key.
        kms_key_id: Text, none;
        /// How long backups are kept.
        backup_retention_period: i64, gap, unit "days";
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
        /// How long backups are kept; 0 is off.
        backup_retention_period: i64, gap, unit "days";
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
        /// Its subnets.
        subnets: Vec<DbSubnet>, none;
    }
}

record! {
    /// A subnet of a subnet group.
    DbSubnet {
        /// `subnet-...`
        subnet_identifier: Text, gap;
        /// `Active` and other states.
        subnet_status: Text, none;
    }
}
