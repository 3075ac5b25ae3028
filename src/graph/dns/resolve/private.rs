//! The names that endpoints bring into a VPC: private DNS of interface endpoints, names of resources of
//! VPC Lattice. They are answered only in the endpoint's VPC.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-private-dns>
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html>

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::resource::Resource;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;

use super::super::name::bare;
use super::custom;
use super::lattice;
use super::space::Place;

/// A name that something brings into a VPC.
#[derive(Debug, Clone)]
pub(super) struct PrivateName {
    /// The name, perhaps with a leading `*.`.
    pub(super) pattern: String,
    /// The id of the endpoint, or of the association of a service network.
    pub(super) brought_by: Text,
    /// The endpoint whose addresses are answered; none where VPC Lattice answers with its own.
    pub(super) endpoint: Option<NodeId>,
    /// The zone that AWS made for it, if it is told.
    pub(super) zone_id: Option<Text>,
    /// The fact that tells it.
    pub(super) told: Source,
    /// Why it may not be answered.
    pub(super) doubt: Option<Gap>,
}

impl PrivateName {
    /// The domain that the name makes: the name itself, without `*.`.
    pub(super) fn domain(&self) -> &str {
        self.pattern.strip_prefix("*.").unwrap_or(&self.pattern)
    }

    /// Whether it is, or stands for, a name.
    pub(super) fn answers(&self, name: &str) -> bool {
        match self.pattern.strip_prefix("*.") {
            Some(domain) => name
                .strip_suffix(domain)
                .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            None => self.pattern == name,
        }
    }
}

/// The names that a VPC gets, and why there may be others.
pub(super) fn of_vpc(place: Place<'_, '_>) -> (Vec<PrivateName>, Option<Gap>) {
    let graph = place.graph;
    let mut names = Vec::new();
    let Some(id) = place.vpc.vpc_id.known() else {
        return (names, Some(graph.missing(place.resource, "vpc_id")));
    };
    let (endpoints, mut more) = graph.naming(Reverse::EndpointsByVpc, id, place.node);
    for endpoint in endpoints {
        let Some(resource) = graph.resource(endpoint) else {
            continue;
        };
        if let Facts::VpcEndpoint(facts) = &resource.facts {
            let brought = Brought {
                place,
                node: endpoint,
                resource,
                facts,
            };
            let hidden = brought.names(&mut names);
            more = more.or(hidden);
        }
    }
    let hidden = lattice::names(place, &mut names);
    (names, more.or(hidden))
}

/// An endpoint that may bring names.
pub(super) struct Brought<'g, 's> {
    pub(super) place: Place<'g, 's>,
    pub(super) node: NodeId,
    pub(super) resource: &'s Resource,
    pub(super) facts: &'s VpcEndpoint,
}

impl Brought<'_, '_> {
    fn names(&self, names: &mut Vec<PrivateName>) -> Option<Gap> {
        let missing = |path: &str| Some(self.place.graph.missing(self.resource, path));
        let kind = match &self.facts.vpc_endpoint_type {
            Fact::Known(kind) => kind.as_str(),
            Fact::None | Fact::Missing => return missing("vpc_endpoint_type"),
        };
        if !matches!(kind, "Interface" | "Resource" | "ServiceNetwork") {
            return None;
        }
        match self.facts.private_dns_enabled {
            Fact::Known(true) => {}
            Fact::Known(false) => return None,
            Fact::None | Fact::Missing => return missing("private_dns_enabled"),
        }
        let doubt = match self.facts.state.known().map(Text::as_str) {
            // Some of the associations of a partial endpoint failed; each says so itself.
            Some("available" | "partial") => None,
            Some(state @ ("pending" | "deleting")) => Some(self.changing(state)),
            Some(_) => return None,
            None => return missing("state"),
        };
        let from = names.len();
        let hidden = match kind {
            "Interface" => self.of_interface(names),
            _ => self.of_associations(names),
        };
        for name in names.iter_mut().skip(from) {
            name.doubt = name.doubt.take().or(doubt.clone());
        }
        hidden
    }

