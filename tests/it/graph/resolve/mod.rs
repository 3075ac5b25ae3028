//! What a name resolves to in a VPC: a vector for each sentence of section 2.9 of the semantics.

mod amazon;
mod by_arn;
mod chains;
mod command;
mod endpoints;
mod facts;
mod filtered;
mod hidden;
mod hosts;
mod rules;
mod unknown;
mod zones;

use assize::graph::Graph;
use assize::graph::dns::resolve;
use assize::model::resolution::Resolution;
use serde_json::{Value as Json, json};

use super::world::{HERE, World};

/// A VPC in which DNS works, with zones of the account and their records.
#[derive(Clone)]
pub(super) struct Town {
    /// Written over the facts of the VPC.
    pub(super) vpc: Json,
    pub(super) servers: Json,
    /// Private zones of the account in the VPC, with their records.
    zones: Vec<(&'static str, Json)>,
    /// Zones in the VPC that the account does not have.
    others: Vec<Json>,
}

impl Town {
    pub(super) fn new() -> Self {
        Town {
            vpc: json!({}),
            servers: json!(["AmazonProvidedDNS"]),
            zones: Vec::new(),
            others: Vec::new(),
        }
    }

    pub(super) fn zone(mut self, name: &'static str, records: Json) -> Self {
        self.zones.push((name, records));
        self
    }

    fn other(mut self, summary: Json) -> Self {
        self.others.push(summary);
        self
    }

    pub(super) fn world(&self) -> World {
        let own = self.zones.iter().map(|(name, _)| {
            json!({"hosted_zone_id": format!("Z-{name}"), "name": format!("{name}."), "owning_account": HERE})
        });
        let listed: Vec<Json> = own.chain(self.others.iter().cloned()).collect();
        let mut vpc = json!({"owner_id": HERE, "cidr_block": "10.0.0.0/16", "dhcp_options_id": "dopt-1",
            "enable_dns_support": true, "enable_dns_hostnames": true, "hosted_zones": listed});
        for (key, value) in self.vpc.as_object().expect("a record") {
            vpc[key] = value.clone();
        }
        let told = World::new().with("ec2.vpc", "vpc-1", vpc).with(
            "ec2.dhcp_options",
            "dopt-1",
            json!({"domain_name_servers": self.servers}),
        );
        self.zones.iter().fold(told, |world, (name, records)| {
            let facts =
                json!({"name": format!("{name}."), "private_zone": true, "record_sets": records});
            world.with("route53.hosted_zone", &format!("Z-{name}"), facts)
        })
    }

    pub(super) fn says(&self, name: &str) -> String {
        says(&self.world(), name)
    }
}

pub(super) fn record(name: &str, kind: &str, values: &[&str]) -> Json {
    json!({"name": name, "record_type": kind, "ttl": 60, "resource_records": values})
}

/// One set of a routing policy.
pub(super) fn set(name: &str, kind: &str, identifier: &str, values: &[&str]) -> Json {
    let mut set = record(name, kind, values);
    set["set_identifier"] = identifier.into();
    set
}

pub(super) fn alias(name: &str, target: &str, zone: &str) -> Json {
    json!({"name": name, "record_type": "A", "alias_target": {"dns_name": target, "hosted_zone_id": zone}})
}

/// An endpoint with an interface that has an address.
pub(super) fn endpoint(world: World, id: &str, address: &str, facts: Json) -> World {
    let eni = format!("eni-{id}");
    let mut endpoint = json!({"vpc_id": "vpc-1", "owner_id": HERE, "state": "available",
        "private_dns_enabled": true, "network_interface_ids": [eni]});
    for (key, value) in facts.as_object().expect("a record") {
        endpoint[key] = value.clone();
    }
    let interface = interface("vpc-1", address, json!({"interface_type": "vpc_endpoint"}));
    world
        .with("ec2.vpc_endpoint", id, endpoint)
        .with("ec2.network_interface", &eni, interface)
}

fn interface(vpc: &str, address: &str, over: Json) -> Json {
    let mut facts = json!({"vpc_id": vpc, "subnet_id": "subnet-1", "interface_type": "interface", "owner_id": HERE,
        "status": "in-use", "availability_zone": "eu-west-1a", "source_dest_check": true, "groups": [{"group_id": "sg-1"}],
        "private_ip_addresses": [{"private_ip_address": address, "primary": true}]});
    for (key, value) in over.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    facts
}

pub(super) fn answer_in(world: &World, vpc: &str, name: &str) -> Resolution {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let is = |node: &&assize::graph::NodeId| graph.node(**node).arn.ends_with(vpc);
    let node = *graph.of_kind("ec2.vpc").iter().find(is).expect(vpc);
    resolve(&graph, node, name)
}

pub(super) fn answer(world: &World, name: &str) -> Resolution {
    answer_in(world, "/vpc-1", name)
}

/// An answer in a line: what is answered, who decided, and what is not known.
pub(super) fn says(world: &World, name: &str) -> String {
    told(&answer(world, name))
}

pub(super) fn told(answer: &Resolution) -> String {
    let mut line = vec![answer.answer.as_str().to_owned()];
    line.extend(answer.addresses.iter().map(|one| one.address.clone()));
    line.extend(answer.decided_by.iter().map(|one| format!("by {}", one.id)));
    line.extend(
        answer
            .unknown
            .iter()
            .map(|gap| format!("? {} {}", gap.operation, gap.reason)),
    );
    line.join(" ")
}
