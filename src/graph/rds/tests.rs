//! Clusters and instances in, databases out.

use serde_json::{Value as Json, json};

use crate::model::resource::Resource;

use super::super::testing::{snapshot, told, view};

fn cluster(engine: &str, members: &[&str]) -> Resource {
    let members: Vec<Json> = members
        .iter()
        .map(|member| json!({"db_instance_identifier": member, "is_cluster_writer": true}))
        .collect();
    let facts = json!({
        "db_cluster_identifier": "c",
        "engine": engine,
        "db_cluster_members": members,
        "multi_az": true,
    });
    told("rds.db_cluster", "cluster:c", &facts)
}

fn member(name: &str, zone: &Json) -> Resource {
    let facts = json!({
        "db_instance_identifier": name,
        "db_cluster_identifier": "c",
        "engine": "aurora-postgresql",
        "availability_zone": zone,
        "multi_az": false,
    });
    told("rds.db_instance", &format!("db:{name}"), &facts)
}

#[test]
fn a_cluster_runs_in_the_zones_of_its_members() {
    let resources = vec![
        cluster("aurora-postgresql", &["a", "b", "c"]),
        member("a", &json!("ap-northeast-1a")),
        member("b", &json!("ap-northeast-1c")),
        member("c", &json!("ap-northeast-1a")),
    ];
    let (view, gaps) = view(
        &snapshot(resources, &[]),
        "rds.database",
        &["member_zones[]"],
    );
    assert_eq!(gaps, []);
    assert_eq!(
        view["member_zones"],
        json!(["ap-northeast-1a", "ap-northeast-1c"])
    );
}

#[test]
fn a_member_that_is_being_made_or_not_told_leaves_a_gap() {
    let made = member("b", &Json::Null);
    for (members, found) in [(vec![made], 1), (vec![], 1)] {
        let mut resources = vec![
            cluster("aurora-postgresql", &["a", "b"]),
            member("a", &json!("ap-northeast-1a")),
        ];
        resources.extend(members);
        let (_, gaps) = view(
            &snapshot(resources, &[]),
            "rds.database",
            &["member_zones[]"],
        );
        assert_eq!(gaps.len(), found);
    }
}

#[test]
fn an_instance_runs_in_its_own_zone_and_other_engines_are_no_databases() {
    let lone = json!({
        "db_instance_identifier": "lone",
        "engine": "postgres",
        "availability_zone": "ap-northeast-1d",
    });
    let resources = vec![
        cluster("docdb", &[]),
        told("rds.db_instance", "db:lone", &lone),
    ];
    let snapshot = snapshot(resources, &[]);
    let needs = ["member_zones[]", "identifier"];
    let (view, gaps) = view(&snapshot, "rds.database", &needs);
    assert_eq!(gaps, []);
    assert_eq!(
        view,
        json!({"identifier": "lone", "member_zones": ["ap-northeast-1d"]})
    );
}
