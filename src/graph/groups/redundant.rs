//! The derived fact `redundant_rules`.
//!
//! Groups only ever allow, so a rule is of no effect where the union of the others allows the same.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html>

use std::cmp::Reverse as Down;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, PacketSet, Service};
use crate::graph::schema::Answer;

use super::rules::{Direction, GroupRule, GroupRules, Peer, with};
use super::together;

record! {
    /// A rule that adds nothing.
    RedundantRule {
        /// `ingress` or `egress`.
        direction: Text, gap;
        /// The rule in words: `tcp 443 to 0.0.0.0/0`.
        rule: Text, gap;
        /// The rules that let the same pass, in words; of another group, with its id.
        covered_by: Text, gap;
        /// `redundant`; `currently`, where that follows from present members and interfaces; or
        /// `ineffective`, of egress beside a rule for every protocol and every address.
        effect: Text, gap;
    }
}

/// The derived fact `redundant_rules`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let mut list = Vec::new();
    let mut sources = Vec::new();
    let mut incomplete = None;
    for direction in Direction::BOTH {
        let mut seeker = Seeker::new(graph, node, direction);
        for found in seeker.all() {
            let rule = &seeker.own[found.index];
            let at = format!("[{}]", list.len());
            sources.push((at.clone(), rule.source(resource)));
            let covers = found.covers.iter().map(|cover| &seeker.covers[*cover]);
            for cover in covers.clone() {
                if let Some(of) = graph.resource(cover.of) {
                    sources.push((at.clone(), cover.rule.source(of)));
                }
            }
            let names: Vec<String> = covers.clone().map(|one| one.name(node)).collect();
            let mut covers = covers;
            let moot = direction == Direction::Egress && covers.any(|one| is_everything(&one.rule));
            let effect = match (moot, found.lasting) {
                (true, _) => "ineffective",
                (false, true) => "redundant",
                (false, false) => "currently",
            };
            list.push(RedundantRule {
                direction: Text::const_new(direction.name()).into(),
                rule: Text::from(rule.label()).into(),
                covered_by: Text::from(names.join(", ")).into(),
                effect: Text::const_new(effect).into(),
            });
        }
        incomplete = incomplete.or(seeker.hidden);
    }
    Answer::list(list, incomplete, sources)
}

/// A rule that may cover others.
struct Cover {
    rule: GroupRule,
    /// The group that it is of.
    of: NodeId,
    id: Text,
    packets: PacketSet,
}

impl Cover {
    fn name(&self, own: NodeId) -> String {
        let label = self.rule.label();
        match self.of == own {
            true => label,
            false => format!("{label} of {}", self.id),
        }
    }
}

/// A rule that is covered, and by which.
struct Found {
    index: usize,
    covers: Vec<usize>,
    lasting: bool,
}

/// The rules of one direction of a group, and those that may cover them: its own come first.
struct Seeker<'g, 's> {
    graph: &'g Graph<'s>,
    node: NodeId,
    own: Vec<GroupRule>,
    covers: Vec<Cover>,
    hidden: Option<Gap>,
}

impl<'g, 's> Seeker<'g, 's> {
    fn new(graph: &'g Graph<'s>, node: NodeId, direction: Direction) -> Self {
        let rules = GroupRules::read(graph, node, direction);
        let id = match graph.facts(node) {
            Some(Facts::SecurityGroup(facts)) => facts.group_id.known().cloned(),
            _ => None,
        };
        let mut seeker = Seeker {
            graph,
            node,
            own: rules.each.clone(),
            covers: Vec::new(),
            hidden: rules.hidden,
        };
        seeker.add(node, id.as_ref(), rules.each);
        if let Some(id) = id.filter(|_| !seeker.own.is_empty()) {
            seeker.add_beside(&id, direction);
        }
        seeker
    }

    fn add(&mut self, of: NodeId, id: Option<&Text>, rules: Vec<GroupRule>) {
        let covers = rules.into_iter().map(|rule| Cover {
            of,
            id: id.cloned().unwrap_or_default(),
            packets: rule.packets(),
            rule,
        });
        self.covers.extend(covers);
    }

