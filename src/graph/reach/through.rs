//! Two connections, one after the other: to something that takes what comes and opens a connection of
//! its own to what stands behind it. Packets do not go all the way, and what is asked for gets there.

use crate::model::gap::Gap;
use crate::model::reach::{Certainty, Hop, Leg, Reachability, Stopped};

use crate::graph::node::{Graph, NodeId};

use super::ask::Question;
use super::grounds;
use super::net::Net;

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
    pub(super) near: Reachability,
    /// What it is, with what tells that it leads on.
    pub(super) middle: Vec<Hop>,
    /// Why it leads nowhere, if that is known.
    pub(super) broken: Option<Stopped>,
    /// Why it may lead nowhere.
    pub(super) gaps: Vec<Gap>,
    /// From there to the destination; nothing where nobody knows from where.
    pub(super) far: Option<Reachability>,
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

fn both(one: Certainty, other: Certainty) -> Certainty {
    match (one, other) {
        (Certainty::No, _) | (_, Certainty::No) => Certainty::No,
        (Certainty::Yes, Certainty::Yes) => Certainty::Yes,
        _ => Certainty::Unknown,
    }
}

impl Through {
    /// Both connections as one answer.
    pub(super) fn joined(self, graph: &Graph<'_>, question: &Question) -> Reachability {
        let own = match (&self.broken, self.gaps.is_empty()) {
            (Some(_), _) => Certainty::No,
            (None, true) => Certainty::Yes,
            (None, false) => Certainty::Unknown,
        };
        let far = self.far.as_ref();
        let far_answer = far.map_or(Certainty::Unknown, |far| far.answer);
        let answer = both(both(self.near.answer, own), far_answer);
        let packets = match answer {
            Certainty::Yes => self.near.packets.clone(),
            Certainty::No | Certainty::Unknown => Vec::new(),
        };
        let (forward, back) = self.legs(own);
        Reachability {
            from: question.from.name(graph),
            to: question.to.name(graph),
            answer,
            forward,
            back,
            packets,
            to_open: Vec::new(),
            to_close: Vec::new(),
        }
    }

    fn legs(self, own: Certainty) -> (Leg, Option<Leg>) {
        let mut forward = self.near.forward;
        let reached = self.near.answer != Certainty::No;
        let sound = self.broken.is_none();
        if !reached {
            return (forward, self.near.back);
        }
        forward.answer = both(forward.answer, own);
        forward.unknown.extend(self.gaps.iter().cloned());
        forward.path.extend(self.middle.iter().cloned());
        forward.stopped = forward.stopped.or(self.broken);
        let Some(far) = self.far.filter(|_| sound) else {
            return (forward, None);
        };
        forward.answer = both(forward.answer, far.forward.answer);
        forward.path.extend(far.forward.path);
        forward.stopped = forward.stopped.or(far.forward.stopped);
        forward.unknown.extend(far.forward.unknown);
        let back = match (self.near.back, far.back) {
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
