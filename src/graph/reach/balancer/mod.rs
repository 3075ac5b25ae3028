//! Load balancers (semantics 2.8): a client reaches a listener, and the load balancer reaches a target.
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html>

mod listeners;
mod private_link;
mod registered;
mod targets;

use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::elbv2::LoadBalancer;
use crate::model::reach::{Certainty, Reachability, Stopped};

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family, Ports, Service};

use super::ask::{self, Pairs, Question, ask_directly, pair};
use super::code::Code;
use super::connection::Source;
use super::ends::{self, Alternatives};
use super::grounds::{self, Ground};
use super::net::Net;
use super::party::Party;
use super::report;
use super::seat::Seat;
use super::through::{Through, last, middle};
pub(in crate::graph) use listeners::{Forward, of_balancer};
pub(super) use listeners::{Listeners, on_the_wire};
use private_link::Door;
use targets::Target;

/// The ways to a target through the load balancers in front of it, and why there may be more.
pub(super) fn ways(graph: &Graph<'_>, question: &Question) -> (Vec<Reachability>, Option<Gap>) {
    let Party::Resource(to) = question.to else {
        return (Vec::new(), None);
    };
    let (targets, mut hidden) = targets::of(graph, to);
    let mut ways = Vec::new();
    for target in targets {
        if target
            .port
            .is_some_and(|port| !question.service.ports.has(port))
        {
            continue;
        }
        let (balancers, more) = target.balancers(graph);
        hidden = hidden.or(more);
        for balancer in balancers {
            let listeners = of_balancer(graph, balancer);
            hidden = hidden.or(listeners.hidden.clone());
            let (doors, more) = private_link::doors(graph, balancer);
            hidden = hidden.or(more);
            let to_group = listeners.each.iter();
            let to_group = to_group.filter(|one| one.groups.contains_key(&target.group_arn));
            for forward in to_group {
                let way = Way {
                    graph,
                    question,
                    target: &target,
                    balancer,
                    forward,
                    door: None,
                };
                ways.extend(way.told());
                for door in &doors {
                    let door = Some(door);
                    ways.extend(Way { door, ..way }.told());
                }
            }
        }
    }
    (ways, hidden)
}

/// From a client to a listener, and from its load balancer to a target.
#[derive(Clone, Copy)]
struct Way<'a, 's> {
    graph: &'a Graph<'s>,
    question: &'a Question,
    target: &'a Target,
    balancer: NodeId,
    forward: &'a Forward,
    /// The endpoint in another VPC by which the client comes, if it does not come itself.
    door: Option<&'a Door>,
}

impl Way<'_, '_> {
    fn told(&self) -> Option<Reachability> {
        let resource = self.graph.resource(self.balancer)?;
        let Facts::LoadBalancer(facts) = &resource.facts else {
            return None;
        };
        if let Party::Resource(to) = self.question.to
            && is_balancer(self.graph, to)
            && facts.r#type.known().is_some_and(|sort| sort != "network")
        {
            return None;
        }
        let port = self.forward.port?;
        let near = Question {
            from: self.question.from.clone(),
            to: Party::Resource(self.door.map_or(self.balancer, |door| door.endpoint)),
            service: Service::ports(self.forward.protocol, port, port),
        };
        let mut gaps: Vec<Gap> = Vec::new();
        if let Some(Some(gap)) = self.forward.groups.get(&self.target.group_arn) {
            gaps.push(gap.clone());
        }
        // An application load balancer may be the target of a network load balancer itself.
        let near = match facts
            .r#type
            .known()
            .is_some_and(|sort| sort == "application")
        {
            true => ask::ask(self.graph, &near),
            false => ask_directly(self.graph, &near),
        };
        let broken = match registered::gets_nothing(self, resource, facts) {
            Ok(broken) => broken,
            Err(gap) => {
                gaps.push(gap);
                None
            }
        };
        let broken = broken.or_else(|| {
            let door = self.door?;
            private_link::refused(self, door, resource, facts, &mut gaps)
        });
        let far = match self.keeps_the_client(facts) {
            Ok(_) if self.door.is_some() => self.by_itself(),
            Ok(true) => self.with_the_client(),
            Ok(false) => self.by_itself(),
            Err(gap) => {
                gaps.push(gap);
                self.by_itself()
            }
        };
        let mut hops = self
            .door
            .map_or_else(Vec::new, |door| door.hops(self.graph));
        hops.extend([
            middle(self.graph, "load-balancer", self.balancer),
            middle(self.graph, "listener", self.forward.listener),
            middle(self.graph, "target-group", self.target.group),
        ]);
        let through = Through {
            near: near.report,
            middle: hops,
            broken,
            gaps,
            far: Some(far),
        };
        Some(through.joined(self.graph, self.question))
    }

    fn service(&self) -> Service {
        let ports = match self.target.port {
            Some(port) => Ports::one(port),
            None => self.question.service.ports.clone(),
        };
        Service {
            ports,
            ..Service::protocol(self.forward.protocol)
        }
    }

    /// The load balancer connects under its own address.
    fn by_itself(&self) -> Reachability {
        let question = Question {
            from: Party::Resource(self.balancer),
            to: self.question.to.clone(),
            service: self.service(),
        };
        ask_directly(self.graph, &question).report
    }

