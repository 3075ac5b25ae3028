//! Two connections, one after the other: to something that takes what comes and opens a connection of
//! its own to what stands behind it. Packets do not go all the way, and what is asked for gets there.

use crate::model::gap::Gap;
use crate::model::reach::{Certainty, Hop, Leg, Reachability, Stopped};

use crate::graph::node::{Graph, NodeId};

use super::ask::Question;
use super::grounds;
use super::net::Net;
use super::route::{Route, both};

/// The things between two connections, by their words in a path.
pub(super) const CONNECT: [&str; 5] = [
    "load-balancer",
    "proxy",
    "resource-endpoint",
    "service-network-endpoint",
    "service-network-association",
];

/// Two connections and what joins them.
pub(super) struct Through {
    /// From the source to what takes connections.
    pub(super) near: Route,
    /// What it is, with what tells that it leads on.
    pub(super) middle: Vec<Hop>,
    /// Why it leads nowhere, if that is known.
    pub(super) broken: Option<Stopped>,
    /// Why it may lead nowhere.
    pub(super) gaps: Vec<Gap>,
    /// From there to the destination; nothing where nobody knows from where.
    pub(super) far: Option<Route>,
}

/// A thing between two connections.
pub(super) fn middle(graph: &Graph<'_>, kind: &str, node: NodeId) -> Hop {
    let arn = graph.node(node).arn.as_str();
    Hop {
        kind: kind.to_owned(),
        id: last(arn).to_owned(),
        resource: Some(arn.to_owned()),
        by: Vec::new(),
        facts: grounds::told(Net::new(graph), &grounds::of_node(graph, node)),
    }
}

/// The end of an ARN.
pub(super) fn last(arn: &str) -> &str {
    arn.rsplit([':', '/']).next().unwrap_or(arn)
}

impl Through {
    /// Both connections as one route.
    pub(super) fn joined(self, graph: &Graph<'_>, question: &Question) -> Route {
        let own = match (&self.broken, self.gaps.is_empty()) {
            (Some(_), _) => Certainty::No,
            (None, true) => Certainty::Yes,
            (None, false) => Certainty::Unknown,
        };
        let far = self.far.as_ref();
        let far_answer = far.map_or(Certainty::Unknown, |far| far.report.answer);
        let answer = both(both(self.near.report.answer, own), far_answer);
        let packets = match answer {
            Certainty::Yes => self.near.report.packets.clone(),
            Certainty::No | Certainty::Unknown => Vec::new(),
        };
        let far_own = far.map_or(Certainty::Unknown, |far| far.own);
        let all_own = both(both(self.near.own, own), far_own);
        let mut legs = self.near.legs.clone();
        legs.extend(far.into_iter().flat_map(|far| far.legs.iter().cloned()));
        let (forward, back) = self.legs(own);
        let report = Reachability {
            from: question.from.name(graph),
            to: question.to.name(graph),
            answer,
            forward,
            back,
            packets,
            to_open: Vec::new(),
            to_close: Vec::new(),
        };
        Route {
            report,
            own: all_own,
            legs,
        }
    }

    fn legs(self, own: Certainty) -> (Leg, Option<Leg>) {
        let near = self.near.report;
        let mut forward = near.forward;
        let reached = near.answer != Certainty::No;
        let sound = self.broken.is_none();
        if !reached {
            return (forward, near.back);
        }
        forward.answer = both(forward.answer, own);
        forward.unknown.extend(self.gaps.iter().cloned());
        forward.path.extend(self.middle.iter().cloned());
        forward.stopped = forward.stopped.or(self.broken);
        let Some(far) = self.far.map(|far| far.report).filter(|_| sound) else {
            return (forward, None);
        };
        forward.answer = both(forward.answer, far.forward.answer);
        forward.path.extend(far.forward.path);
        forward.stopped = forward.stopped.or(far.forward.stopped);
        forward.unknown.extend(far.forward.unknown);
        let back = match (near.back, far.back) {
            (Some(near), Some(far)) => Some(Leg {
                answer: both(both(near.answer, own), far.answer),
                path: far
                    .path
                    .into_iter()
                    .chain(self.middle.into_iter().rev())
                    .chain(near.path)
                    .collect(),
                stopped: far.stopped.or(near.stopped),
                unknown: far
                    .unknown
                    .into_iter()
                    .chain(self.gaps)
                    .chain(near.unknown)
                    .collect(),
            }),
            _ => None,
        };
        (forward, back)
    }
}
