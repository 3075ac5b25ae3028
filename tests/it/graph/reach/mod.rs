//! Who can reach whom, one small town at a time: a vector for each sentence of how AWS moves packets.

mod acls;
pub(super) mod balancers;
mod between;
mod changes;
mod command;
mod databases;
mod endpoints;
mod groups;
mod hidden;
mod interfaces;
mod internet;
pub(super) mod joined;
pub(super) mod lattice;
mod members;
pub(super) mod nat;
mod routes;
mod unknown;
mod workloads;

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{Answer, Party, Question, ask};
use assize::model::reach::{Certainty, Leg};
use serde_json::{Value as Json, json};

use super::world::{HERE, World};

/// A VPC with an application and a database, in two subnets, where all is well.
#[derive(Clone)]
pub(super) struct Town {
    pub(super) routes: Json,
    pub(super) entries: Json,
    /// Of the subnet of the database, if it has an ACL of its own.
    pub(super) db_entries: Option<Json>,
    pub(super) app_egress: Json,
    pub(super) db_ingress: Json,
    /// Written over the facts of the interfaces.
    pub(super) app: Json,
    pub(super) db: Json,
    pub(super) block: &'static str,
    pub(super) internet_gateway: Json,
}

impl Town {
    pub(super) fn new() -> Self {
        Town {
            routes: json!([
                to("10.0.0.0/16", "gateway_id", "local"),
                to("0.0.0.0/0", "gateway_id", "igw-1")
            ]),
            entries: json!([
                entry(100, false, "allow", "0.0.0.0/0"),
                entry(100, true, "allow", "0.0.0.0/0")
            ]),
            db_entries: None,
            app_egress: json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]),
            db_ingress: json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
                "user_id_group_pairs": [{"group_id": "sg-app", "user_id": HERE}]}]),
            app: json!({}),
            db: json!({}),
            block: "off",
            internet_gateway: json!({"attachments": [{"vpc_id": "vpc-1", "state": "available"}]}),
        }
    }

    pub(super) fn world(&self) -> World {
        let subnets = |of: &[&str]| json!(of);
        let group = |ingress: &Json, egress: &Json| json!({"group_name": "g", "vpc_id": "vpc-1", "ip_permissions": ingress, "ip_permissions_egress": egress});
        let world = World::new()
            .with(
                "region",
                "eu-west-1",
                json!({"vpc_block_public_access":
                {"internet_gateway_block_mode": self.block, "state": "default-state"}}),
            )
            .with(
                "ec2.vpc",
                "vpc-1",
                json!({"owner_id": HERE, "cidr_block": "10.0.0.0/16",
                "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}]}),
            )
            .with(
                "ec2.internet_gateway",
                "igw-1",
                self.internet_gateway.clone(),
            )
            .with(
                "ec2.subnet",
                "subnet-a",
                json!({"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24",
                "availability_zone": "eu-west-1a", "availability_zone_id": "euw1-az1"}),
            )
            .with(
                "ec2.subnet",
                "subnet-b",
                json!({"vpc_id": "vpc-1", "cidr_block": "10.0.1.0/24",
                "availability_zone": "eu-west-1b", "availability_zone_id": "euw1-az2"}),
            )
            .with(
                "ec2.route_table",
                "rtb-1",
                json!({"vpc_id": "vpc-1", "routes": self.routes,
                "associations": [{"main": true, "state": "associated"}]}),
            )
            .with(
                "ec2.security_group",
                "sg-app",
                group(&json!([]), &self.app_egress),
            )
            .with(
                "ec2.security_group",
                "sg-db",
                group(&self.db_ingress, &json!([])),
            )
            .with(
                "ec2.network_interface",
                "eni-app",
                interface("subnet-a", "10.0.0.10", "sg-app", &self.app),
            )
            .with(
                "ec2.network_interface",
                "eni-db",
                interface("subnet-b", "10.0.1.20", "sg-db", &self.db),
            );
        match &self.db_entries {
            None => world.with("ec2.network_acl", "acl-1",
                json!({"entries": self.entries, "associated_subnet_ids": subnets(&["subnet-a", "subnet-b"])})),
            Some(entries) => world
                .with("ec2.network_acl", "acl-1", json!({"entries": self.entries, "associated_subnet_ids": subnets(&["subnet-a"])}))
                .with("ec2.network_acl", "acl-2", json!({"entries": entries, "associated_subnet_ids": subnets(&["subnet-b"])})),
        }
    }

    /// What is said of the application and its database.
    pub(super) fn says(&self) -> String {
        says(&self.world(), "eni-app", "eni-db", 5432)
    }
}

pub(super) fn interface(subnet: &str, address: &str, group: &str, over: &Json) -> Json {
    let mut facts = json!({"vpc_id": "vpc-1", "subnet_id": subnet, "interface_type": "interface", "owner_id": HERE,
        "status": "in-use", "source_dest_check": true, "groups": [{"group_id": group}],
        "private_ip_addresses": [{"private_ip_address": address, "primary": true}]});
    for (key, value) in over.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    facts
}

pub(super) fn to(block: &str, field: &str, target: &str) -> Json {
    let to = if block.contains(':') {
        "destination_ipv6_cidr_block"
    } else {
        "destination_cidr_block"
    };
    json!({to: block, field: target, "state": "active", "origin": "CreateRoute"})
}

pub(super) fn entry(number: i64, egress: bool, action: &str, block: &str) -> Json {
    json!({"rule_number": number, "egress": egress, "protocol": "-1", "rule_action": action, "cidr_block": block})
}

pub(super) fn answer(world: &World, from: &str, to: &str, service: Service) -> Answer {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let party = |word: &str| Party::find(&graph, word).expect("a party");
    let question = Question {
        from: party(from),
        to: party(to),
        service,
    };
    ask(&graph, &question)
}

/// An answer about a port of TCP in a line: `yes`, where it stops and on which leg, or what is not known.
pub(super) fn says(world: &World, from: &str, to: &str, port: u16) -> String {
    told(&answer(
        world,
        from,
        to,
        Service::ports(Service::TCP, port, port),
    ))
}

pub(super) fn told(answer: &Answer) -> String {
    let report = &answer.report;
    let stop = |leg: &Leg| {
        let stopped = leg.stopped.as_ref().expect("where it stops");
        format!("{} at {}", stopped.code, stopped.at)
    };
    match (report.answer, &report.back) {
        (Certainty::Yes, _) => "yes".to_owned(),
        (Certainty::No, None) => format!("no: {}", stop(&report.forward)),
        (Certainty::No, Some(back)) => format!("no: back {}", stop(back)),
        (Certainty::Unknown, back) => {
            let leg = back.as_ref().unwrap_or(&report.forward);
            let gaps = leg.unknown.iter().map(|gap| match gap.detail.as_str() {
                "" => gap.operation.to_string(),
                detail => detail.to_owned(),
            });
            format!("unknown: {}", gaps.collect::<Vec<_>>().join("; "))
        }
    }
}

#[test]
fn where_all_is_well_the_whole_way_is_told() {
    let found = answer(
        &Town::new().world(),
        "eni-app",
        "eni-db",
        Service::ports(Service::TCP, 5432, 5432),
    );
    let names = |leg: &Leg| -> Vec<String> { leg.path.iter().map(|hop| hop.id.clone()).collect() };
    assert_eq!(told(&found), "yes");
    assert_eq!(
        names(&found.report.forward),
        [
            "eni-app", "sg-app", "acl-1", "rtb-1", "acl-1", "sg-db", "eni-db"
        ]
    );
    let back = found.report.back.expect("a way back");
    assert_eq!(
        names(&back),
        ["eni-db", "acl-1", "rtb-1", "acl-1", "eni-app"]
    );
    let by = &found.report.forward.path[5].by[0];
    assert_eq!(
        (by.path.as_str(), by.says.as_str()),
        ("ip_permissions[0]", "tcp 5432 from sg-app")
    );
}
