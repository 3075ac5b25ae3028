//! The names of resources that an endpoint gives by ARN, and what answers them in its VPC.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::HostedZoneSummary;
use crate::model::kinds::vpc_endpoint::{VpcEndpoint, VpcEndpointAssociation};
use crate::model::path::Literal;
use crate::model::resolution::{NameAnswer, NameSpace};
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::rds;
use super::super::schema::Answer;
use super::made::items;
use super::name::bare;
use super::resolve::{addresses_of, is_untold};
use super::sort_of_aws_name;

record! {
    /// A name of a resource behind an endpoint, and what answers it in the VPC.
    ArnResourceName {
        /// The association.
        association_id: Text, gap;
        /// The resource.
        resource_arn: Text, none;
        /// The name, lower case, without its last dot; none if private DNS is off and no fact names it.
        name: Text, none;
        /// What decides about the name: `managed-zone`, `endpoint` (the zone that AWS made for it),
        /// `private-zone` or `resolver-rule`; none if nothing of the VPC does.
        decided_by: Text, none;
        /// Its id: that of the zone, the rule or the endpoint.
        decided_by_id: Text, none;
        /// What is answered: `addresses`, `no-data`, `no-such-name`, `public`, `blocked`, `loop` or
        /// `no-resolver`; none where a zone that AWS manages decides, or without a name.
        answer: Text, none;
    }
}

/// Whether any resource of the endpoint can be one that is given by ARN. Of a single DNS name or
/// address it is known without asking for associations; a group has resources of each sort.
fn may_have_arns(graph: &Graph<'_>, node: NodeId, endpoint: &VpcEndpoint) -> Result<bool, Gap> {
    let Some(arn) = endpoint.resource_configuration_arn.known() else {
        return match (&endpoint.resource_configuration_arn, graph.resource(node)) {
            (Fact::Missing, Some(resource)) => {
                Err(graph.missing(resource, "resource_configuration_arn"))
            }
            _ => Ok(false),
        };
    };
    let configuration = graph.find_arn("vpc_lattice.resource_configuration", arn, node)?;
    match graph.resource(configuration) {
        Some(resource) => match &resource.facts {
            Facts::ResourceConfiguration(facts) => match &facts.configuration_type {
                Fact::Known(kind) => Ok(kind == "ARN" || kind == "GROUP"),
                _ => Err(graph.missing(resource, "configuration_type")),
            },
            _ => Ok(false),
        },
        None => Ok(false),
    }
}

/// The derived fact `arn_resource_names`.
pub(super) fn arn_resource_names(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Answer::none();
    };
    let vpc = match may_have_arns(graph, node, endpoint) {
        Ok(true) => match endpoint.vpc_id.known() {
            Some(vpc) => graph.find("ec2.vpc", vpc, node),
            None => Err(graph.missing(resource, "vpc_id")),
        },
        Ok(false) => return Answer::list(Vec::<ArnResourceName>::new(), None, Vec::new()),
        Err(gap) => Err(gap),
    };
    let (vpc, associations) = match (vpc, items(&endpoint.associations)) {
        (Ok(vpc), Some(associations)) => (vpc, associations),
        (Err(gap), _) => return Answer::gap(gap),
        (_, None) => return Answer::gap(graph.missing(resource, "associations")),
    };
    let mut found = Found {
        incomplete: graph.hole(resource, "associations"),
        ..Found::default()
    };
    for (index, association) in associations.iter().enumerate() {
        match given_by_arn(graph, node, endpoint, association) {
            Ok(Some(arn)) => found.association(index, association, arn),
            Ok(None) => {}
            Err(gap) => found.incomplete = found.incomplete.or(Some(gap)),
        }
    }
    found.of_databases(graph, node, endpoint);
    found.answer(graph, vpc, resource, associations)
}

