//! The names of resources that an endpoint gives by ARN, and what decides about them in its VPC.

use serde_json::{Value as Json, json};

use super::super::world::{HERE, World, arn};
use super::{Town, endpoint, record};

const RCFG: &str = "vpc_lattice.resource_configuration";
const CLUSTER: &str = "db.cluster-abc.eu-west-1.rds.amazonaws.com";
const READER: &str = "db.cluster-ro-abc.eu-west-1.rds.amazonaws.com";

/// An endpoint to a configuration of a type, with an association to each of two configurations: one by
/// ARN, one by DNS name.
fn given(town: &Town, configuration_type: &str, private: Option<&str>, over: Json) -> World {
    let private = private.map(|name| json!({"dns_name": name, "hosted_zone_id": "ZM"}));
    let mut facts = json!({"vpc_endpoint_type": "Resource",
        "resource_configuration_arn": arn(RCFG, "rcfg-1"), "associations": [
        {"id": "a-1", "associated_resource_arn": arn(RCFG, "rcfg-2"), "private_dns_entry": private},
        {"id": "a-2", "associated_resource_arn": arn(RCFG, "rcfg-3"),
            "private_dns_entry": {"dns_name": "other.test"}}]});
    for (key, value) in over.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    let database = arn("rds.db_cluster", "db");
    endpoint(town.world(), "vpce-1", "10.0.0.6", facts)
        .with(
            RCFG,
            "rcfg-1",
            json!({"configuration_type": configuration_type}),
        )
        .with(
            RCFG,
            "rcfg-2",
            json!({"configuration_type": "CHILD", "arn_resource_arn": database}),
        )
        .with(
            RCFG,
            "rcfg-3",
            json!({"configuration_type": "CHILD",
            "dns_resource_domain_name": "other.test"}),
        )
}

fn with_cluster(world: World) -> World {
    let cluster = json!({"engine": "aurora-postgresql", "endpoint": CLUSTER,
        "reader_endpoint": READER, "db_cluster_members": []});
    world.with("rds.db_cluster", "db", cluster)
}

/// A VPC with the zone that AWS made for the writer's name.
fn managed() -> Town {
    Town::new().other(
        json!({"hosted_zone_id": "ZM", "name": format!("{CLUSTER}."),
        "owning_service": "vpce.amazonaws.com"}),
    )
}

/// What decides about each name: the name, what decides, its id, the answer.
fn told(world: &World) -> (Vec<String>, Vec<String>) {
    let needs = ["name", "decided_by", "decided_by_id", "answer"];
    let needs = needs.map(|field| format!("arn_resource_names[].{field}"));
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    let seen = world.see("ec2.vpc_endpoint", "vpce-1", &needs);
    let list = seen.view["arn_resource_names"].as_array();
    let list = list.cloned().unwrap_or_default();
    let words = list.iter().map(|one| {
        let fields = ["name", "decided_by", "decided_by_id", "answer"];
        let words = fields.map(|field| one[field].as_str().unwrap_or("-").to_owned());
        words.join(" ")
    });
    (words.collect(), seen.gaps)
}

#[test]
fn a_zone_of_aws_decides_about_the_names_of_its_endpoint() {
    let world = with_cluster(given(&managed(), "GROUP", Some(CLUSTER), json!({})));
    let (names, gaps) = told(&world);
    assert_eq!(
        names,
        [
            format!("{CLUSTER} managed-zone ZM -"),
            format!("{READER} - - no-data")
        ]
    );
    assert_eq!(gaps, [""; 0]);
}

#[test]
fn a_zone_of_the_customer_that_is_more_specific_decides_instead() {
    let reader = Town::new().zone(
        READER,
        json!([record(&format!("{READER}."), "A", &["10.9.9.9"])]),
    );
    let world = with_cluster(given(&reader, "GROUP", Some(CLUSTER), json!({})));
    let (names, _) = told(&world);
    assert!(
        names.contains(&format!("{READER} private-zone Z-{READER} addresses")),
        "{names:?}"
    );
    // A wider one decides about what no zone of AWS is made for.
    let wide = managed().zone("rds.amazonaws.com", json!([]));
    let (names, _) = told(&with_cluster(given(
        &wide,
        "GROUP",
        Some(CLUSTER),
        json!({}),
    )));
    assert_eq!(
        names,
        [
            format!("{CLUSTER} managed-zone ZM -"),
            format!("{READER} private-zone Z-rds.amazonaws.com no-such-name")
        ]
    );
}

#[test]
fn what_stands_in_the_zone_of_another_account_does_not_matter() {
    let foreign = json!({"hosted_zone_id": "ZF", "name": format!("{READER}."),
        "owning_account": "999988887777"});
    let world = with_cluster(given(
        &managed().other(foreign),
        "GROUP",
        Some(CLUSTER),
        json!({}),
    ));
    let (names, gaps) = told(&world);
    assert!(
        names.contains(&format!("{READER} private-zone ZF -")),
        "{names:?}"
    );
    assert_eq!(gaps, [""; 0]);
}

#[test]
fn a_rule_of_the_resolver_comes_before_a_zone_of_the_same_name() {
    let rule = json!({"domain_name": format!("{CLUSTER}."), "rule_type": "FORWARD",
        "resolver_endpoint_id": "rslvr-out-1", "target_ips": [{"ip": "192.0.2.53", "port": 53}]});
    let world = given(&managed(), "GROUP", Some(CLUSTER), json!({}))
        .with("route53resolver.rule", "rslvr-rr-1", rule)
        .with(
            "route53resolver.rule_association",
            "assoc-1",
            json!({"resolver_rule_id": "rslvr-rr-1", "vpc_id": "vpc-1", "status": "COMPLETE"}),
        );
    let (names, _) = told(&world);
    assert_eq!(names, [format!("{CLUSTER} resolver-rule rslvr-rr-1 -")]);
}

#[test]
fn a_resource_without_a_name_is_a_gap_unless_private_dns_is_off() {
    let (_, gaps) = told(&given(&managed(), "GROUP", None, json!({})));
    assert_eq!(
        gaps,
        [format!(
            "rds:DescribeDBClusters account-not-scanned {HERE}/eu-west-1"
        )]
    );
    let off = json!({"private_dns_enabled": false});
    let (names, gaps) = told(&given(&managed(), "GROUP", None, off));
    assert_eq!(names, ["- - - -"]);
    assert_eq!(gaps, [""; 0]);
}

#[test]
fn associations_that_were_refused_hide_names_of_resources_by_arn() {
    let call = "ec2:DescribeVpcEndpointAssociations";
    let see = |configuration_type: &str| {
        let mut world = given(&managed(), configuration_type, Some(CLUSTER), json!({}));
        for resource in &mut world.resources {
            if let assize::model::kinds::Facts::VpcEndpoint(facts) = &mut resource.facts {
                facts.associations = assize::model::fact::Fact::Missing;
                let gap = assize::model::gap::Gap::new(assize::model::gap::GapReason::Denied, call);
                resource.gaps.insert("associations".into(), gap);
            }
        }
        told(&world).1
    };
    assert_eq!(see("ARN"), [format!("{call} denied {HERE}/eu-west-1")]);
    assert_eq!(see("SINGLE"), [""; 0]);
}
