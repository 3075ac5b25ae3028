//! The parts of a resource endpoint with their states.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::{Reading, source};
use crate::graph::schema::Answer;

record! {
    /// A part of a resource endpoint whose state is settled.
    LatticePart {
        /// `endpoint`, `association`, `configuration` or `gateway`.
        part: Text, gap;
        /// Its id.
        id: Text, gap;
        /// Its state, as AWS tells it.
        state: Text, gap;
        /// Whether it works.
        works: bool, gap;
        /// The code of what went wrong with it.
        reason: Text, none;
    }
}

/// The derived fact `lattice_parts`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut found = Found {
        reading: Reading::new(graph),
        parts: Vec::new(),
        sources: Vec::new(),
    };
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let sort = found
        .reading
        .value(resource, "vpc_endpoint_type", &endpoint.vpc_endpoint_type);
    if sort.is_some_and(|sort| sort == "Resource" || sort == "ServiceNetwork") {
        found.endpoint(resource, endpoint);
        found.associations(resource, endpoint);
        found.configurations(node);
    }
    Answer::list(found.parts, found.reading.hidden, found.sources)
}

struct Found<'g, 's> {
    reading: Reading<'g, 's>,
    parts: Vec<LatticePart>,
    sources: Vec<(String, Source)>,
}

impl Found<'_, '_> {
    fn add(&mut self, part: LatticePart, by: Source) {
        self.sources.push((format!("[{}]", self.parts.len()), by));
        self.parts.push(part);
    }

    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html>
    fn endpoint(&mut self, resource: &Resource, endpoint: &VpcEndpoint) {
        let Some(state) = self.reading.value(resource, "state", &endpoint.state) else {
            return;
        };
        let works = match state.to_ascii_lowercase().as_str() {
            "available" => true,
            "failed" | "rejected" | "expired" | "partial" | "deleted" => false,
            _ => return self.changes(resource),
        };
        let part = LatticePart {
            part: Text::const_new("endpoint").into(),
            id: endpoint.vpc_endpoint_id.clone(),
            state: state.clone().into(),
            works: works.into(),
            reason: endpoint.last_error_code.clone(),
        };
        self.add(part, source(resource, "state", state));
    }

    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointAssociation.html>
    fn associations(&mut self, resource: &Resource, endpoint: &VpcEndpoint) {
        let all = self
            .reading
            .items(resource, "associations", &endpoint.associations);
        for (at, association) in all.iter().enumerate() {
            let path = format!("associations[{at}]");
            let told = &association.associated_resource_accessibility;
            let failure = self
                .reading
                .value(resource, &path, &association.failure_code);
            let works = match (told.known().map(Text::as_str), failure) {
                (_, Some(_)) => false,
                (Some(state), None) if state.eq_ignore_ascii_case("accessible") => true,
                (Some(state), None) if state.eq_ignore_ascii_case("inaccessible") => false,
                (Some(_), None) => {
                    self.changes(resource);
                    continue;
                }
                (None, None) => {
                    let gap = self.reading.graph.missing(resource, &path);
                    self.reading.hide(Some(gap));
                    continue;
                }
            };
            let state = told.known().cloned();
            let part = LatticePart {
                part: Text::const_new("association").into(),
                id: association.id.clone(),
                state: state.unwrap_or(Text::const_new("failed")).into(),
                works: works.into(),
                reason: association.failure_code.clone(),
            };
            self.add(part, source(resource, &path, association));
        }
    }

    /// The configurations that the endpoint and its associations name, with their gateways.
    fn configurations(&mut self, node: NodeId) {
        let graph = self.reading.graph;
        let mut gateways: BTreeSet<NodeId> = BTreeSet::new();
        for found in self.reading.linked(node, "resource_configurations") {
            let Some(resource) = graph.resource(found) else {
                continue;
            };
            if let Facts::ResourceConfiguration(facts) = &resource.facts {
                self.status(resource, "configuration", &facts.id, &facts.status);
                gateways.extend(self.reading.linked(found, "resource_gateway"));
            }
        }
        for gateway in gateways {
            let Some(resource) = graph.resource(gateway) else {
                continue;
            };
            if let Facts::ResourceGateway(facts) = &resource.facts {
                self.status(resource, "gateway", &facts.id, &facts.status);
            }
        }
    }

    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_GetResourceConfiguration.html>
    fn status(
        &mut self,
        resource: &Resource,
        part: &'static str,
        id: &Fact<Text>,
        status: &Fact<Text>,
    ) {
        let Some(status) = self.reading.value(resource, "status", status) else {
            return;
        };
        let works = match status.as_str() {
            "ACTIVE" => true,
            failed if failed.ends_with("_FAILED") => false,
            _ => return self.changes(resource),
        };
        let part = LatticePart {
            part: Text::const_new(part).into(),
            id: id.clone(),
            state: status.clone().into(),
            works: works.into(),
            reason: Fact::None,
        };
        self.add(part, source(resource, "status", status));
    }

    fn changes(&mut self, resource: &Resource) {
        let gap = Gap::new(GapReason::InTransition, resource.kind().operation());
        self.reading
            .hide(Some(gap.within(&resource.account, &resource.region)));
    }
}