    /// The rules of groups that always stand beside this one. Of two that always stand together, the
    /// one with the smaller id keeps what both have.
    fn add_beside(&mut self, id: &Text, direction: Direction) {
        let graph = self.graph;
        let (beside, hidden) = together::beside(graph, id, self.node);
        self.hidden = self.hidden.take().or(hidden);
        for other in beside {
            let Ok(node) = graph.find("ec2.security_group", &other, self.node) else {
                continue;
            };
            let (back, hidden) = together::beside(graph, &other, node);
            if (back.contains(id) || hidden.is_some()) && other > *id {
                self.hidden = self.hidden.take().or(hidden);
                continue;
            }
            let rules = GroupRules::read(graph, node, direction);
            self.hidden = self.hidden.take().or(rules.hidden);
            self.add(node, Some(&other), rules.each);
        }
    }

    /// The rules that can all go at once: the narrowest are tried first.
    fn all(&mut self) -> Vec<Found> {
        let mut order: Vec<usize> = (0..self.own.len()).collect();
        order.sort_by(|one, other| {
            let (a, b) = (size(&self.own[*one]), size(&self.own[*other]));
            a.total_cmp(&b).then(Down(*one).cmp(&Down(*other)))
        });
        let mut gone = vec![false; self.covers.len()];
        let mut found = Vec::new();
        for index in order {
            gone[index] = true;
            let others: Vec<usize> = (0..self.covers.len()).filter(|one| !gone[*one]).collect();
            match self.covered(index, &others) {
                Some(one) => found.push(one),
                None => gone[index] = false,
            }
        }
        found.sort_by_key(|one| one.index);
        found
    }

    fn covered(&mut self, index: usize, others: &[usize]) -> Option<Found> {
        let rule = self.own[index].clone();
        let beside = |covers: &[usize]| covers.iter().any(|one| self.covers[*one].of != self.node);
        match &rule.peer {
            Peer::Range(_) => {
                let covers = self.covering(&rule.packets(), others)?;
                let lasting = !beside(&covers);
                Some(Found {
                    index,
                    covers,
                    lasting,
                })
            }
            Peer::List(id, _, hidden) => {
                let same = |one: &&usize| {
                    let peer = &self.covers[**one].rule.peer;
                    matches!(peer, Peer::List(other, ..) if other == id)
                };
                let same: Vec<usize> = others.iter().filter(same).copied().collect();
                if self.serves(&rule.service, &same) {
                    let lasting = !beside(&same);
                    return Some(Found {
                        index,
                        covers: same,
                        lasting,
                    });
                }
                if hidden.is_some() {
                    self.hidden = self.hidden.take().or_else(|| hidden.clone());
                    return None;
                }
                let covers = self.covering(&rule.packets(), others)?;
                // The list may get other entries.
                Some(Found {
                    index,
                    covers,
                    lasting: false,
                })
            }
            Peer::Group { id, .. } => {
                let same = |one: &&usize| {
                    let peer = &self.covers[**one].rule.peer;
                    matches!(peer, Peer::Group { id: other, .. } if other == id)
                };
                let same: Vec<usize> = others.iter().filter(same).copied().collect();
                if self.serves(&rule.service, &same) {
                    let lasting = !beside(&same);
                    return Some(Found {
                        index,
                        covers: same,
                        lasting,
                    });
                }
                let packets = self.of_members(&rule, id, others)?;
                let covers = self.covering(&packets, others)?;
                Some(Found {
                    index,
                    covers,
                    lasting: false,
                })
            }
        }
    }

    /// The packets of the members of a group; nothing where it has none, or no rule for addresses
    /// could cover them.
    fn of_members(&mut self, rule: &GroupRule, id: &Text, others: &[usize]) -> Option<PacketSet> {
        let wide = |one: &usize| {
            let cover = &self.covers[*one];
            !cover.packets.is_empty() && covers_protocol(&cover.rule.service, &rule.service)
        };
        if !others.iter().any(wide) {
            return None;
        }
        let (members, hidden) = self.graph.naming(Reverse::InterfacesByGroup, id, self.node);
        self.hidden = self.hidden.take().or(hidden);
        let mut packets = PacketSet::none();
        for member in members {
            let addresses = addresses(self.graph, member, &mut self.hidden);
            packets.extend(
                addresses
                    .into_iter()
                    .filter_map(|one| with(&rule.service, one)),
            );
        }
        (!packets.is_empty()).then_some(packets)
    }

