//! From what RDS tells of a cluster and of an instance to their facts.

use aws_sdk_rds::types;

use crate::collect::convert::{int, list, number, record, tags, text, texts, time};
use crate::model::fact::Fact;
use crate::model::kinds::rds::{
    ClusterPendingModifiedValues, DbCluster, DbClusterMember, DbEndpoint, DbInstance,
    DbInstanceStatusInfo, MasterUserSecret, ServerlessV2ScalingConfiguration,
    VpcSecurityGroupMembership,
};
use crate::model::kinds::rds_engine::DbParameterGroupStatus;

pub(super) fn cluster(told: types::DbCluster) -> DbCluster {
    DbCluster {
        db_cluster_identifier: text(told.db_cluster_identifier),
        engine: text(told.engine),
        engine_version: text(told.engine_version),
        engine_mode: text(told.engine_mode),
        engine_lifecycle_support: text(told.engine_lifecycle_support),
        db_cluster_resource_id: text(told.db_cluster_resource_id),
        db_cluster_parameter_group: text(told.db_cluster_parameter_group),
        status: text(told.status),
        endpoint: text(told.endpoint),
        reader_endpoint: text(told.reader_endpoint),
        port: int(told.port),
        db_subnet_group: text(told.db_subnet_group),
        vpc_security_groups: list(told.vpc_security_groups, membership),
        db_cluster_members: list(told.db_cluster_members, |member| DbClusterMember {
            db_instance_identifier: text(member.db_instance_identifier),
            is_cluster_writer: Fact::told(member.is_cluster_writer),
            db_cluster_parameter_group_status: text(member.db_cluster_parameter_group_status),
        }),
        serverless_v2_scaling_configuration: record(
            told.serverless_v2_scaling_configuration,
            |bounds| ServerlessV2ScalingConfiguration {
                min_capacity: number(bounds.min_capacity),
                max_capacity: number(bounds.max_capacity),
                seconds_until_auto_pause: int(bounds.seconds_until_auto_pause),
            },
        ),
        storage_encrypted: Fact::told(told.storage_encrypted),
        storage_encryption_type: text(told.storage_encryption_type),
        kms_key_id: text(told.kms_key_id),
        backup_retention_period: int(told.backup_retention_period),
        latest_restorable_time: time(told.latest_restorable_time),
        copy_tags_to_snapshot: Fact::told(told.copy_tags_to_snapshot),
        auto_minor_version_upgrade: Fact::told(told.auto_minor_version_upgrade),
        enabled_cloudwatch_logs_exports: texts(told.enabled_cloudwatch_logs_exports),
        database_insights_mode: text(told.database_insights_mode),
        deletion_protection: Fact::told(told.deletion_protection),
        iam_database_authentication_enabled: Fact::told(told.iam_database_authentication_enabled),
        multi_az: Fact::told(told.multi_az),
        publicly_accessible: Fact::told(told.publicly_accessible),
        internet_access_gateway_enabled: Fact::told(told.internet_access_gateway_enabled),
        vpc_networking_enabled: Fact::told(told.vpc_networking_enabled),
        master_username: text(told.master_username),
        master_user_secret: record(told.master_user_secret, secret),
        pending_modified_values: record(told.pending_modified_values, |pending| {
            ClusterPendingModifiedValues {
                iam_database_authentication_enabled: Fact::told(
                    pending.iam_database_authentication_enabled,
                ),
                backup_retention_period: int(pending.backup_retention_period),
            }
        }),
        tag_list: tags!(told.tag_list),
        ..DbCluster::default()
    }
}

pub(super) fn instance(told: types::DbInstance) -> DbInstance {
    DbInstance {
        db_instance_identifier: text(told.db_instance_identifier),
        db_cluster_identifier: text(told.db_cluster_identifier),
        engine: text(told.engine),
        engine_version: text(told.engine_version),
        engine_lifecycle_support: text(told.engine_lifecycle_support),
        dbi_resource_id: text(told.dbi_resource_id),
        db_instance_class: text(told.db_instance_class),
        db_parameter_groups: list(told.db_parameter_groups, |group| DbParameterGroupStatus {
            db_parameter_group_name: text(group.db_parameter_group_name),
            parameter_apply_status: text(group.parameter_apply_status),
        }),
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
        latest_restorable_time: time(told.latest_restorable_time),
        copy_tags_to_snapshot: Fact::told(told.copy_tags_to_snapshot),
        auto_minor_version_upgrade: Fact::told(told.auto_minor_version_upgrade),
        ca_certificate_identifier: text(told.ca_certificate_identifier),
        certificate_valid_till: time(told.certificate_details.and_then(|one| one.valid_till)),
        storage_type: text(told.storage_type),
        max_allocated_storage: int(told.max_allocated_storage),
        enabled_cloudwatch_logs_exports: texts(told.enabled_cloudwatch_logs_exports),
        monitoring_interval: int(told.monitoring_interval),
        performance_insights_enabled: Fact::told(told.performance_insights_enabled),
        performance_insights_kms_key_id: text(told.performance_insights_kms_key_id),
        performance_insights_retention_period: int(told.performance_insights_retention_period),
        database_insights_mode: text(told.database_insights_mode),
        master_username: text(told.master_username),
        master_user_secret: record(told.master_user_secret, secret),
        status_infos: list(told.status_infos, |info| DbInstanceStatusInfo {
            status_type: text(info.status_type),
            normal: Fact::told(info.normal),
            status: text(info.status),
        }),
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
        ..DbInstance::default()
    }
}

fn secret(told: types::MasterUserSecret) -> MasterUserSecret {
    MasterUserSecret {
        secret_arn: text(told.secret_arn),
        secret_status: text(told.secret_status),
    }
}

fn membership(told: types::VpcSecurityGroupMembership) -> VpcSecurityGroupMembership {
    VpcSecurityGroupMembership {
        vpc_security_group_id: text(told.vpc_security_group_id),
        status: text(told.status),
    }
}
