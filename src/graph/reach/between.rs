//! Questions of other derived facts: whether one thing reaches another on a port, by which way, what
//! stops it, and on which facts that stands.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::reach::{Certainty, Evidence, Leg, Reachability, Stopped};

use crate::graph::node::Graph;
use crate::graph::packet::Service;

use super::ask::{self, Pairs, Question, pair};
use super::connection::Source as From;
use super::ends::{self, Alternatives, Ends};
use super::grounds;
use super::net::Net;
use super::party::Party;
use super::report;
use super::walk::Destination;

/// What the engine says to a derived fact.
#[derive(Debug, Clone)]
pub struct Between {
    /// Where the packets begin: the subnet, or nothing for one answer of all subnets.
    pub from_subnet: Option<Text>,
    /// Whether connections work, there and back.
    pub answer: Certainty,
    /// The ids of what packets pass, from the source on; of a "no" as far as they come.
    pub path: Vec<Text>,
    /// Where packets or their answers end, with the code of AWS's Reachability Analyzer.
    pub stopped: Option<Stopped>,
    /// Why nobody can tell; empty unless the answer is unknown.
    pub gaps: Vec<Gap>,
    /// The facts that the answer stands on; first its way, as one text.
    pub sources: Vec<Source>,
}

impl Between {
    /// The answer as a fact: known, or a gap.
    pub fn decided(&self) -> Result<bool, Gap> {
        match self.answer {
            Certainty::Yes => Ok(true),
            Certainty::No => Ok(false),
            Certainty::Unknown => Err(self.gaps.first().cloned().unwrap_or_else(untold)),
        }
    }

    /// The path as one text, which reports show as a way.
    pub fn way(&self) -> Text {
        let ids: Vec<&str> = self.path.iter().map(Text::as_str).collect();
        Text::from(ids.join(" > "))
    }

    /// The sources, each said of one part of a derived value (`""` for the whole, `[0]` for an item).
    pub fn sources_at(&self, path: &str) -> Vec<(String, Source)> {
        let each = self.sources.iter().cloned();
        each.map(|source| (path.to_owned(), source)).collect()
    }

    /// What an answer of the engine says.
    pub(super) fn of(graph: &Graph<'_>, report: &Reachability, from_subnet: Option<Text>) -> Self {
        let legs = || [Some(&report.forward), report.back.as_ref()];
        let legs = || legs().into_iter().flatten();
        let stopped = legs().find_map(|leg| leg.stopped.clone());
        let gaps: BTreeSet<Gap> = match report.answer {
            Certainty::Unknown => legs().flat_map(|leg| leg.unknown.clone()).collect(),
            Certainty::Yes | Certainty::No => BTreeSet::new(),
        };
        let path = report.forward.path.iter();
        let path: Vec<Text> = path.map(|hop| Text::from(hop.id.as_str())).collect();
        let stopped = stopped.filter(|_| report.answer == Certainty::No);
        let mut stands_on: Vec<Source> = way_of(report, &path, stopped.as_ref())
            .into_iter()
            .collect();
        stands_on.extend(sources(graph, legs()));
        Between {
            from_subnet,
            answer: report.answer,
            path,
            stopped,
            gaps: gaps.into_iter().collect(),
            sources: stands_on,
        }
    }
}

/// The way as the first source of an answer, by which reports show it step by step; of a "no" up to
/// where packets end, with the code.
fn way_of(report: &Reachability, path: &[Text], stopped: Option<&Stopped>) -> Option<Source> {
    let mut steps: Vec<String> = path.iter().map(ToString::to_string).collect();
    steps.extend(stopped.map(|stop| format!("{} ({})", stop.at, stop.code)));
    let ends = [&report.to, &report.from];
    let resource = ends.into_iter().find(|end| end.starts_with("arn:"));
    (steps.len() > 1).then(|| Source {
        resource: Text::from(resource.map_or("", String::as_str)),
        path: "path".to_owned(),
        value: steps.join(" > ").into(),
        operation: Text::const_new("derived"),
    })
}

