//! What would open a connection that is blocked, and close one that is open: changes are tried on the
//! network, fewest first, and the engine says whether they suffice.

use std::collections::{BTreeSet, VecDeque};

use crate::model::id::Text;
use crate::model::reach::{Certainty, Change};

use crate::graph::packet::{Block, PacketSet};

use super::ask::{Pair, Pairs};
use super::describe;
use super::net::Net;
use super::report;
use super::route::Route;
use super::state::{Rule, State, Stop, Target};
use super::what_if::{Grant, WhatIf};

/// How many changes at once, and how many sets of them, are tried on a route.
const MOST_CHANGES: usize = 5;
const MOST_TRIES: usize = 150;

/// How many routes are tried.
const MOST_ROUTES: usize = 8;

/// The fewest changes found that open a connection, by any of its routes; nothing if no such changes were
/// found.
pub(super) fn to_open(net: Net<'_, '_>, routes: &[Route]) -> Vec<Change> {
    let sound = routes.iter().filter(|route| route.own == Certainty::Yes);
    let found = sound
        .take(MOST_ROUTES)
        .filter_map(|route| open_by(net, route));
    found.min_by_key(Vec::len).unwrap_or_default()
}

fn open_by(net: Net<'_, '_>, route: &Route) -> Option<Vec<Change>> {
    let mut tries = Tries::new(|told: &Told| grants(told.each()), &Told::of(net, route));
    while let Some(granted) = tries.next() {
        let what_if = WhatIf {
            granted: granted.iter().map(|one| one.0.clone()).collect(),
            removed: BTreeSet::new(),
        };
        let told = Told::of(with(net, &what_if), route);
        if told.certainty == Certainty::Yes {
            let changes = granted.iter();
            return Some(
                changes
                    .map(|(grant, packets)| wanted(net, grant, packets))
                    .collect(),
            );
        }
        tries.more(&granted, &told);
    }
    None
}

/// The fewest rules and routes found without which a connection is closed, whatever route it takes.
pub(super) fn to_close(net: Net<'_, '_>, routes: &[Route]) -> Vec<Change> {
    if routes.len() > MOST_ROUTES {
        return Vec::new();
    }
    let propose = |told: &Vec<Told>| {
        let open = told.iter().filter(|one| one.certainty != Certainty::No);
        // Of what is connected anew, the last is nearest to what is wanted.
        rules(open.flat_map(|one| one.legs.iter().rev().flat_map(|leg| &leg.each)))
    };
    let mut tries = Tries::new(propose, &all(net, routes));
    while let Some(removed) = tries.next() {
        let what_if = WhatIf {
            granted: BTreeSet::new(),
            removed: removed.iter().map(|one| one.0.clone()).collect(),
        };
        let told = all(with(net, &what_if), routes);
        if told.iter().all(|one| one.certainty == Certainty::No) {
            return removed
                .iter()
                .map(|(rule, ())| unwanted(net, rule))
                .collect();
        }
        tries.more(&removed, &told);
    }
    Vec::new()
}

fn all(net: Net<'_, '_>, routes: &[Route]) -> Vec<Told> {
    let each = routes.iter();
    each.map(|route| Told::of(net, route)).collect()
}

/// What is known of a route in a network.
struct Told {
    certainty: Certainty,
    legs: Vec<Pairs>,
}

impl Told {
    fn of(net: Net<'_, '_>, route: &Route) -> Self {
        let legs = route.asked(net);
        Told {
            certainty: route.certainty(&legs),
            legs,
        }
    }

    fn each(&self) -> impl Iterator<Item = &Pair> {
        self.legs.iter().flat_map(|leg| &leg.each)
    }
}

fn with<'g, 's>(net: Net<'g, 's>, what_if: &'g WhatIf) -> Net<'g, 's> {
    Net { what_if, ..net }
}

/// Sets of changes in the order in which they are tried: fewer first.
struct Tries<T, F> {
    waiting: VecDeque<Vec<T>>,
    seen: BTreeSet<Vec<T>>,
    left: usize,
    propose: F,
}

type Proposed<K, V> = (K, V);

impl<K: Ord + Clone, V: Clone, F> Tries<Proposed<K, V>, F>
where
    Proposed<K, V>: Ord,
{
    fn new<T>(propose: F, first: &T) -> Self
    where
        F: Fn(&T) -> Vec<Proposed<K, V>>,
    {
        let mut tries = Tries {
            waiting: VecDeque::new(),
            seen: BTreeSet::new(),
            left: MOST_TRIES,
            propose,
        };
        tries.more(&[], first);
        tries
    }

    fn next(&mut self) -> Option<Vec<Proposed<K, V>>> {
        self.left = self.left.checked_sub(1)?;
        self.waiting.pop_front()
    }

    /// What could come on top of changes that do not suffice.
    fn more<T>(&mut self, so_far: &[Proposed<K, V>], tried: &T)
    where
        F: Fn(&T) -> Vec<Proposed<K, V>>,
    {
        if so_far.len() >= MOST_CHANGES {
            return;
        }
        for one in (self.propose)(tried) {
            if so_far.iter().any(|known| known.0 == one.0) {
                continue;
            }
            let mut next = so_far.to_vec();
            next.push(one);
            next.sort();
            if self.seen.insert(next.clone()) {
                self.waiting.push_back(next);
            }
        }
    }
}

