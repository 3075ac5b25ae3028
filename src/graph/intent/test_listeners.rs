//! The listeners on which CodeDeploy lets a new version be tested before it takes the traffic.

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::reach::Certainty;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::Service;
use crate::graph::reach::{Outside, Party, all_sources, from_internet};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// A listener for tests.
    TestListener {
        /// The listener.
        listener_arn: Text, gap;
        /// Its port.
        port: i64, gap;
        /// `internet` (a part of it that no small ranges bound), `somebody` or `nobody`.
        reached_by: Text, gap;
    }
}

/// Whether a deployment group tests on a listener.
pub(super) fn is_for_tests(graph: &Graph<'_>, arn: &str) -> bool {
    let groups = graph.of_kind("codedeploy.deployment_group").iter();
    groups
        .flat_map(|node| arns(graph, *node))
        .any(|one| one == arn)
}

fn arns<'g>(graph: &'g Graph<'_>, node: NodeId) -> Vec<&'g Text> {
    let Some(Facts::DeploymentGroup(facts)) = graph.facts(node) else {
        return Vec::new();
    };
    let info = facts.load_balancer_info.known();
    let pairs = info.and_then(|info| info.target_group_pair_info_list.known());
    let routes = pairs.into_iter().flatten();
    let routes = routes.filter_map(|pair| pair.test_traffic_route.known()?.listener_arns.known());
    routes.flatten().collect()
}

/// The derived fact `test_listeners`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DeploymentGroup(facts) = &resource.facts else {
        return Answer::none();
    };
    let path = "load_balancer_info";
    let mut reading = Reading::new(graph);
    let mut arns: Vec<Text> = Vec::new();
    if let Some(info) = reading.value(resource, path, &facts.load_balancer_info) {
        for pair in reading.items(resource, path, &info.target_group_pair_info_list) {
            if let Some(route) = reading.value(resource, path, &pair.test_traffic_route) {
                arns.extend_from_slice(reading.items(resource, path, &route.listener_arns));
            }
        }
    }
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for arn in &arns {
        if let Some((port, reached_by, by)) = reading.found(listener(graph, node, arn)) {
            let at = format!("[{}]", list.len());
            let named = source(resource, path, &facts.load_balancer_info);
            sources.push((at.clone(), named));
            sources.extend(by.into_iter().map(|one| (at.clone(), one)));
            list.push(TestListener {
                listener_arn: arn.clone().into(),
                port: port.into(),
                reached_by: Text::const_new(reached_by).into(),
            });
        }
    }
    Answer::list(list, reading.hidden, sources)
}

/// Who reaches a listener for tests: its port, the word, and the facts that say so.
type Reached = (i64, &'static str, Vec<Source>);

fn listener(graph: &Graph<'_>, near: NodeId, arn: &Text) -> Result<Reached, Gap> {
    let node = graph.find_arn("elbv2.listener", arn, near)?;
    let mut reading = Reading::new(graph);
    let mut told = Vec::new();
    let (mut number, mut balancer) = (None, None);
    if let Some(resource) = graph.resource(node)
        && let Facts::Listener(facts) = &resource.facts
    {
        number = reading.value(resource, "port", &facts.port).copied();
        told.push(source(resource, "port", &facts.port));
        let of = reading.value(resource, "load_balancer_arn", &facts.load_balancer_arn);
        let found = of.map(|arn| graph.find_arn("elbv2.load_balancer", arn, node));
        balancer = found.and_then(|found| reading.found(found));
    }
    let port = number.and_then(|number| u16::try_from(number).ok());
    let (Some(number), Some(port), Some(balancer)) = (number, port, balancer) else {
        let operation = "elasticloadbalancing:DescribeListeners";
        let untold = || Gap::new(GapReason::NotCollected, operation);
        return Err(reading.hidden.unwrap_or_else(untold));
    };
    let service = Service::ports(Service::TCP, port, port);
    let party = Party::Resource(balancer);
    let (internet, outside) = from_internet(graph, &party, &service);
    told.extend(internet.sources.iter().cloned());
    match outside? {
        Outside::Internet => return Ok((number, "internet", told)),
        // Testers have a few addresses.
        Outside::Few(_) => return Ok((number, "somebody", told)),
        Outside::Nobody => {}
    }
    let all = all_sources(graph, &party, &service);
    if all.each.iter().any(|one| one.certainty == Certainty::Yes) {
        return Ok((number, "somebody", told));
    }
    let of_each = all.each.into_iter().flat_map(|one| one.gaps);
    match all.hidden.into_iter().chain(of_each).next() {
        Some(gap) => Err(gap),
        None => Ok((number, "nobody", told)),
    }
}
