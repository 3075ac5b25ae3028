//! Links of VPC Lattice: endpoint, resource configuration, resource gateway.

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;

use super::{Reverse, links, texts};
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Linked;

links! {
    /// The resource configuration behind a resource endpoint; it often belongs to another account.
    "ec2.vpc_endpoint".resource_configuration -> "vpc_lattice.resource_configuration" = endpoint_configuration;
    /// That configuration and, if it is a group, its members; of an endpoint of a service network, those of the network.
    /// Which they are, the endpoint's associations tell.
    "ec2.vpc_endpoint".resource_configurations -> "vpc_lattice.resource_configuration" many = endpoint_configurations;
    /// The gateway of a configuration.
    "vpc_lattice.resource_configuration".resource_gateway -> "vpc_lattice.resource_gateway" = |g, n| {
        g.follow(n, "resource_gateway_id", "vpc_lattice.resource_gateway", |f| match f {
            Facts::ResourceConfiguration(f) => Some(&f.resource_gateway_id),
            _ => None,
        })
    };
    /// The uses of a configuration by endpoints, as its owner sees them.
    "vpc_lattice.resource_configuration".endpoint_associations -> "vpc_lattice.resource_endpoint_association" many = |g, n| {
        g.follow_back(n, Reverse::EndpointAssociationsByConfiguration, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// The associations of a configuration with service networks.
    "vpc_lattice.resource_configuration".network_associations -> "vpc_lattice.service_network_resource_association" many = |g, n| {
        g.follow_back(n, Reverse::NetworkAssociationsByConfiguration, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// The shares that a configuration is in.
    "vpc_lattice.resource_configuration".shares -> "ram.resource_share" many = |g, n| {
        g.follow_back(n, Reverse::SharesByResource, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// The configurations that lead through a gateway.
    "vpc_lattice.resource_gateway".configurations -> "vpc_lattice.resource_configuration" many = |g, n| match g.facts(n) {
        Some(Facts::ResourceGateway(f)) => g.follow_back(n, Reverse::ConfigurationsByGateway, "id", &f.id),
        _ => Linked::Many(Vec::new(), None),
    };
    /// The associations of a service network with VPCs.
    "vpc_lattice.service_network".vpc_associations -> "vpc_lattice.service_network_vpc_association" many = |g, n| {
        g.follow_back(n, Reverse::VpcAssociationsByNetwork, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// The associations of a service network with resource configurations.
    "vpc_lattice.service_network".resource_associations -> "vpc_lattice.service_network_resource_association" many = |g, n| {
        g.follow_back(n, Reverse::ResourceAssociationsByNetwork, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
    /// The configuration of an association.
    "vpc_lattice.service_network_resource_association".resource_configuration -> "vpc_lattice.resource_configuration" = |g, n| {
        g.follow_arn(n, "resource_configuration_arn", "vpc_lattice.resource_configuration", |f| match f {
            Facts::ServiceNetworkResourceAssociation(f) => Some(&f.resource_configuration_arn),
            _ => None,
        })
    };
    /// The endpoint that uses a configuration.
    "vpc_lattice.resource_endpoint_association".vpc_endpoint -> "ec2.vpc_endpoint" = association_endpoint;
    /// The VPC of a gateway.
    "vpc_lattice.resource_gateway".vpc -> "ec2.vpc" = |g, n| g.follow(n, "vpc_id", "ec2.vpc", |f| match f {
        Facts::ResourceGateway(f) => Some(&f.vpc_id),
        _ => None,
    });
    /// The subnets of a gateway.
    "vpc_lattice.resource_gateway".subnets -> "ec2.subnet" many = |g, n| match g.facts(n) {
        Some(Facts::ResourceGateway(f)) => g.follow_all(n, "subnet_ids", "ec2.subnet", texts(&f.subnet_ids)),
        _ => Linked::Many(Vec::new(), None),
    };
    /// The groups of a gateway.
    "vpc_lattice.resource_gateway".security_groups -> "ec2.security_group" many = |g, n| match g.facts(n) {
        Some(Facts::ResourceGateway(f)) => g.follow_all(n, "security_group_ids", "ec2.security_group", texts(&f.security_group_ids)),
        _ => Linked::Many(Vec::new(), None),
    };
}

/// An association names the endpoint and the account that has it.
fn association_endpoint(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(resource) = graph.resource(node) else {
        return Linked::None;
    };
    let Facts::ResourceEndpointAssociation(facts) = &resource.facts else {
        return Linked::None;
    };
    let Some(id) = facts.vpc_endpoint_id.known() else {
        return Linked::Gap(graph.missing(resource, "vpc_endpoint_id"));
    };
    let owner = facts.vpc_endpoint_owner.known().map(|owner| owner.as_str());
    graph
        .find_owned("ec2.vpc_endpoint", id, owner, node)
        .map_or_else(Linked::Gap, Linked::One)
}

fn endpoint_configuration(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(resource) = graph.resource(node) else {
        return Linked::None;
    };
    let Facts::VpcEndpoint(endpoint) = &resource.facts else {
        return Linked::None;
    };
    match &endpoint.resource_configuration_arn {
        Fact::None => Linked::None,
        Fact::Missing => Linked::Gap(graph.missing(resource, "resource_configuration_arn")),
        Fact::Known(arn) => match graph.find_arn("vpc_lattice.resource_configuration", arn, node) {
            Ok(node) => Linked::One(node),
            Err(gap) => Linked::Gap(gap),
        },
    }
}

fn endpoint_configurations(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::VpcEndpoint(endpoint)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let own = match endpoint_configuration(graph, node) {
        Linked::One(own) => Some(Ok(own)),
        Linked::Gap(gap) => Some(Err(gap)),
        Linked::None | Linked::Many(..) => None,
    };
    let (has_more, mut hidden) = match &own {
        Some(Ok(own)) => is_group(graph, *own),
        Some(Err(_)) => (true, None),
        None => {
            let sort = endpoint.vpc_endpoint_type.known();
            (sort.is_some_and(|sort| sort == "ServiceNetwork"), None)
        }
    };
    let mut all: Vec<Result<NodeId, Gap>> = own.into_iter().collect();
    if has_more && let Linked::Many(more, gap) = associated(graph, node, endpoint) {
        hidden = hidden.or(gap);
        for one in more {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    Linked::Many(all, hidden)
}

/// Whether a configuration may be a group, and why nobody knows.
fn is_group(graph: &Graph<'_>, node: NodeId) -> (bool, Option<Gap>) {
    let Some(resource) = graph.resource(node) else {
        return (false, None);
    };
    let Facts::ResourceConfiguration(facts) = &resource.facts else {
        return (false, None);
    };
    match &facts.configuration_type {
        Fact::Known(sort) => (sort == "GROUP", None),
        Fact::None | Fact::Missing => {
            let gap = graph.missing(resource, "configuration_type");
            (true, Some(gap))
        }
    }
}

/// The configurations that an endpoint's associations name; those of a service network name services, too.
fn associated(graph: &Graph<'_>, node: NodeId, endpoint: &VpcEndpoint) -> Linked {
    let is_service = |arn: &Fact<Text>| {
        let arn = arn.known();
        arn.is_some_and(|arn| arn.contains(":service/"))
    };
    let associations = endpoint.associations.as_ref().map(|all| {
        let arns = all.iter().map(|one| &one.associated_resource_arn);
        arns.filter(|arn| !is_service(arn)).map(Fact::known)
    });
    graph.each(node, "associations", associations, |arn| {
        graph.find_arn("vpc_lattice.resource_configuration", arn, node)
    })
}
