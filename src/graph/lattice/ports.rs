//! The ports of a resource configuration, and those of what it leads to.

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::targets;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// A range of ports.
    PortRange {
        /// The first.
        from_port: i64, gap;
        /// The last.
        to_port: i64, gap;
        /// The range as the configuration writes it.
        range: Text, gap;
        /// Whether it is every port that there is.
        is_every: bool, gap;
    }
}

/// Every port that there is: no single thing listens on all of them.
const EVERY: (i64, i64) = (1, 65535);

/// What is known of ports.
struct Ports {
    /// The ranges of the configuration.
    ranges: Vec<(i64, i64)>,
    /// The ports of its target.
    target: Vec<i64>,
}

fn ports(reading: &mut Reading<'_, '_>, node: NodeId) -> Ports {
    let graph = reading.graph;
    let mut ports = Ports {
        ranges: Vec::new(),
        target: Vec::new(),
    };
    let Some(resource) = graph.resource(node) else {
        return ports;
    };
    let Facts::ResourceConfiguration(facts) = &resource.facts else {
        return ports;
    };
    if reading
        .value(resource, "arn_resource_arn", &facts.arn_resource_arn)
        .is_some()
    {
        return ports;
    }
    ports.ranges = targets::ranges(reading, resource, &facts.port_ranges);
    if ports.ranges.is_empty() {
        return ports;
    }
    for target in targets::of(reading, node) {
        let port = targets::port(reading, target);
        ports.target.extend(port);
    }
    ports
}

fn told(graph: &Graph<'_>, node: NodeId) -> Vec<(String, crate::model::datum::Source)> {
    let Some(resource) = graph.resource(node) else {
        return Vec::new();
    };
    match &resource.facts {
        Facts::ResourceConfiguration(facts) => {
            vec![(
                String::new(),
                source(resource, "port_ranges", &facts.port_ranges),
            )]
        }
        _ => Vec::new(),
    }
}

/// The derived fact `target_ports`.
pub(super) fn of_target(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let ports = ports(&mut reading, node);
    Answer::list(ports.target, reading.hidden, Vec::new())
}

/// The derived fact `ports_beyond_target`. Of a target that nobody knows one thing is certain: it does
/// not listen on every port.
pub(super) fn beyond(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let ports = ports(&mut reading, node);
    let known = reading.hidden.is_none();
    let mut beyond = Vec::new();
    for (first, last) in &ports.ranges {
        let is_target = first == last && ports.target.contains(first);
        if (known && !is_target) || (*first, *last) == EVERY {
            beyond.push(PortRange {
                from_port: (*first).into(),
                to_port: (*last).into(),
                range: Text::from(match first == last {
                    true => first.to_string(),
                    false => format!("{first}-{last}"),
                })
                .into(),
                is_every: ((*first, *last) == EVERY).into(),
            });
        }
    }
    Answer::list(beyond, reading.hidden, told(graph, node))
}

/// The derived fact `closed_target_ports`.
pub(super) fn closed(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let ports = ports(&mut reading, node);
    let open = |port: &i64| {
        let mut runs = ports.ranges.iter();
        runs.any(|(first, last)| first <= port && port <= last)
    };
    let closed: Vec<i64> = match reading.hidden {
        Some(_) => Vec::new(),
        None => ports
            .target
            .iter()
            .filter(|port| !open(port))
            .copied()
            .collect(),
    };
    Answer::list(closed, reading.hidden, told(graph, node))
}
