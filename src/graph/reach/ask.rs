//! One question: can connections from here to there work?

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::reach::{Certainty, Hop, Reachability};

use crate::graph::node::Graph;
use crate::graph::packet::{PacketSet, Service};

use super::balancer::{self, Heard};
use super::changes;
use super::connection::{self, Connection, Source};
use super::ends::{self, Alternatives};
use super::lattice;
use super::net::Net;
use super::party::Party;
use super::proxy;
use super::report;
use super::route::Route;
use super::through;
use super::walk::Destination;

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Where connections begin.
    pub from: Party,
    /// Where they lead.
    pub to: Party,
    /// What they are about.
    pub service: Service,
}

/// What the engine says to a question.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The packets, as their source sends them, that arrive and whose answers find back, for certain.
    pub must: PacketSet,
    /// Those of which that cannot be excluded.
    pub may: PacketSet,
    /// The answer for people and programs.
    pub report: Reachability,
}

/// Answers a question. What cannot be reached itself may be through a load balancer, a proxy of RDS, or
/// VPC Lattice.
pub fn ask(graph: &Graph<'_>, question: &Question) -> Answer {
    let direct = ask_directly(graph, question);
    if direct.report.answer == Certainty::Yes {
        return direct;
    }
    let (ways, hidden) = ways(graph, question);
    let reports = ways.into_iter().map(|way| way.report);
    best(direct, reports, &hidden)
}

/// Of all answers the one that tells most: better is a "yes" than an "unknown", and that than a "no"; of
/// these tells most the one that led as far as to what connects anew, and of those the one that came
/// furthest.
fn best(mut answer: Answer, ways: impl Iterator<Item = Reachability>, hidden: &[Gap]) -> Answer {
    let rank = |one: &Reachability| match one.answer {
        Certainty::Yes => (3, 0),
        Certainty::Unknown => (2, 0),
        Certainty::No => {
            let hops = &one.forward.path;
            let connects = |hop: &Hop| through::CONNECT.contains(&hop.kind.as_str());
            (u8::from(hops.iter().any(connects)), hops.len())
        }
    };
    if let Some(way) = ways.max_by_key(rank)
        && rank(&way) > rank(&answer.report)
    {
        answer.report = way;
    }
    if answer.report.answer == Certainty::No && !hidden.is_empty() {
        answer.report.answer = Certainty::Unknown;
        let leg = answer.report.back.as_mut();
        let leg = leg.unwrap_or(&mut answer.report.forward);
        leg.answer = Certainty::Unknown;
        leg.unknown.extend_from_slice(hidden);
    }
    answer
}

/// The ways through something that takes connections and opens its own, and why there may be more.
pub(super) fn ways(graph: &Graph<'_>, question: &Question) -> (Vec<Route>, Vec<Gap>) {
    let (mut ways, mut hidden) = lattice::ways(graph, question);
    for (more, gap) in [
        balancer::ways(graph, question),
        proxy::ways(graph, question),
    ] {
        ways.extend(more);
        hidden.extend(gap);
    }
    (ways, hidden)
}

/// Answers a question for packets that go all the way themselves.
pub(super) fn ask_directly(graph: &Graph<'_>, question: &Question) -> Answer {
    narrowed(graph, question).map_or_else(|answer| *answer, |question| walked(graph, &question))
}

/// A question as far as something listens; the answer, where nothing does.
pub(super) fn narrowed(graph: &Graph<'_>, question: &Question) -> Result<Question, Box<Answer>> {
    let question = question.clone();
    let Party::Resource(node) = question.to else {
        return Ok(question);
    };
    if !balancer::is_balancer(graph, node) {
        return Ok(question);
    }
    match balancer::heard(graph, node, &question.service) {
        Heard::Some(service) => Ok(Question {
            service,
            ..question
        }),
        heard => Err(Box::new(Answer {
            must: PacketSet::none(),
            may: PacketSet::none(),
            report: balancer::stopped_at(graph, &question, heard),
        })),
    }
}

/// Answers a question for packets that something listens to.
pub(super) fn walked(graph: &Graph<'_>, question: &Question) -> Answer {
    let net = Net::new(graph);
    let pairs = pairs(net, question);
    let must = union(&pairs.each, |one| one.must.packets());
    let may = union(&pairs.each, |one| one.may.packets());
    Answer {
        must,
        may,
        report: report::of(net, question, &pairs),
    }
}

/// Answers a question, and says what would open or close the connection.
pub fn ask_with_changes(graph: &Graph<'_>, question: &Question) -> Answer {
    let net = Net::new(graph);
    let (direct, route) = Route::answered(graph, question);
    let (ways, hidden) = ways(graph, question);
    let routes: Vec<Route> = [route].into_iter().chain(ways).collect();
    let is_open = direct.report.answer == Certainty::Yes;
    let mut answer = match is_open {
        true => direct,
        false => {
            let ways = routes.iter().skip(1);
            best(direct, ways.map(|way| way.report.clone()), &hidden)
        }
    };
    match answer.report.answer {
        // Where there may be more ways, nobody knows what closes them all.
        Certainty::Yes if hidden.is_empty() => {
            answer.report.to_close = changes::to_close(net, &routes);
        }
        Certainty::No => answer.report.to_open = changes::to_open(net, &routes),
        Certainty::Yes | Certainty::Unknown => {}
    }
    answer
}