/// What would let packets pass where they end. Those that came furthest first.
fn grants<'p>(pairs: impl Iterator<Item = &'p Pair>) -> Vec<(Grant, Vec<Block>)> {
    let stops = |pair: &Pair| -> Vec<Stop> {
        match pair.may.arrived.is_empty() {
            true => pair.may.stopped.clone(),
            false => pair.may.stopped_back.clone(),
        }
    };
    let blocked = pairs.filter(|pair| pair.certainty != Certainty::Yes);
    let mut all: Vec<Stop> = blocked.flat_map(stops).collect();
    all.sort_by_key(|stop| std::cmp::Reverse(stop.hops.len()));
    let mut proposed: Vec<(Grant, Vec<Block>)> = Vec::new();
    for stop in all {
        for grant in stop.grants {
            if proposed.iter().all(|known| known.0 != grant) {
                proposed.push((grant, stop.packets.blocks().to_vec()));
            }
        }
    }
    proposed
}

/// The rules and routes that packets pass by.
fn rules<'p>(pairs: impl Iterator<Item = &'p Pair>) -> Vec<(Rule, ())> {
    let mut all = BTreeSet::new();
    let mut proposed = Vec::new();
    for state in pairs.flat_map(passed) {
        let hops = state.hops.iter();
        let mut groups: Vec<Rule> = Vec::new();
        let mut others: Vec<Rule> = Vec::new();
        for hop in hops {
            let into = match hop.sort {
                "security-group" => &mut groups,
                _ => &mut others,
            };
            into.extend(hop.by.iter().cloned());
        }
        // A rule of a group is nearest to what is wanted; of those the last hop's, its own, first.
        groups.reverse();
        for rule in groups.into_iter().chain(others) {
            if all.insert(rule.clone()) {
                proposed.push((rule, ()));
            }
        }
    }
    proposed
}

/// The ways of packets whose answers find back; where nobody looks for answers, of all that arrive.
fn passed(pair: &Pair) -> Vec<&State> {
    match pair.may.paths.as_slice() {
        [] => pair.may.arrived.iter().collect(),
        paths => paths.iter().map(|path| &path.forward).collect(),
    }
}

fn wanted(net: Net<'_, '_>, grant: &Grant, blocks: &[Block]) -> Change {
    let packets: PacketSet = blocks.iter().cloned().collect();
    let told = report::boxes(&packets);
    let service = told
        .first()
        .map_or_else(String::new, |one| match one.ports.as_str() {
            "all" => one.protocol.clone(),
            ports => format!("{} {ports}", one.protocol),
        });
    let few = |addresses: &[String]| match addresses {
        [] => "anywhere".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more blocks", rest.len()),
    };
    let from = told.first().map_or_else(String::new, |one| few(&one.from));
    let to = told.first().map_or_else(String::new, |one| few(&one.to));
    match grant {
        Grant::Group { seat, egress } => Change {
            at: format!("the groups of {seat}"),
            what: match egress {
                true => format!("let out {service} to {to}"),
                false => format!("let in {service} from {from}"),
            },
        },
        Grant::Acl { subnet, egress } => Change {
            at: format!("the network ACL of {subnet}"),
            what: match egress {
                true => format!("allow {service} out to {to}, before what denies it"),
                false => format!("allow {service} in from {from}, before what denies it"),
            },
        },
        Grant::Route { table, target } => {
            let id = net.resource(*table).map_or("", |one| one.arn.last());
            Change {
                at: id.to_owned(),
                what: format!("route {to} by {}", name(target)),
            }
        }
        Grant::PublicAccess { vpc } => Change {
            at: vpc.to_string(),
            what: "exclude it from the region's block of public access".to_owned(),
        },
    }
}

fn name(target: &Target) -> Text {
    match target {
        Target::InternetGateway(id)
        | Target::EgressOnly(id)
        | Target::Nat(id)
        | Target::Peering(id)
        | Target::Transit(id)
        | Target::Vpn(id)
        | Target::Interface(id)
        | Target::Endpoint(id)
        | Target::Other(id) => id.clone(),
        Target::Local => Text::const_new("local"),
        Target::Untold => Text::const_new("?"),
    }
}

fn unwanted(net: Net<'_, '_>, rule: &Rule) -> Change {
    let node = net.graph.node(rule.node);
    let id = node.arn.rsplit([':', '/']).next().unwrap_or("");
    let what = match rule.list {
        "ip_permissions" => "revoke the ingress rule",
        "ip_permissions_egress" => "revoke the egress rule",
        "entries" => "remove the entry",
        _ => "remove the route",
    };
    Change {
        at: id.to_owned(),
        what: format!(
            "{what} `{}` ({}[{}])",
            describe::rule(net, rule),
            rule.list,
            rule.index
        ),
    }
}
