//! An answer for people and programs.

use crate::model::datum::Source;
use crate::model::reach::Evidence;
use crate::model::resolution::{NameAddress, NameStep, Resolution};

use crate::graph::node::{Graph, NodeId};

use super::super::name::bare;
use super::addresses_of;
use super::found::Step;

/// What a name resolves to in a VPC.
pub fn resolve(graph: &Graph<'_>, vpc: NodeId, name: &str) -> Resolution {
    let found = addresses_of(graph, vpc, name);
    let id = |node: &NodeId| {
        let arn = graph.node(*node).arn.as_str();
        arn.rsplit('/').next().unwrap_or(arn).to_owned()
    };
    let addresses = found
        .addresses
        .iter()
        .map(|(address, interfaces)| NameAddress {
            address: address.to_string(),
            interfaces: interfaces.iter().map(id).collect(),
        });
    let (decided_by, shadowed) = match found.decided {
        Some(decided) => (Some(decided.by), decided.shadowed),
        None => (None, Vec::new()),
    };
    Resolution {
        name: bare(name),
        vpc: graph.node(vpc).arn.to_string(),
        answer: found.answer,
        addresses: addresses.collect(),
        decided_by,
        shadowed,
        steps: found.steps.into_iter().map(step).collect(),
        unknown: found.gaps.into_iter().collect(),
    }
}

fn step(step: Step) -> NameStep {
    NameStep {
        name: step.name,
        kind: step.kind.to_owned(),
        id: step.id.to_string(),
        by: step.by.iter().map(evidence).collect(),
    }
}

fn evidence(source: &Source) -> Evidence {
    Evidence {
        resource: source.resource.to_string(),
        path: source.path.clone(),
        says: says(&source.value),
    }
}

/// What a fact says, in short: a record set its values or its target.
fn says(value: &serde_json::Value) -> String {
    if let Some(text) = value.as_str() {
        return text.to_owned();
    }
    let text = |path: &str| value.pointer(path).and_then(serde_json::Value::as_str);
    if let Some(service) = text("/owning_service") {
        return format!("a zone of {service}");
    }
    let Some(kind) = text("/record_type") else {
        return value.to_string();
    };
    let target = text("/alias_target/dns_name").map(|target| format!("{kind} alias of {target}"));
    target.unwrap_or_else(|| {
        let values = value
            .pointer("/resource_records")
            .and_then(serde_json::Value::as_array);
        let values: Vec<&str> = values
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str())
            .collect();
        format!("{kind} {}", values.join(", "))
    })
}
