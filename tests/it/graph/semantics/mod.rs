//! How AWS moves packets and answers names, in the order in which AWS's documents are read here: small
//! networks, a question about each, and what must be said.

mod acls;
mod balancers;
mod between;
mod codes;
mod dns;
mod eni;
mod groups;
mod igw;
mod managed;
mod nat;
mod routes;
mod transit;
mod transit_peering;

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::reach::{Town, answer, told};
use super::world::World;

/// What is said of a service.
fn asked(world: &World, from: &str, to: &str, service: Service) -> String {
    told(&answer(world, from, to, service))
}

fn udp(port: u16) -> Service {
    Service::ports(Service::UDP, port, port)
}

fn tcp(port: u16) -> Service {
    Service::ports(Service::TCP, port, port)
}

/// A rule for everything from or to everywhere.
fn any() -> Json {
    json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}], "ipv6_ranges": [{"cidr_ipv6": "::/0"}]}])
}

/// The same with other fields, or more of them.
fn over(base: &Json, more: Json) -> Json {
    let mut facts = base.clone();
    for (key, value) in more.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    facts
}

/// An interface with a public address.
fn public(private: &str, address: &str) -> Json {
    json!({"private_ip_addresses": [{"private_ip_address": private, "public_ip": address}]})
}

/// A town whose database anybody may reach by the internet.
fn open_town() -> Town {
    let mut town = Town::new();
    town.db = public("10.0.1.20", "203.0.113.20");
    town.db_ingress = any();
    town
}