    fn changing(&self, state: &str) -> Gap {
        let gap = Gap::new(GapReason::InTransition, self.resource.kind().operation());
        let gap = gap.within(&self.resource.account, &self.resource.region);
        gap.because(format!("{} is {state}", self.resource.arn.last()))
    }

    pub(super) fn name(&self, name: &str, path: String, operation: &'static str) -> PrivateName {
        PrivateName {
            pattern: bare(name),
            brought_by: self.resource.arn.last().into(),
            endpoint: Some(self.node),
            zone_id: None,
            told: Source {
                resource: Text::from(self.resource.arn.as_str()),
                path,
                value: name.into(),
                operation: Text::const_new(operation),
            },
            doubt: None,
        }
    }

    /// An interface endpoint says its private names beside those that AWS made for it; its service
    /// says them too.
    fn of_interface(&self, names: &mut Vec<PrivateName>) -> Option<Gap> {
        let graph = self.place.graph;
        let from = names.len();
        let entries = self.facts.dns_entries.known().into_iter().flatten();
        for (index, entry) in entries.enumerate() {
            let Some(name) = entry.dns_name.known().filter(|name| !is_made(name)) else {
                continue;
            };
            let path = format!("dns_entries[{index}].dns_name");
            let mut name = self.name(name, path, "ec2:DescribeVpcEndpoints");
            name.zone_id = entry.hosted_zone_id.known().cloned();
            names.push(name);
        }
        let service = self.facts.service.known();
        let told = service.and_then(|service| service.private_dns_names.known());
        for (index, name) in told.into_iter().flatten().enumerate() {
            let name = bare(name);
            if !names.iter().skip(from).any(|known| known.pattern == name) {
                let path = format!("service.private_dns_names[{index}]");
                names.push(self.name(&name, path, "ec2:DescribeVpcEndpointServices"));
            }
        }
        let known =
            |fact: &Fact<Vec<_>>| fact.known().is_some_and(|list: &Vec<_>| !list.is_empty());
        match (names.len() > from, known(&self.facts.dns_entries)) {
            (true, _) => graph.hole(self.resource, "dns_entries"),
            (false, false) => Some(graph.missing(self.resource, "dns_entries")),
            // Only names that AWS made are told: the private ones are not.
            (false, true) => Some(graph.missing(self.resource, "service")),
        }
    }

    /// The associations of resource and service network endpoints carry the names.
    fn of_associations(&self, names: &mut Vec<PrivateName>) -> Option<Gap> {
        let graph = self.place.graph;
        let from = names.len();
        let associations = self.facts.associations.known().into_iter().flatten();
        let mut hidden = match self.facts.associations.is_missing() {
            true => Some(graph.missing(self.resource, "associations")),
            false => graph.hole(self.resource, "associations"),
        };
        for (index, association) in associations.enumerate() {
            let entry = match &association.private_dns_entry {
                Fact::Known(entry) => entry,
                Fact::None => continue,
                Fact::Missing => {
                    hidden.get_or_insert_with(|| graph.missing(self.resource, "associations"));
                    continue;
                }
            };
            match &entry.dns_name {
                Fact::Known(name) => {
                    let path = format!("associations[{index}].private_dns_entry.dns_name");
                    let mut name = self.name(name, path, "ec2:DescribeVpcEndpointAssociations");
                    name.zone_id = entry.hosted_zone_id.known().cloned();
                    names.push(name);
                }
                Fact::None => {}
                Fact::Missing => {
                    hidden.get_or_insert_with(|| graph.missing(self.resource, "associations"));
                }
            }
        }
        let by_domain = custom::names(self, names, from);
        hidden.or(by_domain)
    }
}

/// Whether AWS made a name for an endpoint, to be asked for from anywhere.
pub(super) fn is_made(name: &str) -> bool {
    let name = bare(name);
    let name = name.strip_suffix(".cn").unwrap_or(&name);
    name.ends_with(".vpce.amazonaws.com") || name.ends_with(".on.aws") && name.contains("vpce-")
}