/// The ARN of the resource of an association, if it is given by ARN.
fn given_by_arn<'g>(
    graph: &'g Graph<'_>,
    node: NodeId,
    endpoint: &VpcEndpoint,
    association: &VpcEndpointAssociation,
) -> Result<Option<&'g Text>, Gap> {
    let configuration = association.associated_resource_arn.known();
    let Some(arn) = configuration.or(endpoint.resource_configuration_arn.known()) else {
        return Ok(None);
    };
    let configuration = graph.find_arn("vpc_lattice.resource_configuration", arn, node)?;
    let Some(resource) = graph.resource(configuration) else {
        return Ok(None);
    };
    match &resource.facts {
        Facts::ResourceConfiguration(facts) => match &facts.arn_resource_arn {
            Fact::Known(arn) => Ok(Some(arn)),
            Fact::None => Ok(None),
            Fact::Missing => Err(graph.missing(resource, "arn_resource_arn")),
        },
        _ => Ok(None),
    }
}

/// The ARN of a resource and a name of it, if it has one.
type Named<'g> = (&'g Text, Option<String>);

/// The names as they are found, each with the association that it came with.
#[derive(Default)]
struct Found<'g> {
    /// By resource and name, the place of the association, and what else tells the name.
    names: BTreeMap<Named<'g>, (usize, Option<Source>)>,
    /// The first association of each resource.
    first: BTreeMap<&'g Text, usize>,
    incomplete: Option<Gap>,
}

impl<'g> Found<'g> {
    fn association(&mut self, index: usize, association: &VpcEndpointAssociation, arn: &'g Text) {
        self.first.entry(arn).or_insert(index);
        let private = association.private_dns_entry.known();
        if let Some(name) = private.and_then(|entry| entry.dns_name.known()) {
            self.names.insert((arn, Some(bare(name))), (index, None));
        }
    }

    /// Adds the names of databases that were scanned. A resource that has no name then cannot be
    /// judged, unless private DNS is off: then none is answered.
    fn of_databases(&mut self, graph: &Graph<'_>, node: NodeId, endpoint: &VpcEndpoint) {
        for (&arn, &index) in &self.first {
            let untold = untold_names(graph, node, arn);
            self.incomplete = self.incomplete.take().or(untold);
            for source in names_of_database(graph, arn) {
                let name = source.value.as_str().map(bare);
                self.names
                    .entry((arn, name))
                    .or_insert((index, Some(source)));
            }
            if self.names.keys().any(|(named, _)| *named == arn) {
                continue;
            }
            if endpoint.private_dns_enabled == Fact::Known(false) {
                self.names.insert((arn, None), (index, None));
                continue;
            }
            let untold = graph.find_arn("rds.db_cluster", arn, node).err();
            let call = "ec2:DescribeVpcEndpointAssociations";
            let untold = untold.unwrap_or_else(|| Gap::new(GapReason::NotCollected, call));
            self.incomplete.get_or_insert(untold);
        }
    }

    fn answer(
        mut self,
        graph: &Graph<'_>,
        vpc: NodeId,
        resource: &Resource,
        associations: &[VpcEndpointAssociation],
    ) -> Answer {
        let mut names = Vec::new();
        let mut sources = Vec::new();
        for ((arn, name), (index, source)) in std::mem::take(&mut self.names) {
            let Some(association) = associations.get(index) else {
                continue;
            };
            let answered = match name.as_deref().map(|name| answered(graph, vpc, name)) {
                Some(Err(gap)) => {
                    self.incomplete.get_or_insert(gap);
                    continue;
                }
                Some(Ok(answered)) => answered,
                None => Answered::default(),
            };
            let at = format!("[{}]", names.len());
            let own = association_source(resource, index, association);
            let all = [own].into_iter().chain(source).chain(answered.sources);
            sources.extend(all.map(|source| (at.clone(), source)));
            let (kind, id) = match answered.by {
                Some(by) => (Some(Text::from(by.kind)), Some(Text::from(by.id))),
                None => (None, None),
            };
            let answer = answered.answer.map(NameAnswer::as_str);
            names.push(ArnResourceName {
                association_id: association.id.clone(),
                resource_arn: arn.clone().into(),
                name: Fact::told(name.map(Text::from)),
                decided_by: Fact::told(kind),
                decided_by_id: Fact::told(id),
                answer: Fact::told(answer.map(Text::const_new)),
            });
        }
        Answer::list(names, self.incomplete, sources)
    }
}

/// What answers a name.
#[derive(Default)]
struct Answered {
    by: Option<NameSpace>,
    answer: Option<NameAnswer>,
    sources: Vec<Source>,
}