/// An unknown answer always has a gap; this one is named should one come without.
fn untold() -> Gap {
    Gap::new(GapReason::UnsupportedHere, "ec2:DescribeNetworkInterfaces")
}

/// Whether any interface of one party reaches any of another with any packet of a service.
pub fn between(graph: &Graph<'_>, from: &Party, to: &Party, service: &Service) -> Between {
    let question = Question {
        from: from.clone(),
        to: to.clone(),
        service: service.clone(),
    };
    Between::of(graph, &ask::ask_directly(graph, &question).report, None)
}

/// The same for each subnet that the source has interfaces in, where a "yes" of one of them says
/// nothing of the others; and why there may be more.
pub fn from_each_subnet(
    graph: &Graph<'_>,
    from: &Party,
    to: &Party,
    service: &Service,
) -> (Vec<Between>, Option<Gap>) {
    let ways = Ways::of(graph, from, to, service);
    let answers = ways.each(|source| {
        let each = ways.destinations.each.iter();
        let each = each.filter_map(|to| pair(ways.net, source, to, service));
        vec![Pairs {
            each: each.collect(),
            hidden: ways.destinations.hidden.iter().cloned().collect(),
        }]
    });
    (answers, ways.sources.hidden)
}

/// The same for each interface of the source with each of the destination: where traffic is spread over
/// several, one that does not work is no better than none for what is sent there.
pub(in crate::graph) fn from_each_to_each(
    graph: &Graph<'_>,
    from: &Party,
    to: &Party,
    service: &Service,
) -> (Vec<Between>, Option<Gap>) {
    let ways = Ways::of(graph, from, to, service);
    let answers = ways.each(|source| {
        let each = ways.destinations.each.iter();
        let each = each.filter_map(|to| pair(ways.net, source, to, service));
        let alone = each.map(|pair| Pairs {
            each: vec![pair],
            hidden: Vec::new(),
        });
        alone.collect()
    });
    (answers, ways.sources.hidden.or(ways.destinations.hidden))
}

/// The interfaces between which connections are asked about.
struct Ways<'g, 's> {
    net: Net<'g, 's>,
    question: Question,
    sources: Ends<From>,
    destinations: Ends<Destination>,
}

impl<'g, 's> Ways<'g, 's> {
    fn of(graph: &'g Graph<'s>, from: &Party, to: &Party, service: &Service) -> Self {
        let net = Net::new(graph);
        Ways {
            net,
            question: Question {
                from: from.clone(),
                to: to.clone(),
                service: service.clone(),
            },
            sources: ends::sources(net, from),
            destinations: ends::destinations(net, to),
        }
    }

    /// The answers of the pairs that each interface of the source makes.
    fn each(&self, pairs: impl Fn(&Alternatives<From>) -> Vec<Pairs>) -> Vec<Between> {
        let mut answers = Vec::new();
        for source in &self.sources.each {
            let Some(From::Seat(seat)) = source.one_of.first() else {
                continue;
            };
            for pairs in pairs(source) {
                let report = report::of(self.net, &self.question, &pairs);
                let subnet = seat.subnet.id.clone();
                answers.push(Between::of(self.net.graph, &report, Some(subnet)));
            }
        }
        answers
    }
}

/// The facts of both legs, each once, in the order in which packets meet them.
fn sources<'a>(graph: &Graph<'_>, legs: impl Iterator<Item = &'a Leg>) -> Vec<Source> {
    let told = legs.flat_map(|leg| {
        let hops = leg.path.iter();
        let hops = hops.flat_map(|hop| hop.by.iter().chain(&hop.facts));
        hops.chain(leg.stopped.iter().flat_map(|stop| &stop.by))
    });
    let mut seen = BTreeSet::new();
    let mut sources = Vec::new();
    for evidence in told {
        let Evidence { resource, path, .. } = evidence;
        if seen.insert((resource.clone(), path.clone()))
            && let Some(ground) = grounds::of_evidence(graph, evidence)
        {
            sources.extend(grounds::source(graph, &ground));
        }
    }
    sources
}
