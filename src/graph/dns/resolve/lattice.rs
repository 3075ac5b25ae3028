//! Names that a VPC gets by its association with a service network of VPC Lattice.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html>

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_lattice_network::ServiceNetworkResourceAssociation;

use crate::graph::node::NodeId;

use super::super::name::bare;
use super::private::PrivateName;
use super::space::Place;

/// Adds the custom domain names of the resources in the networks that the VPC is associated with.
pub(super) fn names(place: Place<'_, '_>, names: &mut Vec<PrivateName>) -> Option<Gap> {
    const KIND: &str = "vpc_lattice.service_network_vpc_association";
    let graph = place.graph;
    let mut hidden = place.extent(KIND);
    for &node in graph.of_kind(KIND) {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::ServiceNetworkVpcAssociation(facts) = &resource.facts else {
            continue;
        };
        if facts.vpc_id.is_missing() && resource.region == place.resource.region {
            hidden = hidden.or_else(|| Some(graph.missing(resource, "vpc_id")));
        }
        if !place.is_here(&facts.vpc_id) {
            continue;
        }
        let network = match (&facts.private_dns_enabled, &facts.service_network_arn) {
            (Fact::Known(false), _) => continue,
            (Fact::Known(true), Fact::Known(network)) => network,
            _ => {
                hidden = hidden.or_else(|| Some(graph.missing(resource, "private_dns_enabled")));
                continue;
            }
        };
        let more = of_network(place, resource.arn.last(), network, names);
        hidden = hidden.or(more);
    }
    hidden
}

fn of_network(
    place: Place<'_, '_>,
    association: &str,
    network: &Text,
    names: &mut Vec<PrivateName>,
) -> Option<Gap> {
    const KIND: &str = "vpc_lattice.service_network_resource_association";
    let mut hidden = place.extent(KIND);
    for &node in place.graph.of_kind(KIND) {
        let Some(Facts::ServiceNetworkResourceAssociation(facts)) = place.graph.facts(node) else {
            continue;
        };
        if facts.service_network_arn.known() != Some(network) {
            continue;
        }
        match of_resource(place, node, association, facts) {
            Ok(name) => names.extend(name),
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    hidden
}

fn of_resource(
    place: Place<'_, '_>,
    node: NodeId,
    association: &str,
    facts: &ServiceNetworkResourceAssociation,
) -> Result<Option<PrivateName>, Gap> {
    let graph = place.graph;
    let missing = |path: &str| match graph.resource(node) {
        Some(resource) => graph.missing(resource, path),
        None => Gap::new(
            crate::model::gap::GapReason::NotCollected,
            "vpc-lattice:ListServiceNetworkResourceAssociations",
        ),
    };
    match facts.private_dns_enabled {
        Fact::Known(true) => {}
        Fact::Known(false) => return Ok(None),
        Fact::None | Fact::Missing => return Err(missing("private_dns_enabled")),
    }
    let arn = facts.resource_configuration_arn.known();
    let arn = arn.ok_or_else(|| missing("resource_configuration_arn"))?;
    let configuration = graph.find_arn("vpc_lattice.resource_configuration", arn, node)?;
    let Some(resource) = graph.resource(configuration) else {
        return Ok(None);
    };
    let Facts::ResourceConfiguration(told) = &resource.facts else {
        return Ok(None);
    };
    let domain = match &told.custom_domain_name {
        Fact::Known(domain) => domain,
        Fact::None => return Ok(None),
        Fact::Missing => return Err(graph.missing(resource, "custom_domain_name")),
    };
    Ok(Some(PrivateName {
        pattern: bare(domain),
        brought_by: Text::from(association),
        endpoint: None,
        zone_id: None,
        told: Source {
            resource: Text::from(resource.arn.as_str()),
            path: "custom_domain_name".to_owned(),
            value: domain.as_str().into(),
            operation: Text::const_new("vpc-lattice:GetResourceConfiguration"),
        },
        doubt: None,
    }))
}
