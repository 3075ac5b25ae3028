//! Everybody who can reach something, over classes of interfaces and not over pairs.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::reach::{Certainty, ReachItem, ReachList};

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{PacketSet, Service};

use super::ask::{Pair, pair};
use super::classes::{Class, Classes};
use super::connection::Source;
use super::consumers;
use super::ends::{self, Alternatives, internet};
use super::foreign;
use super::grounds::{self, Ground};
use super::neighbours::neighbours;
use super::net::Net;
use super::party::Party;
use super::prune;
use super::report::boxes;
use super::seat::SharedSeat;
use super::walk::Destination;

/// One sort of source.
#[derive(Debug, Clone)]
pub struct SourceOf {
    /// `internet`, `on-premises`, `instance`, `lambda`, `database`, `load-balancer`, `interface`,
    /// `resource-endpoint`, `foreign-vpc` (whoever stands in a VPC that nobody scanned).
    pub class: &'static str,
    /// What it is called.
    pub label: Text,
    /// Its account, if it stands in one.
    pub account: Option<Text>,
    /// The interfaces that are as one here; none of who stands outside.
    pub interfaces: Vec<NodeId>,
    /// Whether it can.
    pub certainty: Certainty,
    /// The packets that work for certain, as it sends them.
    pub packets: PacketSet,
    /// The ids of what they pass.
    pub path: Vec<Text>,
    /// Why more may work.
    pub gaps: BTreeSet<Gap>,
    /// The facts that this stands on.
    pub(super) on: Vec<Ground>,
}

/// Everybody who can reach something, and why there may be more.
#[derive(Debug, Clone, Default)]
pub struct AllSources {
    /// Those who can, and those of whom nobody knows.
    pub each: Vec<SourceOf>,
    /// Why there may be others.
    pub hidden: BTreeSet<Gap>,
}

impl AllSources {
    /// The list as it is reported.
    pub fn list(self, of: String, sources: bool) -> ReachList {
        let item = |one: SourceOf| ReachItem {
            class: one.class.to_owned(),
            label: one.label.to_string(),
            account: one.account.map(|account| account.to_string()),
            answer: one.certainty,
            packets: boxes(&one.packets),
            path: one.path.iter().map(ToString::to_string).collect(),
            unknown: one.gaps.into_iter().collect(),
        };
        ReachList {
            of,
            sources,
            each: self.each.into_iter().map(item).collect(),
            unknown: self.hidden.into_iter().collect(),
        }
    }
}

/// Everybody who can reach a party.
pub fn all_sources(graph: &Graph<'_>, to: &Party, service: &Service) -> AllSources {
    searched(graph, to, service, Until::All)
}

/// The same, but no others are looked for once it is certain of one.
pub(super) fn any_source(graph: &Graph<'_>, to: &Party, service: &Service) -> AllSources {
    searched(graph, to, service, Until::One)
}

/// How many sources are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    All,
    /// One that certainly can.
    One,
}

impl Until {
    fn is_done(self, all: &AllSources) -> bool {
        let last = all.each.last();
        self == Until::One && last.is_some_and(|last| last.certainty == Certainty::Yes)
    }
}

fn searched(graph: &Graph<'_>, to: &Party, service: &Service, until: Until) -> AllSources {
    let net = Net::new(graph);
    let mut all = AllSources::default();
    let destinations = ends::destinations(net, to);
    all.hidden.extend(destinations.hidden);
    for destination in &destinations.each {
        one_destination(net, destination, service, until, &mut all);
        if until.is_done(&all) {
            return all;
        }
    }
    consumers::add(graph, to, service, &mut all);
    all
}

fn one_destination(
    net: Net<'_, '_>,
    destination: &Alternatives<Destination>,
    service: &Service,
    until: Until,
    all: &mut AllSources,
) {
    outside(net, destination, service, all);
    if !until.is_done(all) {
        inside(net, destination, service, until, all);
    }
}

/// Adds what is in no VPC.
fn outside(
    net: Net<'_, '_>,
    destination: &Alternatives<Destination>,
    service: &Service,
    all: &mut AllSources,
) {
    let sure = |source| Alternatives {
        one_of: vec![source],
        doubt: None,
    };
    let mut add = |class, label: Text, account, source: Source| {
        let pair = pair(net, &sure(source), destination, service);
        all.each
            .extend(pair.and_then(|pair| told(net, class, label, account, pair)));
    };
    let name = Text::const_new;
    add(
        "internet",
        name("internet"),
        None,
        Source::Internet(internet()),
    );
    let on_premises = Source::OnPremises(super::on_premises::all());
    add("on-premises", name("on-premises"), None, on_premises);
}