/// What the resolver of a VPC answers a name with. What stands in a zone of AWS nobody is told, and what
/// stands in one of somebody else does not matter: it decides, and that is enough.
///
/// # Errors
/// What decides is not known.
fn answered(graph: &Graph<'_>, vpc: NodeId, name: &str) -> Result<Answered, Gap> {
    let found = addresses_of(graph, vpc, name);
    let by = found.decided.map(|decided| decided.by);
    let is_of_aws = by.as_ref().is_some_and(|by| is_managed(&by.kind));
    let doubt = match &by {
        // A rule or a firewall that nobody told would not let the zone of AWS answer either.
        Some(by) if !is_of_aws && (by.domain == name || has_all_zones(graph, vpc)) => None,
        // Public DNS answers names of AWS with addresses of AWS, whatever these are.
        None if found.answer == NameAnswer::Public && sort_of_aws_name(name).is_some() => None,
        _ => found.gaps.iter().find(|gap| !(is_of_aws && is_untold(gap))),
    };
    if let Some(gap) = doubt {
        return Err(gap.clone());
    }
    let is_known = found.answer != NameAnswer::Unknown && !is_of_aws;
    let steps = found.steps.into_iter();
    Ok(Answered {
        answer: is_known.then_some(found.answer),
        by,
        sources: steps.flat_map(|step| step.by).collect(),
    })
}

/// Whether all zones of a VPC were told.
fn has_all_zones(graph: &Graph<'_>, vpc: NodeId) -> bool {
    let Some(resource) = graph.resource(vpc) else {
        return false;
    };
    let Facts::Vpc(facts) = &resource.facts else {
        return false;
    };
    let is_told = |zone: &HostedZoneSummary| {
        let told = [&zone.name, &zone.owning_service, &zone.hosted_zone_id];
        !told.iter().any(|fact| fact.is_missing())
    };
    graph.hole(resource, "hosted_zones").is_none()
        && items(&facts.hosted_zones).is_some_and(|zones| zones.iter().all(is_told))
}

/// Whether what decides about a name was made by AWS for an endpoint.
fn is_managed(kind: &str) -> bool {
    ["managed-zone", "endpoint"].contains(&kind)
}

/// Why a database of an account that was scanned may have more names.
fn untold_names(graph: &Graph<'_>, node: NodeId, arn: &Text) -> Option<Gap> {
    let kind = match Arn::try_from(arn.clone()) {
        Ok(arn) if arn.resource().starts_with("db:") => "rds.db_instance",
        _ => "rds.db_cluster",
    };
    let database = match graph.find_arn(kind, arn, node) {
        Ok(database) => graph.resource(database)?,
        Err(gap) => {
            let elsewhere = [GapReason::AccountNotScanned, GapReason::RegionNotScanned];
            return Some(gap).filter(|gap| !elsewhere.contains(&gap.reason));
        }
    };
    let missing = match &database.facts {
        Facts::DbCluster(facts) if facts.endpoint.is_missing() => "endpoint",
        Facts::DbCluster(facts) if facts.reader_endpoint.is_missing() => "reader_endpoint",
        Facts::DbInstance(facts) if facts.endpoint.is_missing() => "endpoint",
        _ => return None,
    };
    Some(graph.missing(database, missing))
}

/// The names of the cluster or instance with an ARN, if it was scanned.
fn names_of_database(graph: &Graph<'_>, arn: &str) -> Vec<Source> {
    let Some(resource) = graph
        .resource_by_arn(arn)
        .and_then(|node| graph.resource(node))
    else {
        return Vec::new();
    };
    let names = rds::names(&resource.facts);
    let told = names.into_iter().filter_map(|(path, name)| {
        Some(Source {
            resource: Text::from(resource.arn.as_str()),
            path: path.to_owned(),
            value: name?.as_str().into(),
            operation: Text::from(resource.kind().operation()),
        })
    });
    told.collect()
}

fn association_source(
    resource: &Resource,
    index: usize,
    association: &VpcEndpointAssociation,
) -> Source {
    Source {
        resource: Text::from(resource.arn.as_str()),
        path: format!("associations[{index}]"),
        value: serde_json::to_value(association).unwrap_or_default(),
        operation: Text::const_new("ec2:DescribeVpcEndpointAssociations"),
    }
}