    /// Whether targets see the client's address: a network load balancer keeps it for instances and
    /// for UDP, and where the target group says so.
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation>
    fn keeps_the_client(&self, facts: &LoadBalancer) -> Result<bool, Gap> {
        if facts.r#type.known().is_none_or(|sort| sort != "network") {
            return Ok(false);
        }
        self.target.keeps_the_client(self.graph)
    }

    /// Packets arrive from the client's address, which no group names, as far as the groups of the load
    /// balancer let them out; what the target answers, the load balancer takes back.
    fn with_the_client(&self) -> Reachability {
        let net = Net::new(self.graph);
        let clients = ends::sources(net, &self.question.from);
        let balancer = ends::sources(net, &Party::Resource(self.balancer));
        let destinations = ends::destinations(net, &self.question.to);
        let mut each = Vec::new();
        for client in clients.each.iter().flat_map(|one| &one.one_of) {
            for door in balancer.each.iter().flat_map(|one| &one.one_of) {
                let Source::Seat(seat) = door else { continue };
                let source = Alternatives {
                    one_of: vec![Source::Seat(Arc::new(under(seat, client)))],
                    doubt: None,
                };
                for to in &destinations.each {
                    each.extend(pair(net, &source, to, &self.service()));
                }
            }
        }
        let question = Question {
            from: Party::Resource(self.balancer),
            to: self.question.to.clone(),
            service: self.service(),
        };
        let hidden = [clients.hidden, balancer.hidden, destinations.hidden];
        let pairs = Pairs {
            each,
            hidden: hidden.into_iter().flatten().collect(),
        };
        let mut report = report::of(net, &question, &pairs);
        // The way back is that of the connection to the listener.
        report.answer = report.forward.answer;
        report.back = None;
        report
    }
}

/// An interface of a load balancer, sending under the addresses of a client.
fn under(seat: &Seat, client: &Source) -> Seat {
    let of = |family: Family| -> Addresses {
        let none = Addresses::none(family);
        match client {
            Source::Seat(client) => client.addresses(family).clone(),
            Source::Internet(all) | Source::OnPremises(all) => {
                let own = all.iter().filter(|one| one.family() == family);
                own.fold(none, |all, one| all.or(one))
            }
        }
    };
    let more = match client {
        Source::Seat(client) => client.more_addresses.clone(),
        Source::Internet(_) | Source::OnPremises(_) => None,
    };
    Seat {
        v4: of(Family::V4),
        v6: of(Family::V6),
        more_addresses: more,
        one_of: None,
        public: Vec::new(),
        more_public: None,
        source_dest_check: Fact::Known(false),
        is_anonymous: true,
        ..seat.clone()
    }
}

/// Why packets to a load balancer end at it: nothing listens on their ports.
pub(super) fn unheard(graph: &Graph<'_>, balancer: NodeId, listeners: &Listeners) -> Stopped {
    let on: Vec<Ground> = listeners
        .each
        .iter()
        .map(|one| Ground::of(one.listener, "port"))
        .collect();
    Stopped {
        at: last(graph.node(balancer).arn.as_str()).to_owned(),
        code: Code::Elbv2ListenersMismatch.as_str().to_owned(),
        why: "no listener takes packets on these ports".to_owned(),
        by: grounds::told(Net::new(graph), &on),
    }
}

/// What is asked of a load balancer, as far as something listens.
pub(super) enum Heard {
    /// The service that some listener takes.
    Some(Service),
    /// No listener takes any of it.
    Nothing(Stopped),
    /// Whether one takes it, nobody knows.
    Perhaps(Gap),
}

/// Whether anything listens where packets for a load balancer go.
pub(super) fn heard(graph: &Graph<'_>, balancer: NodeId, service: &Service) -> Heard {
    let listeners = of_balancer(graph, balancer);
    let takes = |one: &&Forward| service.protocols.has(one.protocol);
    let ports = listeners.each.iter().filter(takes);
    let ports = ports.filter_map(|one| one.port.map(|port| (port, port)));
    let ports = Ports::of(ports).and(&service.ports);
    match (ports.is_empty(), &listeners.hidden) {
        (false, _) => Heard::Some(Service {
            ports,
            ..service.clone()
        }),
        (true, Some(gap)) => Heard::Perhaps(gap.clone()),
        (true, None) => Heard::Nothing(unheard(graph, balancer, &listeners)),
    }
}

/// An answer that ends at a load balancer.
pub(super) fn stopped_at(graph: &Graph<'_>, question: &Question, heard: Heard) -> Reachability {
    let (answer, stopped, unknown) = match heard {
        Heard::Nothing(stopped) => (Certainty::No, Some(stopped), Vec::new()),
        Heard::Perhaps(gap) => (Certainty::Unknown, None, vec![gap]),
        Heard::Some(_) => (Certainty::Unknown, None, Vec::new()),
    };
    Reachability {
        from: question.from.name(graph),
        to: question.to.name(graph),
        answer,
        forward: crate::model::reach::Leg {
            answer,
            path: Vec::new(),
            stopped,
            unknown,
        },
        back: None,
        packets: Vec::new(),
        to_open: Vec::new(),
        to_close: Vec::new(),
    }
}

/// Whether a node is a load balancer.
pub(super) fn is_balancer(graph: &Graph<'_>, node: NodeId) -> bool {
    matches!(graph.facts(node), Some(Facts::LoadBalancer(_)))
}

/// A text that an attribute tells.
fn known(fact: &Fact<Text>) -> Option<&str> {
    fact.known().map(Text::as_str)
}
