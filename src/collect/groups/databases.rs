//! Database clusters, instances and subnet groups.

use aws_sdk_rds::types;

use super::Group;
use crate::collect::convert::{int, list, record, tags, text};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::rds::{
    ClusterPendingModifiedValues, DbCluster, DbClusterMember, DbEndpoint, DbInstance, DbSubnet,
    DbSubnetGroup, VpcSecurityGroupMembership,
};

operations! {
    CLUSTERS = "rds:DescribeDBClusters";
    INSTANCES = "rds:DescribeDBInstances";
    SUBNET_GROUPS = "rds:DescribeDBSubnetGroups";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(clusters(place), instances(place), subnet_groups(place));
        })
    },
};

async fn clusters(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &CLUSTERS,
        |token| {
            rds.describe_db_clusters()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_clusters, told.marker),
    );
    let identity = |told: &types::DbCluster| place.named(told.db_cluster_arn.as_ref());
    place.keep(place.drafts(&CLUSTERS, told.await, identity, cluster));
}

fn cluster(told: types::DbCluster) -> DbCluster {
    DbCluster {
        db_cluster_identifier: text(told.db_cluster_identifier),
        engine: text(told.engine),
        engine_version: text(told.engine_version),
        engine_mode: text(told.engine_mode),
        status: text(told.status),
        endpoint: text(told.endpoint),
        reader_endpoint: text(told.reader_endpoint),
        port: int(told.port),
        db_subnet_group: text(told.db_subnet_group),
        vpc_security_groups: list(told.vpc_security_groups, membership),
        db_cluster_members: list(told.db_cluster_members, |member| DbClusterMember {
            db_instance_identifier: text(member.db_instance_identifier),
            is_cluster_writer: Fact::told(member.is_cluster_writer),
        }),
        storage_encrypted: Fact::told(told.storage_encrypted),
        storage_encryption_type: text(told.storage_encryption_type),
        kms_key_id: text(told.kms_key_id),
        backup_retention_period: int(told.backup_retention_period),
        deletion_protection: Fact::told(told.deletion_protection),
        iam_database_authentication_enabled: Fact::told(told.iam_database_authentication_enabled),
        multi_az: Fact::told(told.multi_az),
        publicly_accessible: Fact::told(told.publicly_accessible),
        internet_access_gateway_enabled: Fact::told(told.internet_access_gateway_enabled),
        pending_modified_values: record(told.pending_modified_values, |pending| {
            ClusterPendingModifiedValues {
                iam_database_authentication_enabled: Fact::told(
                    pending.iam_database_authentication_enabled,
                ),
                backup_retention_period: int(pending.backup_retention_period),
            }
        }),
        tag_list: tags!(told.tag_list),
    }
}

fn membership(told: types::VpcSecurityGroupMembership) -> VpcSecurityGroupMembership {
    VpcSecurityGroupMembership {
        vpc_security_group_id: text(told.vpc_security_group_id),
        status: text(told.status),
    }
}

async fn instances(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &INSTANCES,
        |token| {
            rds.describe_db_instances()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_instances, told.marker),
    );
    let identity = |told: &types::DbInstance| place.named(told.db_instance_arn.as_ref());
    place.keep(place.drafts(&INSTANCES, told.await, identity, instance));
}

fn instance(told: types::DbInstance) -> DbInstance {
    DbInstance {
        db_instance_identifier: text(told.db_instance_identifier),
        db_cluster_identifier: text(told.db_cluster_identifier),
        engine: text(told.engine),
        engine_version: text(told.engine_version),
        db_instance_status: text(told.db_instance_status),
        endpoint: record(told.endpoint, |endpoint| DbEndpoint {
            address: text(endpoint.address),
            port: int(endpoint.port),
        }),
        db_subnet_group_name: text(
            told.db_subnet_group
                .and_then(|group| group.db_subnet_group_name),
        ),
        vpc_security_groups: list(told.vpc_security_groups, membership),
        publicly_accessible: Fact::told(told.publicly_accessible),
        availability_zone: text(told.availability_zone),
        multi_az: Fact::told(told.multi_az),
        storage_encrypted: Fact::told(told.storage_encrypted),
        storage_encryption_type: text(told.storage_encryption_type),
        kms_key_id: text(told.kms_key_id),
        backup_retention_period: int(told.backup_retention_period),
        deletion_protection: Fact::told(told.deletion_protection),
        iam_database_authentication_enabled: Fact::told(told.iam_database_authentication_enabled),
        read_replica_source_db_instance_identifier: text(
            told.read_replica_source_db_instance_identifier,
        ),
        read_replica_source_db_cluster_identifier: text(
            told.read_replica_source_db_cluster_identifier,
        ),
        aws_backup_recovery_point_arn: text(told.aws_backup_recovery_point_arn),
        tag_list: tags!(told.tag_list),
    }
}

async fn subnet_groups(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &SUBNET_GROUPS,
        |token| {
            rds.describe_db_subnet_groups()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_subnet_groups, told.marker),
    );
    let identity = |told: &types::DbSubnetGroup| place.named(told.db_subnet_group_arn.as_ref());
    place.keep(place.drafts(&SUBNET_GROUPS, told.await, identity, subnet_group));
}

fn subnet_group(told: types::DbSubnetGroup) -> DbSubnetGroup {
    DbSubnetGroup {
        db_subnet_group_name: text(told.db_subnet_group_name),
        vpc_id: text(told.vpc_id),
        subnets: list(told.subnets, |subnet| DbSubnet {
            subnet_identifier: text(subnet.subnet_identifier),
            subnet_status: text(subnet.subnet_status),
        }),
    }
}
