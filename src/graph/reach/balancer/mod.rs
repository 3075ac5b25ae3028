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
use crate::model::reach::{Certainty, Hop, Reachability, Stopped};

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Family, Ports, Service};

use super::ask::{self, Pairs, Question, pair};
use super::code::Code;
use super::connection::Source;
use super::ends::{self, Alternatives};
use super::grounds::{self, Ground};
use super::net::Net;
use super::party::Party;
use super::report;
use super::route::Route;
use super::seat::Seat;
use super::through::{Through, last, middle};
pub(in crate::graph) use listeners::{Forward, of_balancer};
pub(super) use listeners::{Listeners, on_the_wire};
use private_link::Door;
use targets::Target;

/// The ways to a target through the load balancers in front of it, and why there may be more.
pub(super) fn ways(graph: &Graph<'_>, question: &Question) -> (Vec<Route>, Option<Gap>) {
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
                ways.extend(way.told(&mut hidden));
                for door in &doors {
                    let door = Some(door);
                    ways.extend(Way { door, ..way }.told(&mut hidden));
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
    /// The routes: a client may come to the load balancer by several.
    fn told(&self, hidden: &mut Option<Gap>) -> Vec<Route> {
        let Some(resource) = self.graph.resource(self.balancer) else {
            return Vec::new();
        };
        let Facts::LoadBalancer(facts) = &resource.facts else {
            return Vec::new();
        };
        let is_network = known(&facts.r#type).is_none_or(|sort| sort == "network");
        let to_balancer = match self.question.to {
            Party::Resource(to) => is_balancer(self.graph, to),
            _ => false,
        };
        let Some(port) = self.forward.port.filter(|_| is_network || !to_balancer) else {
            return Vec::new();
        };
        let near = Question {
            from: self.question.from.clone(),
            to: Party::Resource(self.door.map_or(self.balancer, |door| door.endpoint)),
            service: Service::ports(self.forward.protocol, port, port),
        };
        // An application load balancer may be the target of a network load balancer itself.
        let mut nears = vec![Route::direct(self.graph, &near)];
        if known(&facts.r#type) == Some("application") {
            let (more, gaps) = ask::ways(self.graph, &near);
            nears.extend(more);
            *hidden = hidden.take().or(gaps.into_iter().next());
        }
        let mut gaps: Vec<Gap> = Vec::new();
        if let Some(Some(gap)) = self.forward.groups.get(&self.target.group_arn) {
            gaps.push(gap.clone());
        }
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
        let through = |near| Through {
            near,
            middle: self.hops(),
            broken: broken.clone(),
            gaps: gaps.clone(),
            far: Some(far.clone()),
        };
        let routes = nears.into_iter().map(through);
        routes
            .map(|through| through.joined(self.graph, self.question))
            .collect()
    }

    fn hops(&self) -> Vec<Hop> {
        let mut hops = self
            .door
            .map_or_else(Vec::new, |door| door.hops(self.graph));
        hops.extend([
            middle(self.graph, "load-balancer", self.balancer),
            middle(self.graph, "listener", self.forward.listener),
            middle(self.graph, "target-group", self.target.group),
        ]);
        hops
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
    fn by_itself(&self) -> Route {
        Route::direct(self.graph, &self.onward())
    }

    /// What is asked from the load balancer on.
    fn onward(&self) -> Question {
        Question {
            from: Party::Resource(self.balancer),
            to: self.question.to.clone(),
            service: self.service(),
        }
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
    fn with_the_client(&self) -> Route {
        let net = Net::new(self.graph);
        let (onward, from) = (self.onward(), self.question.from.clone());
        let mut report = report::of(net, &onward, &client_pairs(net, &from, &onward));
        // The way back is that of the connection to the listener.
        report.answer = report.forward.answer;
        report.back = None;
        Route::of(report, move |net| client_pairs(net, &from, &onward))
    }
}

/// The pairs of interfaces of a load balancer, each sending under the addresses of clients, and of what
/// stands behind it; of each counts whether packets arrive.
fn client_pairs(net: Net<'_, '_>, from: &Party, onward: &Question) -> Pairs {
    let clients = ends::sources(net, from);
    let balancer = ends::sources(net, &onward.from);
    let destinations = ends::destinations(net, &onward.to);
    let mut each = Vec::new();
    for client in clients.each.iter().flat_map(|one| &one.one_of) {
        for door in balancer.each.iter().flat_map(|one| &one.one_of) {
            let Source::Seat(seat) = door else { continue };
            let source = Alternatives {
                one_of: vec![Source::Seat(Arc::new(under(seat, client)))],
                doubt: None,
            };
            for to in &destinations.each {
                each.extend(pair(net, &source, to, &onward.service));
            }
        }
    }
    let hidden = [clients.hidden, balancer.hidden, destinations.hidden];
    for pair in &mut each {
        pair.certainty = pair.arrives();
    }
    Pairs {
        each,
        hidden: hidden.into_iter().flatten().collect(),
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
