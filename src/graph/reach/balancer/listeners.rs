//! What a load balancer listens on, and which target groups its listeners forward to.

use std::collections::BTreeMap;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::elbv2::{Action, Listener};
use crate::model::resource::Resource;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Service;

use super::super::bound::untellable;
use super::known;

/// The listeners of a load balancer, and why there may be more.
pub(in crate::graph) struct Listeners {
    pub(in crate::graph) each: Vec<Forward>,
    pub(in crate::graph) hidden: Option<Gap>,
}

/// A listener in one protocol.
pub(in crate::graph) struct Forward {
    pub(in crate::graph) listener: NodeId,
    pub(in crate::graph) port: Option<u16>,
    pub(in crate::graph) protocol: u8,
    /// The target groups, each with why it may get nothing: what the conditions of rules ask of a
    /// request, a request can fulfil, but for those on its source.
    pub(in crate::graph) groups: BTreeMap<Text, Option<Gap>>,
}

/// The listeners of a load balancer.
pub(in crate::graph) fn of_balancer(graph: &Graph<'_>, balancer: NodeId) -> Listeners {
    let here = graph.node(balancer);
    let mut listeners = Listeners {
        each: Vec::new(),
        hidden: graph.extent("elbv2.listener", here.account, here.region),
    };
    for node in graph.of_kind("elbv2.listener") {
        let Some(resource) = graph.resource(*node) else {
            continue;
        };
        let Facts::Listener(facts) = &resource.facts else {
            continue;
        };
        match &facts.load_balancer_arn {
            Fact::Known(arn) if *arn == here.arn => listeners.add(graph, *node, resource, facts),
            Fact::Known(_) | Fact::None => {}
            Fact::Missing => {
                let gap = || graph.missing(resource, "load_balancer_arn");
                listeners.hidden.get_or_insert_with(gap);
            }
        }
    }
    listeners
}

impl Listeners {
    fn add(&mut self, graph: &Graph<'_>, node: NodeId, resource: &Resource, facts: &Listener) {
        let port = facts
            .port
            .known()
            .and_then(|port| u16::try_from(*port).ok());
        let protocols = known(&facts.protocol).map(on_the_wire);
        if port.is_none() || protocols.is_none_or(<[u8]>::is_empty) {
            let gap = || graph.missing(resource, "port");
            self.hidden.get_or_insert_with(gap);
        }
        let groups = groups(resource, facts);
        for list in ["default_actions", "rules"] {
            let told = match list {
                "rules" => facts.rules.is_missing(),
                _ => facts.default_actions.is_missing(),
            };
            let hole = match told {
                true => Some(graph.missing(resource, list)),
                false => graph.hole(resource, list),
            };
            self.hidden = self.hidden.take().or(hole);
        }
        for protocol in protocols.into_iter().flatten() {
            self.each.push(Forward {
                listener: node,
                port,
                protocol: *protocol,
                groups: groups.clone(),
            });
        }
    }
}

/// What a listener's protocol is on the wire.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html>
pub(in crate::graph::reach) fn on_the_wire(protocol: &str) -> &'static [u8] {
    match protocol {
        "HTTP" | "HTTPS" | "TCP" | "TLS" => &[Service::TCP],
        "UDP" | "QUIC" => &[Service::UDP],
        "TCP_UDP" | "TCP_QUIC" => &[Service::TCP, Service::UDP],
        _ => &[],
    }
}

fn groups(resource: &Resource, facts: &Listener) -> BTreeMap<Text, Option<Gap>> {
    let mut groups = BTreeMap::new();
    let rules = facts.rules.known().into_iter().flatten();
    for rule in rules {
        let conditional = rule.is_default.known() != Some(&true);
        let gap = conditional.then(|| {
            let what = "whether the conditions of a rule of the listener let the request through";
            untellable(resource, what.to_owned())
        });
        for group in forwards(&rule.actions) {
            groups.entry(group).or_insert_with(|| gap.clone());
        }
    }
    for group in forwards(&facts.default_actions) {
        groups.insert(group, None);
    }
    groups
}

/// The target groups of actions; one with the weight 0 gets nothing.
fn forwards(actions: &Fact<Vec<Action>>) -> Vec<Text> {
    let actions = actions.known().into_iter().flatten();
    let mut groups = Vec::new();
    for action in actions.filter(|one| known(&one.r#type) == Some("forward")) {
        let config = action.forward_config.known();
        let tuples = config.and_then(|one| one.target_groups.known());
        let weighted = tuples.into_iter().flatten();
        let weighted = weighted.filter(|one| one.weight.known() != Some(&0));
        groups.extend(weighted.filter_map(|one| one.target_group_arn.known().cloned()));
        if tuples.is_none_or(Vec::is_empty) {
            groups.extend(action.target_group_arn.known().cloned());
        }
    }
    groups
}
