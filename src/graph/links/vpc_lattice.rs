//! Links of VPC Lattice: endpoint, resource configuration, resource gateway.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;

use super::{links, texts};
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Linked;

links! {
    /// The resource configuration behind a resource endpoint; it often belongs to another account.
    "ec2.vpc_endpoint".resource_configuration -> "vpc_lattice.resource_configuration" = endpoint_configuration;
    /// The gateway of a configuration.
    "vpc_lattice.resource_configuration".resource_gateway -> "vpc_lattice.resource_gateway" = |g, n| {
        g.follow(n, "resource_gateway_id", "vpc_lattice.resource_gateway", |f| match f {
            Facts::ResourceConfiguration(f) => Some(&f.resource_gateway_id),
            _ => None,
        })
    };
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
