//! What must hold between the answers about two networks that differ in one thing.

use std::net::{IpAddr, Ipv6Addr};

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{Answer, Party, Question, ask};
use assize::model::kinds::Facts;
use ipnet::{IpNet, Ipv6Net};
use proptest::prelude::*;

use super::flow::Packet;
use super::network::{By, Network, Peer, Route, Rule};
use super::random::{self, Random};
use super::{End, facts, has, packets};
use crate::graph::world::World;

/// The answers between all ends, in one order.
fn answers(world: &World, interfaces: usize, name: impl Fn(usize) -> String) -> Vec<Answer> {
    let snapshot = world.snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let mut ends: Vec<Party> = (0..interfaces)
        .map(|at| Party::find(&graph, &name(at)).expect("an interface"))
        .collect();
    ends.extend([Party::Internet, Party::OnPremises]);
    let mut answers = Vec::new();
    for (at, from) in ends.iter().enumerate() {
        for (other, to) in ends.iter().enumerate() {
            if at != other && (at < interfaces || other < interfaces) {
                let question = Question {
                    from: from.clone(),
                    to: to.clone(),
                    service: Service::all(),
                };
                answers.push(ask(&graph, &question));
            }
        }
    }
    answers
}

fn of(network: &Network) -> Vec<Answer> {
    let world = facts::world(network);
    answers(&world, network.interfaces.len(), facts::interface_id)
}

/// Each answer about one network has all that the answer about another has.
fn grown(less: &Network, more: &Network, seed: u64) {
    for (less, more) in of(less).iter().zip(of(more)) {
        assert!(
            more.must.has_all(&less.must),
            "seed {seed}: {:#?}",
            less.report
        );
        assert!(
            more.may.has_all(&less.may),
            "seed {seed}: {:#?}",
            less.report
        );
    }
}

fn more_rules(seed: u64) {
    let network = random::network(seed);
    let mut random = Random(seed ^ 0x5eed);
    let mut more = network.clone();
    let group = random.below(more.groups.len());
    let peer = match random.below(2) {
        0 => Peer::Block("0.0.0.0/0".parse().expect("a block")),
        _ => Peer::Group(random.below(more.groups.len())),
    };
    let rule = Rule {
        protocol: None,
        ports: None,
        peer,
    };
    let rules = match random.below(2) {
        0 => &mut more.groups[group].ingress,
        _ => &mut more.groups[group].egress,
    };
    rules.push(rule);
    grown(&network, &more, seed);
}

/// A route that no other of its table covers: without it, what it led stays where it is.
fn fewer_routes(seed: u64) {
    let network = random::network(seed);
    let mut random = Random(seed ^ 0x5eed);
    let at = random.below(network.tables.len());
    let routes = &network.tables[at].routes;
    let alone = |one: &usize| {
        let covers = |other: &usize| other != one && routes[*other].to.contains(&routes[*one].to);
        routes[*one].by != By::Local && !(0..routes.len()).any(|other| covers(&other))
    };
    let alone: Vec<usize> = (0..routes.len()).filter(alone).collect();
    if alone.is_empty() {
        return;
    }
    let mut less = network.clone();
    less.tables[at]
        .routes
        .remove(alone[random.below(alone.len())]);
    grown(&less, &network, seed);
}

/// Another name for the things of EC2, of which none sorts as it did.
fn other_name(name: &str) -> String {
    match name.rsplit_once('-') {
        Some((kind, number)) => {
            let backwards: String = number
                .chars()
                .map(|one| match one.to_digit(10) {
                    Some(digit) => char::from_digit(9 - digit, 10).unwrap_or('0'),
                    None => one,
                })
                .collect();
            format!("{kind}-f{backwards}")
        }
        None => name.to_owned(),
    }
}

fn renamed(world: &World) -> World {
    let names: Vec<String> = world
        .resources
        .iter()
        .filter(|one| one.kind().name.starts_with("ec2."))
        .map(|one| one.arn.last().to_owned())
        .collect();
    let mut renamed = world.clone();
    for resource in &mut renamed.resources {
        let mut text = serde_json::to_string(&resource.facts).expect("facts");
        let mut arn = resource.arn.as_str().to_owned();
        for name in &names {
            let other = other_name(name);
            text = text.replace(&format!("\"{name}\""), &format!("\"{other}\""));
            text = text.replace(&format!("/{name}\""), &format!("/{other}\""));
            if let Some(head) = arn.strip_suffix(&format!("/{name}")) {
                arn = format!("{head}/{other}");
            }
        }
        let raw = serde_json::value::RawValue::from_string(text).expect("JSON");
        resource.facts = Facts::parse(resource.kind().name, &raw).expect("facts");
        resource.arn = arn.parse().expect("an ARN");
    }
    renamed
}