/// What is known of each pair of places that a question is about.
pub(super) struct Pairs {
    pub(super) each: Vec<Pair>,
    /// Why there may be other pairs.
    pub(super) hidden: Vec<Gap>,
}

/// A pair of places.
pub(super) struct Pair {
    pub(super) certainty: Certainty,
    /// What is known of it; of places of which one is it and nobody knows which, what tells most.
    pub(super) must: connection::Found,
    pub(super) may: connection::Found,
    pub(super) gaps: BTreeSet<Gap>,
}

impl Pair {
    /// Whether packets arrive, whatever becomes of their answers.
    pub(super) fn arrives(&self) -> Certainty {
        match (self.must.arrived.is_empty(), self.may.arrived.is_empty()) {
            (false, _) => Certainty::Yes,
            (true, false) => Certainty::Unknown,
            (true, true) => Certainty::No,
        }
    }
}

fn union(pairs: &[Pair], packets: impl Fn(&Pair) -> PacketSet) -> PacketSet {
    let mut all = PacketSet::none();
    for pair in pairs {
        all.add(packets(pair));
    }
    all
}

/// Every pair of places that a question is about.
pub(super) fn pairs(net: Net<'_, '_>, question: &Question) -> Pairs {
    let sources = ends::sources(net, &question.from);
    let destinations = ends::destinations(net, &question.to);
    let mut each = Vec::new();
    for source in &sources.each {
        for destination in &destinations.each {
            each.extend(pair(net, source, destination, &question.service));
        }
    }
    Pairs {
        each,
        hidden: sources
            .hidden
            .into_iter()
            .chain(destinations.hidden)
            .collect(),
    }
}

/// Two places; nothing if they are the same one.
pub(super) fn pair(
    net: Net<'_, '_>,
    source: &Alternatives<Source>,
    destination: &Alternatives<Destination>,
    service: &Service,
) -> Option<Pair> {
    let mut all: Vec<Connection> = Vec::new();
    for from in &source.one_of {
        for to in &destination.one_of {
            if is_same(from, to) {
                return None;
            }
            all.push(connection::between(net, from, to, service));
        }
    }
    let certainties: Vec<Certainty> = all.iter().map(certainty).collect();
    let is = |wanted| certainties.iter().all(|one| *one == wanted);
    let mut gaps: BTreeSet<Gap> = BTreeSet::new();
    let joint = if is(Certainty::Yes) {
        Certainty::Yes
    } else if is(Certainty::No) {
        Certainty::No
    } else {
        gaps.extend(source.doubt.iter().chain(&destination.doubt).cloned());
        Certainty::Unknown
    };
    // Of several the one that fits the joint answer best speaks for all.
    let order = |one: &Certainty| match (joint, one) {
        (Certainty::Unknown, Certainty::Unknown) => 0,
        (Certainty::Unknown, Certainty::No) => 2,
        _ => 1,
    };
    let mut ranked: Vec<(Connection, Certainty)> = all.into_iter().zip(certainties).collect();
    ranked.sort_by_key(|(_, one)| order(one));
    let certain = sure_packets(&ranked);
    let (speaker, _) = ranked.into_iter().next()?;
    gaps.extend(speaker.doubts());
    if joint != Certainty::Yes {
        gaps.extend(speaker.doubts_forward());
    }
    let mut must = speaker.must;
    if let Some(certain) = certain {
        must.keep_packets(&certain);
    }
    Some(Pair {
        certainty: joint,
        must,
        may: speaker.may,
        gaps,
    })
}

/// Packets that pass between each of several alternatives; nothing to say where there is one.
fn sure_packets(all: &[(Connection, Certainty)]) -> Option<PacketSet> {
    let mut each = all.iter().map(|(one, _)| one.must.packets());
    let first = each.next()?;
    (all.len() > 1).then(|| each.fold(first, |both, one| shared(&both, &one)))
}

/// Packets of the same service from the same source; the addresses of alternatives differ.
fn shared(one: &PacketSet, other: &PacketSet) -> PacketSet {
    let mut shared = PacketSet::none();
    for block in other.blocks() {
        shared.add(one.of_service(block.service()));
    }
    shared
}

fn is_same(from: &Source, to: &Destination) -> bool {
    match (from, to) {
        (Source::Seat(from), Destination::Seat(to)) => from.is_same(to),
        (Source::Internet(_), Destination::Outside(_))
        | (Source::OnPremises(_), Destination::OnPremises(_)) => true,
        _ => false,
    }
}

/// Whether a connection works with any packet.
pub(super) fn certainty(connection: &Connection) -> Certainty {
    if !connection.must.paths.is_empty() {
        Certainty::Yes
    } else if connection.may.paths.is_empty() {
        Certainty::No
    } else {
        Certainty::Unknown
    }
}

/// All of them, as far as one answer can say: yes if one is yes.
pub(super) fn joint(pairs: &Pairs) -> Certainty {
    let is = |wanted| pairs.each.iter().any(|pair| pair.certainty == wanted);
    if is(Certainty::Yes) {
        Certainty::Yes
    } else if is(Certainty::Unknown) || !pairs.hidden.is_empty() {
        Certainty::Unknown
    } else {
        Certainty::No
    }
}
