//! Shares of resource configurations: with whom, and who uses them.

use std::collections::BTreeSet;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// An endpoint of another account that uses a configuration.
    Consumer {
        /// The account.
        account: Text, gap;
        /// The endpoint.
        vpc_endpoint_id: Text, gap;
        /// The configuration.
        resource_configuration_arn: Text, gap;
        /// Whether a principal of one of the configuration's shares is the account, or may hold it: an
        /// organization or a unit.
        is_shared_with: bool, gap;
    }
}

/// An association of a configuration with a foreign endpoint.
struct Use {
    association: NodeId,
    configuration: NodeId,
    account: Text,
    endpoint: Text,
}

/// The uses of the configurations of a share by other accounts than that of its owner.
fn uses(reading: &mut Reading<'_, '_>, share: NodeId) -> Vec<Use> {
    let graph = reading.graph;
    let mut uses = Vec::new();
    let Some(resource) = graph.resource(share) else {
        return uses;
    };
    let Facts::ResourceShare(facts) = &resource.facts else {
        return uses;
    };
    let owner = reading.value(resource, "owning_account_id", &facts.owning_account_id);
    for shared in reading.items(resource, "resources", &facts.resources) {
        let arn = reading.value(resource, "resources", &shared.associated_entity);
        let Some(configuration) = arn.and_then(|arn| configuration(reading, share, arn)) else {
            continue;
        };
        for association in reading.linked(configuration, "endpoint_associations") {
            let Some(resource) = graph.resource(association) else {
                continue;
            };
            let Facts::ResourceEndpointAssociation(told) = &resource.facts else {
                continue;
            };
            let account = reading.value(resource, "vpc_endpoint_owner", &told.vpc_endpoint_owner);
            let endpoint = reading.value(resource, "vpc_endpoint_id", &told.vpc_endpoint_id);
            if let (Some(account), Some(endpoint)) = (account, endpoint)
                && Some(account) != owner
            {
                uses.push(Use {
                    association,
                    configuration,
                    account: account.clone(),
                    endpoint: endpoint.clone(),
                });
            }
        }
    }
    uses
}

/// The resource configuration of an ARN; nothing if the ARN is of something else.
fn configuration(reading: &mut Reading<'_, '_>, share: NodeId, arn: &Text) -> Option<NodeId> {
    let graph = reading.graph;
    let kind = "vpc_lattice.resource_configuration";
    match graph.resource_by_arn(arn) {
        Some(node) => (graph.node(node).kind == kind).then_some(node),
        None if arn.contains("configuration/") => reading.found(graph.find_arn(kind, arn, share)),
        None => None,
    }
}

/// The derived fact `consumers`.
pub(super) fn consumers(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut consumers: Vec<Consumer> = Vec::new();
    let mut sources = Vec::new();
    for one in uses(&mut reading, node) {
        let mut own = Reading::new(graph);
        let shared = own
            .linked(one.configuration, "shares")
            .into_iter()
            .any(|share| holds(&mut own, share, &one.account));
        if !shared && own.hidden.is_some() {
            reading.hide(own.hidden);
            continue;
        }
        let at = format!("[{}]", consumers.len());
        if let Some(resource) = graph.resource(one.association)
            && let Facts::ResourceEndpointAssociation(told) = &resource.facts
        {
            sources.push((
                at,
                source(resource, "vpc_endpoint_owner", &told.vpc_endpoint_owner),
            ));
        }
        consumers.push(Consumer {
            account: one.account.into(),
            vpc_endpoint_id: one.endpoint.into(),
            resource_configuration_arn: graph.node(one.configuration).arn.clone().into(),
            is_shared_with: shared.into(),
        });
    }
    Answer::list(consumers, reading.hidden, sources)
}

/// Whether a share is with an account, or with an organization or unit that may hold it.
fn holds(reading: &mut Reading<'_, '_>, share: NodeId, account: &str) -> bool {
    let Some(resource) = reading.graph.resource(share) else {
        return false;
    };
    let Facts::ResourceShare(facts) = &resource.facts else {
        return false;
    };
    let mut holds = false;
    for principal in reading.items(resource, "principals", &facts.principals) {
        let entity = reading.value(resource, "principals", &principal.associated_entity);
        let status = reading.value(resource, "principals", &principal.status);
        let gone = status.is_some_and(|status| status.starts_with("DISASSOCIAT"));
        holds |= !gone
            && entity.is_some_and(|entity| {
                let of_account = entity.split(':').nth(4) == Some(account);
                let above = entity.contains(":organizations:");
                entity == account || of_account || above
            });
    }
    holds
}

/// The derived fact `sole_consumer`.
pub(super) fn sole_consumer(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let uses = uses(&mut reading, node);
    if let Some(gap) = reading.hidden {
        return Answer::gap(gap);
    }
    let accounts: BTreeSet<&Text> = uses.iter().map(|one| &one.account).collect();
    let mut accounts = accounts.into_iter();
    match (accounts.next(), accounts.next()) {
        (Some(account), None) => {
            let by = uses.iter().filter_map(|one| {
                let resource = graph.resource(one.association)?;
                Some((
                    String::new(),
                    source(resource, "vpc_endpoint_owner", account),
                ))
            });
            Answer::known(account.clone(), by.collect())
        }
        _ => Answer::none(),
    }
}