fn other_names(seed: u64) {
    let network = random::network(seed);
    let world = facts::world(&network);
    let count = network.interfaces.len();
    let own = answers(&world, count, facts::interface_id);
    let other = answers(&renamed(&world), count, |at| {
        other_name(&facts::interface_id(at))
    });
    for (own, other) in own.iter().zip(&other) {
        let same = own.must.has_all(&other.must) && other.must.has_all(&own.must);
        assert!(same, "seed {seed}: {:#?}", own.report);
        assert_eq!(own.report.answer, other.report.answer, "seed {seed}");
        let length = |answer: &Answer| answer.report.forward.path.len();
        assert_eq!(length(own), length(other), "seed {seed}: {:#?}", own.report);
    }
}

fn in_v6(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, d] = address.octets();
            let pair = |high: u8, low: u8| u16::from_be_bytes([high, low]);
            IpAddr::V6(Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, pair(a, b), pair(c, d)))
        }
        v6 => v6,
    }
}

fn block_in_v6(block: IpNet) -> IpNet {
    match (block, in_v6(block.addr())) {
        (IpNet::V4(own), IpAddr::V6(address)) if own.prefix_len() > 0 => {
            IpNet::V6(Ipv6Net::new(address, own.prefix_len() + 96).expect("a block"))
        }
        (IpNet::V4(_), _) => "::/0".parse().expect("a block"),
        (v6, _) => v6,
    }
}

/// A VPC alone, in which packets only go from one interface to another.
fn inside(network: &Network) -> Network {
    let mut inside = network.clone();
    inside.vpcs.truncate(1);
    inside.vpcs[0].internet = false;
    inside.vpcs[0].egress_only = false;
    inside.vpcs[0].vpn = false;
    inside.peerings.clear();
    inside.transit = None;
    inside.nats.clear();
    inside.excluded.clear();
    inside.block = "off";
    for table in &mut inside.tables {
        table.routes.retain(|route| route.by == By::Local);
    }
    for interface in &mut inside.interfaces {
        interface.public = None;
        interface.v6 = None;
    }
    inside
}

fn mapped(network: &Network) -> Network {
    let mut mapped = network.clone();
    mapped.vpcs[0].v6 = block_in_v6(network.vpcs[0].v4);
    for table in &mut mapped.tables {
        let to = mapped.vpcs[0].v6;
        table.routes.retain(|route| route.to.addr().is_ipv4());
        table.routes.push(Route {
            to,
            by: By::Local,
            blackhole: false,
            propagated: false,
        });
    }
    for entry in mapped.acls.iter_mut().flat_map(|acl| &mut acl.entries) {
        entry.peer = block_in_v6(entry.peer);
    }
    for group in &mut mapped.groups {
        for rule in group.ingress.iter_mut().chain(&mut group.egress) {
            if let Peer::Block(block) = &mut rule.peer {
                *block = block_in_v6(*block);
            }
        }
    }
    for interface in &mut mapped.interfaces {
        interface.v6 = Some(in_v6(interface.address));
    }
    mapped
}

fn other_family(seed: u64) {
    let network = random::network(seed);
    if network.vpcs.len() != 1 {
        return;
    }
    // Rules and entries of IPv6 are not part of what is mapped.
    let mut own = inside(&network);
    for acl in &mut own.acls {
        acl.entries.retain(|entry| entry.peer.addr().is_ipv4());
    }
    let v4 = |rule: &Rule| !matches!(rule.peer, Peer::Block(IpNet::V6(_)));
    for group in &mut own.groups {
        group.ingress.retain(v4);
        group.egress.retain(v4);
    }
    let other = mapped(&own);
    let (before, after) = (of(&own), of(&other));
    let mut at = 0;
    let count = own.interfaces.len();
    for from in 0..count + 2 {
        for to in 0..count + 2 {
            if from == to || (from >= count && to >= count) {
                continue;
            }
            if from < count && to < count {
                for packet in packets(&own, End::Interface(from), End::Interface(to)) {
                    let in_v6 = Packet {
                        source: in_v6(packet.source),
                        destination: in_v6(packet.destination),
                        ..packet
                    };
                    let said = has(&before[at].must, packet);
                    assert_eq!(said, has(&after[at].must, in_v6), "seed {seed}: {packet:?}");
                }
            }
            at += 1;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn another_rule_takes_nothing_away(seed in any::<u64>()) {
        more_rules(seed);
    }

    #[test]
    fn a_route_less_adds_nothing(seed in any::<u64>()) {
        fewer_routes(seed);
    }

    #[test]
    fn names_change_nothing(seed in any::<u64>()) {
        other_names(seed);
    }

    #[test]
    fn inside_a_vpc_the_family_changes_nothing(seed in any::<u64>()) {
        other_family(seed);
    }
}
