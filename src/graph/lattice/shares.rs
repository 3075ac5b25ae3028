//! Shares of resource configurations: with whom, and who uses them.

use std::collections::BTreeSet;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ram::ResourceShare;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::standing::{self, Standing};
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
        /// Whether a share that works has the configuration, and a principal that is the account, or may
        /// hold it: an organization or a unit.
        is_shared_with: bool, gap;
    }
}

/// An association of a configuration with a foreign endpoint.
struct Use {
    association: NodeId,
    configuration: NodeId,
    account: Text,
    endpoint: Text,
    /// Whether the configuration was taken out of the share.
    gone: bool,
}

/// The uses of the configurations of a share by other accounts than that of its owner, also of those that
/// were taken out of it: their endpoints may be left without a share.
fn uses(reading: &mut Reading<'_, '_>, share: NodeId) -> Vec<Use> {
    let graph = reading.graph;
    let mut uses: Vec<Use> = Vec::new();
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
        let status = reading.value(resource, "resources", &shared.status);
        let gone = status.is_some_and(|one| standing::of_association(one) == Standing::Gone);
        for association in reading.linked(configuration, "endpoint_associations") {
            let Some(resource) = graph.resource(association) else {
                continue;
            };
            let Facts::ResourceEndpointAssociation(told) = &resource.facts else {
                continue;
            };
            let account = reading.value(resource, "vpc_endpoint_owner", &told.vpc_endpoint_owner);
            let endpoint = reading.value(resource, "vpc_endpoint_id", &told.vpc_endpoint_id);
            let known = uses.iter_mut().find(|one| one.association == association);
            if let Some(known) = known {
                known.gone &= gone;
            } else if let (Some(account), Some(endpoint)) = (account, endpoint)
                && Some(account) != owner
            {
                uses.push(Use {
                    association,
                    configuration,
                    account: account.clone(),
                    endpoint: endpoint.clone(),
                    gone,
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
            .any(|share| holds(&mut own, share, one.configuration, &one.account));
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

/// Whether a share works, has a configuration, and is with an account, or with an organization or unit
/// that may hold it.
fn holds(
    reading: &mut Reading<'_, '_>,
    share: NodeId,
    configuration: NodeId,
    account: &str,
) -> bool {
    let graph = reading.graph;
    let Some(resource) = graph.resource(share) else {
        return false;
    };
    let Facts::ResourceShare(facts) = &resource.facts else {
        return false;
    };
    let arn = graph.node(configuration).arn.as_str();
    let is_with = |entity: &str| {
        let of_account = entity.split(':').nth(4) == Some(account);
        entity == account || of_account || entity.contains(":organizations:")
    };
    let told = [
        works(graph, resource, facts),
        standing::has(graph, share, "resources", &facts.resources, |one| {
            one == arn
        }),
        standing::has(graph, share, "principals", &facts.principals, is_with),
    ];
    if told.contains(&Ok(false)) {
        return false;
    }
    let all: Result<Vec<bool>, Gap> = told.into_iter().collect();
    reading.found(all).is_some()
}

/// Whether a share is there to be used; one that is changing does not say.
fn works(graph: &Graph<'_>, share: &Resource, facts: &ResourceShare) -> Result<bool, Gap> {
    let mut reading = Reading::new(graph);
    let status = reading.value(share, "status", &facts.status);
    let standing = status.map(|status| standing::of_share(status));
    if standing == Some(Standing::Changes) {
        standing::changes(&mut reading, share, share.kind().operation());
    }
    match reading.hidden {
        Some(gap) => Err(gap),
        None => Ok(standing == Some(Standing::Works)),
    }
}

/// The derived fact `sole_consumer`.
pub(super) fn sole_consumer(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let mut uses = uses(&mut reading, node);
    uses.retain(|one| !one.gone);
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