    /// Those of the others that have a part in covering packets, if together they cover all.
    fn covering(&self, packets: &PacketSet, others: &[usize]) -> Option<Vec<usize>> {
        if packets.is_empty() {
            return None;
        }
        let part = |one: &&usize| !self.covers[**one].packets.is_apart(packets);
        let parts: Vec<usize> = others.iter().filter(part).copied().collect();
        // One that covers all tells more than several that do.
        let whole = parts
            .iter()
            .find(|one| self.covers[**one].packets.has_all(packets));
        if let Some(whole) = whole {
            return Some(vec![*whole]);
        }
        let mut all = PacketSet::none();
        for one in &parts {
            all.add(self.covers[*one].packets.clone());
        }
        all.has_all(packets).then_some(parts)
    }

    /// Whether rules with one and the same peer let a service pass.
    fn serves(&self, service: &Service, same: &[usize]) -> bool {
        let any = || Addresses::all(Family::V4);
        let set = |service: &Service| with(service, any()).into_iter().collect::<PacketSet>();
        let mut all = PacketSet::none();
        for one in same {
            all.add(set(&self.covers[*one].rule.service));
        }
        !same.is_empty() && all.has_all(&set(service))
    }
}

/// The addresses of an interface.
fn addresses(graph: &Graph<'_>, interface: NodeId, hidden: &mut Option<Gap>) -> Vec<Addresses> {
    let Some(resource) = graph.resource(interface) else {
        return Vec::new();
    };
    let Facts::NetworkInterface(facts) = &resource.facts else {
        return Vec::new();
    };
    let v4 = facts.private_ip_addresses.known().into_iter().flatten();
    let v4 = v4.map(|one| &one.private_ip_address);
    let v6 = facts.ipv6_addresses.known().into_iter().flatten();
    let told = v4.chain(v6.map(|one| &one.ipv6_address));
    let mut all = Vec::new();
    for fact in told {
        match fact.known().and_then(|address| address.parse().ok()) {
            Some(address) => all.push(Addresses::one(address)),
            None => {
                hidden.get_or_insert_with(|| graph.missing(resource, "private_ip_addresses"));
            }
        }
    }
    for (list, missing) in [
        (
            "private_ip_addresses",
            facts.private_ip_addresses.is_missing(),
        ),
        ("ipv6_addresses", facts.ipv6_addresses.is_missing()),
    ] {
        let gap = graph.hole(resource, list);
        let gap = gap.or_else(|| missing.then(|| graph.missing(resource, list)));
        if let Some(gap) = gap {
            hidden.get_or_insert(gap);
        }
    }
    all
}

fn covers_protocol(one: &Service, other: &Service) -> bool {
    !one.protocols.is_apart(&other.protocols)
}

/// Whether a rule is for every protocol and every address of a family.
fn is_everything(rule: &GroupRule) -> bool {
    let every = |block: &Block| block.source().has_all(&Addresses::all(block.family()));
    rule.service.is_all() && rule.packets().blocks().iter().any(every)
}

/// How much a rule lets pass. What it is compared with stands for itself: a rule in another one is
/// never larger.
fn size(rule: &GroupRule) -> f64 {
    let count = |runs: &[(u16, u16)]| -> f64 {
        let each = runs
            .iter()
            .map(|(first, last)| f64::from(last - first) + 1.0);
        each.sum()
    };
    let protocols = rule.service.protocols.runs().iter();
    let protocols: f64 = protocols
        .map(|(first, last)| f64::from(last - first) + 1.0)
        .sum();
    let peers = match &rule.peer {
        Peer::Range(range) => room(range),
        Peer::List(_, ranges, _) => ranges.iter().map(room).sum(),
        Peer::Group { .. } => 0.0,
    };
    peers * protocols * count(rule.service.ports.runs())
}

fn room(range: &ipnet::IpNet) -> f64 {
    f64::from(range.max_prefix_len() - range.prefix_len()).exp2()
}
