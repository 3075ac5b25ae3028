//! What RDS tells of the hub's databases beyond the lists: engines, parameters, maintenance, snapshots.

use assize::collect::Collected;
use assize::model::gap::GapReason;
use serde_json::{Value, json};

use super::{collect, facts, of_kind, with};
use crate::server::Server;
use crate::world::HUB;

fn hub() -> Collected {
    let server = Server::of_world("connected", &["--page-size", "20"]);
    collect(&server, HUB)
}

#[test]
fn engines_and_until_when_they_are_supported() {
    let collected = hub();
    let cluster = &facts(&collected, "rds.db_cluster")[0];
    assert_eq!(
        cluster["db_engine_version"],
        json!({
            "status": "deprecated",
            "valid_upgrade_target": [
                {"engine_version": "15.10", "is_major_version_upgrade": false},
                {"engine_version": "16.6", "is_major_version_upgrade": true}
            ],
            "serverless_v2_max_capacity": 128.0
        })
    );
    assert_eq!(
        cluster["supported_engine_lifecycles"],
        json!([{"lifecycle_support_name": "open-source-rds-standard-support", "lifecycle_support_end_date": "2028-02-28T23:59:59Z"}])
    );
    let instances = facts(&collected, "rds.db_instance");
    let member = with(&instances, "db_instance_identifier", "hub-aurora-1");
    assert_eq!(member["db_engine_version"], cluster["db_engine_version"]);
    let mysql = with(&instances, "db_instance_identifier", "hub-mysql");
    // RDS does not know the version any more.
    assert_eq!(mysql["db_engine_version"], Value::Null);
    let lifecycles = mysql["supported_engine_lifecycles"].as_array();
    assert_eq!(lifecycles.map(Vec::len), Some(2));
}

#[test]
fn settings_of_clusters_and_instances() {
    let collected = hub();
    let cluster = &facts(&collected, "rds.db_cluster")[0];
    assert_eq!(
        cluster["serverless_v2_scaling_configuration"],
        json!({"min_capacity": 0.5, "max_capacity": 16.0, "seconds_until_auto_pause": 300})
    );
    assert_eq!(cluster["master_user_secret"]["secret_status"], "active");
    assert_eq!(cluster["latest_restorable_time"], "2026-01-02T03:04:05Z");
    let endpoints = cluster["endpoints"].as_array().expect("endpoints");
    let custom = with(endpoints, "endpoint_type", "CUSTOM");
    assert_eq!(custom["static_members"], json!(["hub-aurora-2"]));
    let members = cluster["db_cluster_members"].as_array().expect("members");
    assert_eq!(
        members[1]["db_cluster_parameter_group_status"],
        "pending-reboot"
    );
    let instances = facts(&collected, "rds.db_instance");
    let member = with(&instances, "db_instance_identifier", "hub-aurora-1");
    assert_eq!(member["certificate_valid_till"], "2026-12-01T00:00:00Z");
    assert_eq!(member["monitoring_interval"], 60);
    let mysql = with(&instances, "db_instance_identifier", "hub-mysql");
    assert_eq!(mysql["max_allocated_storage"], 200);
    assert_eq!(mysql["status_infos"][0]["normal"], false);
    let group = &facts(&collected, "rds.db_subnet_group")[0];
    assert_eq!(group["subnets"][0]["availability_zone"], "ap-northeast-1a");
}

#[test]
fn of_parameters_only_those_that_decide_something_are_kept() {
    let collected = hub();
    let groups = facts(&collected, "rds.db_cluster_parameter_group");
    assert_eq!(
        groups,
        [json!({
            "db_cluster_parameter_group_name": "hub-postgres",
            "parameters": [
                {"parameter_name": "rds.force_ssl", "parameter_value": "1", "source": "user"},
                {"parameter_name": "shared_preload_libraries", "parameter_value": "pg_stat_statements,pgaudit", "source": "user"}
            ]
        })]
    );
    let groups = facts(&collected, "rds.db_parameter_group");
    let mysql = with(&groups, "db_parameter_group_name", "hub-mysql");
    assert_eq!(
        mysql["parameters"],
        json!([{"parameter_name": "require_secure_transport", "parameter_value": null, "source": "engine-default"}])
    );
    let arns = of_kind(&collected, "rds.db_parameter_group").map(|one| one.arn.as_str());
    assert_eq!(
        arns.collect::<Vec<_>>(),
        [
            "arn:aws:rds:ap-northeast-1:222233334444:pg:default.aurora-postgresql15",
            "arn:aws:rds:ap-northeast-1:222233334444:pg:hub-mysql",
        ]
    );
}

#[test]
fn maintenance_certificates_and_who_is_told_of_events() {
    let collected = hub();
    let instances = facts(&collected, "rds.db_instance");
    let mysql = with(&instances, "db_instance_identifier", "hub-mysql");
    let waiting = &mysql["pending_maintenance_actions"][0];
    assert_eq!(
        (&waiting["action"], &waiting["forced_apply_date"]),
        (&json!("system-update"), &json!("2026-02-01T00:00:00Z"))
    );
    let member = with(&instances, "db_instance_identifier", "hub-aurora-1");
    assert_eq!(member["pending_maintenance_actions"], json!([]));
    let authorities = facts(&collected, "rds.certificate");
    assert_eq!(authorities.len(), 2);
    let rsa = with(&authorities, "certificate_identifier", "rds-ca-rsa2048-g1");
    assert_eq!(rsa["valid_till"], "2061-05-25T00:00:00Z");
    let subscriptions = facts(&collected, "rds.event_subscription");
    let failures = with(&subscriptions, "cust_subscription_id", "failures");
    assert_eq!(
        failures["event_categories_list"],
        json!(["failure", "failover"])
    );
    let everything = with(&subscriptions, "cust_subscription_id", "everything");
    assert_eq!(
        (&everything["enabled"], &everything["source_type"]),
        (&json!(false), &Value::Null)
    );
}

#[test]
fn who_can_restore_snapshots() {
    let collected = hub();
    let of_instances = facts(&collected, "rds.db_snapshot");
    let of = |name| with(&of_instances, "db_snapshot_identifier", name);
    assert_eq!(of("hub-mysql-open")["restore"], json!(["all"]));
    assert_eq!(of("hub-mysql-open")["encrypted"], false);
    assert_eq!(of("hub-mysql-own")["restore"], json!([]));
    let of_clusters = facts(&collected, "rds.db_cluster_snapshot");
    let of = |name| with(&of_clusters, "db_cluster_snapshot_identifier", name);
    assert_eq!(of("hub-aurora-shared")["restore"], json!(["333344445555"]));
    assert_eq!(of("hub-aurora-making")["restore"], Value::Null);
    assert_eq!(of("hub-aurora-making")["snapshot_create_time"], Value::Null);
}

#[test]
fn an_engine_that_nobody_told_of_is_a_gap_of_its_databases() {
    let server = Server::of_world("connected", &["--page-size", "20"]);
    server.faults(&json!([{"fault": "deny", "operation": "rds:DescribeDBEngineVersions"}]));
    let collected = collect(&server, HUB);
    for kind in ["rds.db_cluster", "rds.db_instance"] {
        for database in of_kind(&collected, kind) {
            let gap = database.recorded_gap("db_engine_version").expect("a gap");
            assert_eq!(gap.reason, GapReason::Denied);
        }
    }
}
