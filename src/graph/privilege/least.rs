//! Rules against what is needed of them, and the least ones that do.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::gap::Gap;
use crate::model::privilege::{Direction, Fate, Judged, Peer, Rule};

use crate::graph::packet::Ports;

use super::rewrite::{protocol_name, runs_of};

/// The least rules as they are gathered: ports by peer and protocol, and rules that stay as they are.
pub(super) struct Least {
    direction: Direction,
    ports: BTreeMap<(Peer, u8), Ports>,
    whole: BTreeSet<Rule>,
}

impl Least {
    pub(super) fn new(direction: Direction) -> Self {
        Least {
            direction,
            ports: BTreeMap::new(),
            whole: BTreeSet::new(),
        }
    }

    pub(super) fn admit(&mut self, whom: (Peer, u8), ports: &Ports) {
        let all = self.ports.entry(whom).or_insert_with(Ports::none);
        *all = all.or(ports);
    }

    fn add(&mut self, other: &Least) {
        for (whom, ports) in &other.ports {
            self.admit(whom.clone(), ports);
        }
    }

    pub(super) fn rules(&self) -> Vec<Rule> {
        let narrow = self.ports.iter().flat_map(|((peer, protocol), ports)| {
            let runs = runs_of(ports).into_iter();
            runs.map(|ports| Rule {
                direction: self.direction,
                protocol: protocol_name(*protocol),
                ports: Some(ports),
                peer: peer.clone(),
            })
        });
        let all: BTreeSet<Rule> = narrow.chain(self.whole.iter().cloned()).collect();
        all.into_iter().collect()
    }

    /// What is to become of a rule; what of it is needed is added to these.
    pub(super) fn judge(&mut self, own: Rule, need: Need) -> Judged {
        let Need { by, vain, mut open } = need;
        let (fate, why) = if by.rules() == [own.clone()] {
            open.clear();
            (Fate::Keep, "all of it is needed".to_owned())
        } else if !open.is_empty() {
            (Fate::Unknown, String::new())
        } else if vain {
            let why = "nothing that carries the group listens on what it admits";
            (Fate::Remove, why.to_owned())
        } else if by.ports.is_empty() {
            let way = match self.direction {
                Direction::Ingress => "comes",
                Direction::Egress => "goes",
            };
            (Fate::Remove, format!("no wanted connection {way} by it"))
        } else {
            let needs: Vec<String> = by.rules().iter().map(Rule::label).collect();
            (Fate::Narrow, format!("needed is only {}", needs.join("; ")))
        };
        match fate {
            Fate::Unknown => self.whole.extend([own.clone()]),
            Fate::Keep | Fate::Narrow => self.add(&by),
            Fate::Remove => {}
        }
        Judged {
            rule: own,
            fate,
            why,
            unknown: open,
        }
    }
}

/// What is needed of a rule.
pub(super) struct Need {
    /// The rules that admit what comes by it and is needed.
    pub(super) by: Least,
    /// Whether nothing listens on what it admits.
    pub(super) vain: bool,
    /// Why more of it may be needed.
    pub(super) open: Vec<Gap>,
}