/// Adds what is in the VPC of a destination, or in one that is joined to it.
fn inside(
    net: Net<'_, '_>,
    destination: &Alternatives<Destination>,
    service: &Service,
    until: Until,
    all: &mut AllSources,
) {
    let seats: Vec<&SharedSeat> = destination
        .one_of
        .iter()
        .filter_map(|one| match one {
            Destination::Seat(seat) => Some(seat),
            _ => None,
        })
        .collect();
    let Some(first) = seats.first() else {
        return;
    };
    let own = first.subnet.vpc.clone();
    let (vpcs, hidden) = neighbours(net, &own, first.node);
    all.hidden.extend(hidden);
    for vpc in vpcs {
        if vpc != own && foreign::gap(net, &vpc, first.node).is_some() {
            let pair = foreign::from(net, &vpc, destination, service);
            let row = |pair| told(net, foreign::CLASS, vpc.clone(), None, pair);
            all.each.extend(pair.and_then(row));
        }
        let classes = net.classes(&vpc, first.node);
        let classes: &Classes = &classes;
        all.hidden.extend(classes.hidden.clone());
        let skip = vpc == own && prune::is_plain(net, &vpc, first.node);
        for class in &classes.each {
            let refuses = |seat: &&SharedSeat| prune::is_refused(net, &class.seat, seat);
            if skip && seats.iter().all(refuses) {
                continue;
            }
            let class = class.without(&seats);
            all.each
                .extend(class.and_then(|class| of_class(net, &class, destination, service)));
            if until.is_done(all) {
                return;
            }
        }
    }
}

fn of_class(
    net: Net<'_, '_>,
    class: &Class,
    destination: &Alternatives<Destination>,
    service: &Service,
) -> Option<SourceOf> {
    let source = Alternatives {
        one_of: vec![Source::Seat(class.seat.clone())],
        doubt: None,
    };
    let account = Text::from(net.graph.node(class.seat.node).account.as_str());
    let pair = pair(net, &source, destination, service)?;
    let told = told(net, class.sort, class.label.clone(), Some(account), pair)?;
    Some(SourceOf {
        interfaces: class.interfaces(),
        ..told
    })
}

fn told(
    net: Net<'_, '_>,
    class: &'static str,
    label: Text,
    account: Option<Text>,
    pair: Pair,
) -> Option<SourceOf> {
    if pair.certainty == Certainty::No {
        return None;
    }
    let path = pair.must.paths.iter().chain(&pair.may.paths);
    let path = path.min_by_key(|path| path.forward.hops.len());
    let ids = path.into_iter().flat_map(|path| &path.forward.hops);
    let on = path.map_or_else(Vec::new, |path| grounds::of_path(net, path));
    Some(SourceOf {
        class,
        label,
        account,
        interfaces: Vec::new(),
        certainty: pair.certainty,
        packets: pair.must.packets(),
        path: ids.map(|hop| hop.id.clone()).collect(),
        gaps: pair.gaps,
        on,
    })
}

/// Everything that a party can reach: interfaces of its own and joined VPCs, the internet, and
/// networks on premises.
pub fn all_destinations(graph: &Graph<'_>, from: &Party, service: &Service) -> AllSources {
    let net = Net::new(graph);
    let mut all = AllSources::default();
    let sources = ends::sources(net, from);
    all.hidden.extend(sources.hidden);
    for source in &sources.each {
        one_source(net, source, service, &mut all);
    }
    all
}

fn one_source(
    net: Net<'_, '_>,
    source: &Alternatives<Source>,
    service: &Service,
    all: &mut AllSources,
) {
    let mut add = |class, label: Text, account, destination: Destination| {
        let to = Alternatives {
            one_of: vec![destination],
            doubt: None,
        };
        let pair = pair(net, source, &to, service);
        all.each
            .extend(pair.and_then(|pair| told(net, class, label, account, pair)));
    };
    let outside = Destination::Outside(internet());
    add("internet", Text::const_new("internet"), None, outside);
    let behind = Destination::OnPremises(super::on_premises::all());
    add("on-premises", Text::const_new("on-premises"), None, behind);
    let own: Vec<&SharedSeat> = source.one_of.iter().filter_map(seat_of).collect();
    let seat = own.first().copied();
    let (vpcs, hidden) = match seat {
        Some(seat) => neighbours(net, &seat.subnet.vpc, seat.node),
        None => (every_vpc(net), Vec::new()),
    };
    let mut gaps = hidden;
    let mut far = Vec::new();
    for vpc in vpcs {
        let near = seat.map(|seat| seat.node);
        let near = near.or_else(|| net.graph.of_kind("ec2.vpc").first().copied());
        let Some(near) = near else { continue };
        let is_own = seat.is_some_and(|seat| seat.subnet.vpc == vpc);
        if !is_own && foreign::gap(net, &vpc, near).is_some() {
            let pair = foreign::to(net, &vpc, source, service);
            far.extend(pair.and_then(|pair| told(net, foreign::CLASS, vpc.clone(), None, pair)));
        }
        let classes = net.classes(&vpc, near);
        gaps.extend(classes.hidden.clone());
        for class in classes.each.iter().filter_map(|class| class.without(&own)) {
            let account = Text::from(net.graph.node(class.seat.node).account.as_str());
            let to = Destination::Seat(class.seat.clone());
            add(class.sort, class.label.clone(), Some(account), to);
        }
    }
    all.each.extend(far);
    all.hidden.extend(gaps);
}

fn seat_of(source: &Source) -> Option<&SharedSeat> {
    match source {
        Source::Seat(seat) => Some(seat),
        _ => None,
    }
}

fn every_vpc(net: Net<'_, '_>) -> BTreeSet<Text> {
    let nodes = net.graph.of_kind("ec2.vpc").iter();
    let ids = nodes.filter_map(|node| match net.graph.facts(*node) {
        Some(Facts::Vpc(facts)) => facts.vpc_id.known().cloned(),
        _ => None,
    });
    ids.collect()
}
