//! The names of resources that an endpoint gives by ARN, and which zone answers them.

use std::collections::BTreeMap;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::HostedZoneSummary;
use crate::model::kinds::vpc_endpoint::{VpcEndpoint, VpcEndpointAssociation};
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::rds;
use super::super::schema::Answer;
use super::made::items;
use super::name::{bare, is_under};

record! {
    /// A name of a resource behind an endpoint, and the private zone that answers it in the VPC.
    ArnResourceName {
        /// The association.
        association_id: Text, gap;
        /// The resource.
        resource_arn: Text, none;
        /// The name, lower case, without its last dot; none if private DNS is off and no fact names it.
        name: Text, none;
        /// The zone that answers, the most specific one; none if none does.
        hosted_zone_id: Text, none;
        /// Whether AWS made and manages that zone; none if no zone answers.
        is_managed: bool, none;
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

fn zones<'g>(
    graph: &'g Graph<'_>,
    node: NodeId,
    resource: &Resource,
    endpoint: &VpcEndpoint,
) -> Result<&'g [HostedZoneSummary], Gap> {
    let Some(id) = endpoint.vpc_id.known() else {
        return Err(graph.missing(resource, "vpc_id"));
    };
    let vpc = graph.find("ec2.vpc", id, node)?;
    let Some(resource) = graph.resource(vpc) else {
        return Ok(&[]);
    };
    let Facts::Vpc(facts) = &resource.facts else {
        return Ok(&[]);
    };
    let gap = || graph.missing(resource, "hosted_zones");
    let nameless = |zone: &HostedZoneSummary| {
        zone.name.is_missing()
            || zone.owning_service.is_missing()
            || zone.hosted_zone_id.is_missing()
    };
    match (
        items(&facts.hosted_zones),
        graph.hole(resource, "hosted_zones"),
    ) {
        (None, _) => Err(gap()),
        (_, Some(gap)) => Err(gap),
        (Some(zones), None) if zones.iter().any(nameless) => Err(gap()),
        (Some(zones), None) => Ok(zones),
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
    let zones = match may_have_arns(graph, node, endpoint) {
        Ok(true) => zones(graph, node, resource, endpoint),
        Ok(false) => return Answer::list(Vec::<ArnResourceName>::new(), None, Vec::new()),
        Err(gap) => Err(gap),
    };
    let (zones, associations) = match (zones, items(&endpoint.associations)) {
        (Ok(zones), Some(associations)) => (zones, associations),
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
    found.answer(resource, associations, zones)
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
        self,
        resource: &Resource,
        associations: &[VpcEndpointAssociation],
        zones: &[HostedZoneSummary],
    ) -> Answer {
        let mut names = Vec::new();
        let mut sources = Vec::new();
        for ((arn, name), (index, source)) in self.names {
            let Some(association) = associations.get(index) else {
                continue;
            };
            let at = format!("[{}]", names.len());
            sources.push((at.clone(), association_source(resource, index, association)));
            sources.extend(source.map(|source| (at, source)));
            let zone = name.as_deref().and_then(|name| answering(zones, name));
            names.push(ArnResourceName {
                association_id: association.id.clone(),
                resource_arn: arn.clone().into(),
                name: Fact::told(name.map(Text::from)),
                hosted_zone_id: zone.map_or(Fact::None, |zone| zone.hosted_zone_id.clone()),
                is_managed: zone.map_or(Fact::None, |zone| {
                    zone.owning_service.known().is_some().into()
                }),
            });
        }
        Answer::list(names, self.incomplete, sources)
    }
}

/// The most specific zone that holds a name. Two zones of one name cannot both be associated; if
/// they are told, the one that no service manages is taken.
fn answering<'z>(zones: &'z [HostedZoneSummary], name: &str) -> Option<&'z HostedZoneSummary> {
    let holding = zones.iter().filter_map(|zone| {
        let own = bare(zone.name.known()?);
        let rank = (own.len(), zone.owning_service.known().is_none());
        is_under(name, &own).then_some((rank, zone))
    });
    holding.max_by_key(|(rank, _)| *rank).map(|(_, zone)| zone)
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
