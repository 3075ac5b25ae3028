//! Links of App Runner: service, connector, subnets, groups.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::{Reverse, links, texts};
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Linked;

links! {
    /// The connector of a service.
    "apprunner.service".vpc_connector -> "apprunner.vpc_connector" = service_connector;
    /// How a service scales.
    "apprunner.service".auto_scaling_configuration -> "apprunner.auto_scaling_configuration" = service_scaling;
    /// The subnets of a connector, without those that are gone.
    "apprunner.vpc_connector".member_subnets -> "ec2.subnet" many = connector_subnets;
    /// The groups of a connector.
    "apprunner.vpc_connector".member_security_groups -> "ec2.security_group" many = |g, n| match g.facts(n) {
        Some(Facts::VpcConnector(f)) => g.follow_all(n, "security_groups", "ec2.security_group", texts(&f.security_groups)),
        _ => Linked::Many(Vec::new(), None),
    };
    /// The services that use a connector.
    "apprunner.vpc_connector".services -> "apprunner.service" many = |g, n| {
        let arn = Fact::Known(g.node(n).arn.clone());
        g.follow_back(n, Reverse::ServicesByConnector, "arn", &arn)
    };
}

fn service_scaling(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(resource) = graph.resource(node) else {
        return Linked::None;
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Linked::None;
    };
    let kind = "apprunner.auto_scaling_configuration";
    match &service.auto_scaling_configuration_arn {
        Fact::None => Linked::None,
        Fact::Missing => Linked::Gap(graph.missing(resource, "auto_scaling_configuration_arn")),
        Fact::Known(arn) => graph
            .find_arn(kind, arn, node)
            .map_or_else(Linked::Gap, Linked::One),
    }
}

/// A connector of the same account and region that a complete enumeration does not show was
/// deleted: that is "none", and the service's own ARN is the evidence.
fn service_connector(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(resource) = graph.resource(node) else {
        return Linked::None;
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Linked::None;
    };
    match &service.vpc_connector_arn {
        Fact::None => Linked::None,
        Fact::Missing => Linked::Gap(graph.missing(resource, "vpc_connector_arn")),
        Fact::Known(arn) => match graph.find_arn("apprunner.vpc_connector", arn, node) {
            Ok(node) => Linked::One(node),
            Err(gap) if is_here(graph, node, arn, &gap) => Linked::None,
            Err(gap) => Linked::Gap(gap),
        },
    }
}

/// The account of a connector is told every subnet that it may use, shared ones too. One that a
/// complete enumeration does not show was deleted.
fn connector_subnets(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(Facts::VpcConnector(connector)) = graph.facts(node) else {
        return Linked::Many(Vec::new(), None);
    };
    let all = graph.follow_all(node, "subnets", "ec2.subnet", texts(&connector.subnets));
    let Linked::Many(mut subnets, incomplete) = all else {
        return all;
    };
    subnets.retain(|subnet| !matches!(subnet, Err(gap) if is_gone(graph, node, "ec2.subnet", gap)));
    Linked::Many(subnets, incomplete)
}

/// Whether a resource that a node names, and that should be seen from the node's account and
/// region, is known not to be there.
pub(in crate::graph) fn is_gone(graph: &Graph<'_>, node: NodeId, kind: &str, gap: &Gap) -> bool {
    let here = graph.node(node);
    gap.reason == GapReason::AccountNotScanned
        && graph.extent(kind, here.account, here.region).is_none()
}

fn is_here(graph: &Graph<'_>, node: NodeId, arn: &Text, gap: &Gap) -> bool {
    let here = graph.node(node);
    let place = format!(":{}:{}:", here.region, here.account);
    arn.contains(&place) && is_gone(graph, node, "apprunner.vpc_connector", gap)
}
