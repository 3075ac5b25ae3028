//! The derived kind `vpc_lattice.shareable`.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;
use crate::model::kinds::Reach;
use crate::model::kinds::vpc_lattice::AccessLogSubscription;
use crate::model::path::Literal;
use crate::model::record::RecordType;
use crate::model::resource::Resource;

use crate::graph::links::links;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::{Answer, GraphKind, Linked};

/// The kind.
pub(in crate::graph) fn shareable_kind() -> GraphKind {
    static RECORD: RecordType = RecordType {
        name: "Shareable",
        doc: "What an account offers to others through VPC Lattice as one unit of decision: a resource \
              configuration or a service network.",
        attributes: &[],
    };
    GraphKind {
        name: "vpc_lattice.shareable",
        doc: RECORD.doc,
        record: &RECORD,
        enumerated_by: vec![
            "vpc-lattice:ListResourceConfigurations",
            "vpc-lattice:ListServiceNetworks",
        ],
        reach: Reach::Regional,
        links: Vec::new(),
        derived: Vec::new(),
    }
}

/// Adds a node for each resource configuration and each service network.
pub(in crate::graph) fn add_shareables(graph: &mut Graph<'_>) {
    let kinds = [
        "vpc_lattice.resource_configuration",
        "vpc_lattice.service_network",
    ];
    let nodes = kinds.iter().flat_map(|kind| graph.of_kind(kind));
    for node in nodes.copied().collect::<Vec<_>>() {
        graph.add_unit("vpc_lattice.shareable", node);
    }
}

links! {
    /// The resource configuration, if it is one.
    "vpc_lattice.shareable".resource_configuration -> "vpc_lattice.resource_configuration" = |g, n| {
        one(g, n, "vpc_lattice.resource_configuration")
    };
    /// The service network, if it is one.
    "vpc_lattice.shareable".service_network -> "vpc_lattice.service_network" = |g, n| {
        one(g, n, "vpc_lattice.service_network")
    };
    /// The group that a resource configuration belongs to.
    "vpc_lattice.resource_configuration".group -> "vpc_lattice.resource_configuration" = |g, n| {
        g.follow(n, "resource_configuration_group_id", "vpc_lattice.resource_configuration", |f| match f {
            Facts::ResourceConfiguration(f) => Some(&f.resource_configuration_group_id),
            _ => None,
        })
    };
}

fn one(graph: &Graph<'_>, node: NodeId, kind: &str) -> Linked {
    match graph.under(node) {
        Some(under) if graph.node(under).kind == kind => Linked::One(under),
        _ => Linked::None,
    }
}

/// The derived fact `id`.
pub(super) fn id(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let fact = match &resource.facts {
        Facts::ResourceConfiguration(facts) => &facts.id,
        Facts::ServiceNetwork(facts) => &facts.id,
        _ => return Answer::none(),
    };
    match fact {
        Fact::Known(id) => Answer::known(
            id.clone(),
            vec![(String::new(), source(resource, "id", id))],
        ),
        Fact::None | Fact::Missing => Answer::gap(graph.missing(resource, "id")),
    }
}

/// The derived fact `access_log_destinations`.
pub(super) fn log_destinations(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut told = Vec::new();
    let mut sources = Vec::new();
    let mut every = Vec::new();
    if let Some(under) = graph.under(node) {
        every.push(under);
        if graph.node(under).kind == "vpc_lattice.resource_configuration" {
            every.extend(reading.linked(under, "group"));
        }
    }
    for one in every {
        let Some(resource) = graph.resource(one) else {
            continue;
        };
        let path = "access_log_subscriptions";
        let list = of(resource);
        for subscription in reading.items(resource, path, list) {
            let to = reading.value(resource, path, &subscription.destination_arn);
            told.extend(to.cloned());
        }
        sources.push((String::new(), source(resource, path, list)));
    }
    Answer::list(told, reading.hidden, sources)
}

fn of(resource: &Resource) -> &Fact<Vec<AccessLogSubscription>> {
    match &resource.facts {
        Facts::ResourceConfiguration(facts) => &facts.access_log_subscriptions,
        Facts::ServiceNetwork(facts) => &facts.access_log_subscriptions,
        _ => &Fact::None,
    }
}
