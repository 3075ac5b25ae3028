//! What a proxy can reach, by its targets and their instances.

use serde_json::{Value as Json, json};

use super::super::fixture::World;

fn target(id: &str, role: &str, state: &str, reason: Option<&str>) -> Json {
    json!({
        "target_type": "RDS_INSTANCE",
        "rds_resource_id": id,
        "tracked_cluster_id": "db",
        "role": role,
        "target_health": {"state": state, "reason": reason},
    })
}

fn proxy(targets: &[Json]) -> World {
    let mut rows = vec![json!({"target_type": "TRACKED_CLUSTER", "rds_resource_id": "db"})];
    rows.extend_from_slice(targets);
    let facts = json!({"db_proxy_name": "proxy", "targets": rows});
    World::default().with("rds.db_proxy", "proxy", facts)
}

/// A proxy of a cluster with a writer and a reader.
fn world(reader_status: &str, targets: &[Json]) -> World {
    let member =
        |id: &str, writer: bool| json!({"db_instance_identifier": id, "is_cluster_writer": writer});
    let instance = |id: &str, status: &str| json!({"db_instance_identifier": id, "db_instance_status": status});
    let members = [member("writer", true), member("reader", false)];
    let cluster = json!({"db_cluster_identifier": "db", "db_cluster_members": members});
    proxy(targets)
        .with("rds.db_cluster", "db", cluster)
        .with("rds.db_instance", "writer", instance("writer", "available"))
        .with(
            "rds.db_instance",
            "reader",
            instance("reader", reader_status),
        )
}

fn reads(world: World) -> (Json, Vec<String>) {
    let (view, gaps) = world.see("rds.db_proxy", "proxy", &["has_available_reader"]);
    (view["has_available_reader"].clone(), gaps)
}

#[test]
fn a_reader_serves_if_it_is_available_to_the_proxy() {
    let writer = target("writer", "READ_WRITE", "AVAILABLE", None);
    let healthy = target("reader", "READ_ONLY", "AVAILABLE", None);
    let unreachable = target("reader", "READ_ONLY", "UNAVAILABLE", Some("UNREACHABLE"));
    assert_eq!(
        reads(world("available", &[writer.clone(), healthy.clone()])).0,
        true
    );
    assert_eq!(reads(world("stopped", &[writer.clone(), healthy])).0, false);
    assert_eq!(
        reads(world("available", &[writer.clone(), unreachable])).0,
        false
    );
    assert_eq!(reads(world("available", &[writer])).0, false);
}

#[test]
fn a_reader_that_changes_is_no_answer() {
    let registering = target("reader", "READ_ONLY", "REGISTERING", None);
    let waiting = target(
        "reader",
        "READ_ONLY",
        "UNAVAILABLE",
        Some("PENDING_PROXY_CAPACITY"),
    );
    let healthy = target("reader", "READ_ONLY", "AVAILABLE", None);
    for target in [registering, waiting] {
        let (_, gaps) = reads(world("available", &[target]));
        assert_eq!(gaps, ["rds:DescribeDBProxyTargets in-transition"]);
    }
    let (_, gaps) = reads(world("modifying", &[healthy]));
    assert_eq!(gaps, ["rds:DescribeDBInstances in-transition"]);
}

#[test]
fn a_reader_that_is_down_is_down_while_its_target_changes() {
    let registering = target("reader", "READ_ONLY", "REGISTERING", None);
    assert_eq!(reads(world("failed", &[registering])).0, false);
}

#[test]
fn targets_that_were_refused_are_a_gap() {
    let call = "rds:DescribeDBProxyTargets";
    let world = World::default()
        .with("rds.db_proxy", "proxy", json!({"db_proxy_name": "proxy"}))
        .refused("targets", call);
    assert_eq!(reads(world).1, [format!("{call} denied")]);
}

#[test]
fn rows_of_clusters_have_no_health_and_changing_targets_none_yet() {
    let needs = [
        "settled_targets[].rds_resource_id",
        "settled_targets[].state",
    ];
    let unreachable = target("one", "READ_WRITE", "UNAVAILABLE", Some("UNREACHABLE"));
    let settled = json!([{"rds_resource_id": "one", "state": "UNAVAILABLE"}]);
    let (view, gaps) =
        proxy(std::slice::from_ref(&unreachable)).see("rds.db_proxy", "proxy", &needs);
    assert_eq!(view["settled_targets"], settled);
    assert!(gaps.is_empty(), "{gaps:?}");
    let registering = target("two", "READ_ONLY", "REGISTERING", None);
    let (view, gaps) = proxy(&[unreachable, registering]).see("rds.db_proxy", "proxy", &needs);
    assert_eq!(view["settled_targets"], settled);
    assert_eq!(gaps, ["rds:DescribeDBProxyTargets in-transition"]);
}

#[test]
fn a_state_that_nobody_knows_is_not_settled() {
    let draining = target("one", "READ_ONLY", "DRAINING", None);
    let needs = ["settled_targets[].state"];
    let (view, gaps) = proxy(std::slice::from_ref(&draining)).see("rds.db_proxy", "proxy", &needs);
    assert_eq!(view["settled_targets"], json!([]));
    let untold = "rds:DescribeDBProxyTargets unsupported-here the state DRAINING is not known";
    assert_eq!(gaps, [untold]);
    // Nor does anybody know whether it serves reads.
    let reader = target("reader", "READ_ONLY", "DRAINING", None);
    assert_eq!(reads(world("available", &[reader])).1, [untold]);
}

#[test]
fn the_status_of_a_proxy_counts_once_it_has_settled() {
    let see = |status: &str| {
        let facts = json!({"db_proxy_name": "proxy", "status": status});
        let world = World::default().with("rds.db_proxy", "proxy", facts);
        let (view, gaps) = world.see("rds.db_proxy", "proxy", &["settled_status"]);
        (view["settled_status"].clone(), gaps)
    };
    for settled in ["available", "incompatible-network", "suspended"] {
        assert_eq!(see(settled), (json!(settled), Vec::new()));
    }
    for changing in ["creating", "modifying", "deleting", "reactivating"] {
        let untold = format!("rds:DescribeDBProxies in-transition the proxy is {changing}");
        assert_eq!(see(changing).1, [untold]);
    }
    let untold = "rds:DescribeDBProxies unsupported-here the state odd is not known";
    assert_eq!(see("odd").1, [untold]);
}
