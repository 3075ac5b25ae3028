//! Ways from where a workload stands, subnet by subnet.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Service;
use crate::graph::reach::{Between, Party, from_each_to_each};

/// Whether packets get somewhere and the answers back.
#[derive(Debug, Clone)]
pub(in crate::graph) enum Way {
    /// They do, by these facts.
    Open(Vec<Source>),
    /// They do not: why, and by which facts.
    Shut(Text, Vec<Source>),
    /// Nobody knows.
    Unknown(Gap),
}

impl Way {
    /// They do not, and no fact besides says so.
    pub(in crate::graph) fn shut(why: impl Into<String>) -> Self {
        Way::Shut(Text::from(why.into()), Vec::new())
    }

    /// Both as one: only if both are open, the whole is.
    #[must_use]
    pub(in crate::graph) fn and(self, other: Way) -> Way {
        match (self, other) {
            (Way::Shut(why, by), _) | (_, Way::Shut(why, by)) => Way::Shut(why, by),
            (Way::Unknown(gap), _) | (_, Way::Unknown(gap)) => Way::Unknown(gap),
            (Way::Open(mut one), Way::Open(mut other)) => {
                other.retain(|source| !one.contains(source));
                one.append(&mut other);
                Way::Open(one)
            }
        }
    }

    fn of(answer: &Between) -> Way {
        let by = answer.sources.clone();
        match answer.decided() {
            Ok(true) => Way::Open(by),
            Ok(false) => match &answer.stopped {
                Some(stop) => {
                    let why = format!("{}: {} ({})", stop.at, stop.why, stop.code);
                    Way::Shut(Text::from(why.trim_start_matches(": ")), by)
                }
                None => Way::Shut(Text::const_new("there is no way"), by),
            },
            Err(gap) => Way::Unknown(gap),
        }
    }
}

/// The ways by the subnet that they begin in, and why there may be more.
#[derive(Default)]
pub(in crate::graph) struct Ways {
    by_subnet: BTreeMap<Text, Way>,
    pub(in crate::graph) hidden: Option<Gap>,
}

impl Ways {
    /// The way from a subnet.
    pub(in crate::graph) fn from(&self, subnet: &Text) -> Way {
        match (self.by_subnet.get(subnet), &self.hidden) {
            (Some(way), _) => way.clone(),
            (None, Some(gap)) => Way::Unknown(gap.clone()),
            (None, None) => Way::shut("one end has no interface"),
        }
    }
}

/// The ways by TCP to a port of something: a way from a subnet is open if each interface of the other
/// end can be reached.
pub(in crate::graph) fn ways_to(graph: &Graph<'_>, from: NodeId, to: &Party, port: u16) -> Ways {
    let service = Service::ports(Service::TCP, port, port);
    let from = Party::Resource(from);
    let (answers, hidden) = from_each_to_each(graph, &from, to, &service);
    let mut ways = Ways {
        by_subnet: BTreeMap::new(),
        hidden,
    };
    for answer in &answers {
        let Some(subnet) = &answer.from_subnet else {
            continue;
        };
        let way = Way::of(answer);
        let joined = match ways.by_subnet.remove(subnet) {
            Some(known) => known.and(way),
            None => way,
        };
        ways.by_subnet.insert(subnet.clone(), joined);
    }
    ways
}

/// The ways to hosts of the internet by HTTPS.
pub(in crate::graph) fn way_to_internet(graph: &Graph<'_>, from: NodeId) -> Ways {
    ways_to(graph, from, &Party::Internet, 443)
}
