//! Peering of transit gateways (2.7): one attachment of both, and a table on each side.

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{Party, all_sources};
use serde_json::{Value as Json, json};

use super::super::reach::joined::{local, with_client};
use super::super::reach::{Town, says, to};
use super::super::world::{DUBLIN, HERE, OTHER, World};

const ATTACHMENT: &str = "ec2.transit_gateway_attachment";
const TABLE: &str = "ec2.transit_gateway_route_table";

fn route(block: &str, attachment: &str) -> Json {
    json!({"destination_cidr_block": block, "route_type": "static", "state": "active",
        "transit_gateway_attachment_ids": [attachment]})
}

/// An attachment to the first or the second gateway.
fn attachment(number: u8, sort: &str, resource: &str, more: Json) -> Json {
    let owner = if number == 1 { HERE } else { OTHER };
    let mut facts = json!({"transit_gateway_attachment_id": "tgw-attach-peering",
        "transit_gateway_id": format!("tgw-{number}"), "transit_gateway_owner_id": owner,
        "resource_owner_id": owner, "resource_type": sort, "resource_id": resource,
        "state": "available", "association": {"state": "associated",
        "transit_gateway_route_table_id": format!("tgw-rtb-{number}")}});
    for (key, value) in more.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    facts
}

fn of_vpc(number: u8, id: &str, vpc: &str, subnet: &str) -> Json {
    let place = json!({"subnet_ids": [subnet]});
    attachment(
        number,
        "vpc",
        vpc,
        json!({"transit_gateway_attachment_id": id, "vpc": place}),
    )
}

/// The town at one gateway, its client's VPC at another one of another account, which the first one
/// peers with.
struct Peers {
    routes: [Json; 2],
    /// What the second gateway has of the peering attachment.
    other: Json,
    is_scanned: bool,
    peer: Json,
}

impl Peers {
    fn new() -> Self {
        Peers {
            routes: [
                json!([
                    route("10.0.0.0/16", "tgw-attach-1"),
                    route("10.1.0.0/16", "tgw-attach-peering")
                ]),
                json!([
                    route("10.1.0.0/16", "tgw-attach-2"),
                    route("10.0.0.0/16", "tgw-attach-peering")
                ]),
            ],
            other: json!({}),
            is_scanned: true,
            peer: json!({"cidr_ip": "10.1.0.0/16"}),
        }
    }

    fn world(&self) -> World {
        let mut town = Town::new();
        let way = |block: &str, gateway: &str| to(block, "transit_gateway_id", gateway);
        town.routes = json!([local("10.0.0.0/16"), way("10.1.0.0/16", "tgw-1")]);
        let mut rule = json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432});
        match self.peer.get("cidr_ip") {
            Some(_) => rule["ip_ranges"] = json!([self.peer]),
            None => rule["user_id_group_pairs"] = json!([self.peer]),
        }
        town.db_ingress = json!([rule]);
        let routes = json!([local("10.1.0.0/16"), way("10.0.0.0/16", "tgw-2")]);
        let table = |number: usize| {
            json!({"transit_gateway_id": format!("tgw-{number}"),
            "state": "available", "routes": self.routes[number - 1]})
        };
        let gateway = json!({"state": "available", "security_group_referencing_support": "enable"});
        let world = with_client(&town, routes)
            .with("ec2.transit_gateway", "tgw-1", gateway.clone())
            .with(
                ATTACHMENT,
                "tgw-attach-1",
                of_vpc(1, "tgw-attach-1", "vpc-1", "subnet-b"),
            )
            .with(
                ATTACHMENT,
                "tgw-attach-peering",
                attachment(1, "peering", "tgw-2", json!({})),
            )
            .with(TABLE, "tgw-rtb-1", table(1));
        if !self.is_scanned {
            return world;
        }
        world
            .also(OTHER, DUBLIN)
            .with("ec2.transit_gateway", "tgw-2", gateway)
            .owned_by(OTHER)
            .with(
                ATTACHMENT,
                "tgw-attach-2",
                of_vpc(2, "tgw-attach-2", "vpc-2", "subnet-c"),
            )
            .owned_by(OTHER)
            .with(
                ATTACHMENT,
                "tgw-attach-peering",
                attachment(2, "peering", "tgw-1", self.other.clone()),
            )
            .owned_by(OTHER)
            .with(TABLE, "tgw-rtb-2", table(2))
            .owned_by(OTHER)
    }

    fn says(&self) -> String {
        says(&self.world(), "eni-client", "eni-db", 5432)
    }
}

#[test]
fn a_peering_attachment_leads_to_the_table_of_the_other_gateway() {
    let mut peers = Peers::new();
    assert_eq!(peers.says(), "yes");
    peers.other = json!({"association": Json::Null});
    assert_eq!(
        peers.says(),
        "no: back TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION at tgw-attach-peering"
    );
    peers.other = json!({"state": "deleted"});
    assert_eq!(
        peers.says(),
        "no: BAD_STATE_ATTACHMENT at tgw-attach-peering"
    );
}

#[test]
fn both_gateways_need_a_route() {
    let mut peers = Peers::new();
    peers.routes[1] = json!([route("10.1.0.0/16", "tgw-attach-2")]);
    assert_eq!(
        peers.says(),
        "no: TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT at tgw-rtb-2"
    );
    peers = Peers::new();
    peers.routes[0] = json!([route("10.0.0.0/16", "tgw-attach-peering")]);
    assert_eq!(peers.says(), "no: CANNOT_ROUTE at tgw-1");
}

#[test]
fn groups_are_not_known_across_it() {
    let mut peers = Peers::new();
    peers.peer = json!({"group_id": "sg-client", "user_id": HERE});
    assert!(peers.says().starts_with("no: "), "{}", peers.says());
}

#[test]
fn what_nobody_scanned_behind_it_is_unknown() {
    let mut peers = Peers::new();
    peers.is_scanned = false;
    let world = peers.world();
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let db = Party::find(&graph, "eni-db").expect("a party");
    let all = all_sources(&graph, &db, &Service::all());
    assert!(!all.hidden.is_empty());
    let scanned = Peers::new().world().snapshot();
    let graph = Graph::build(&scanned, Box::new(|_| "unknown"));
    let db = Party::find(&graph, "eni-db").expect("a party");
    let all = all_sources(&graph, &db, &Service::all());
    assert_eq!(all.hidden.len(), 0, "{:?}", all.hidden);
    let client = all.each.iter().find(|one| one.label == "eni-client");
    assert!(client.is_some(), "{:?}", all.each.len());
}
