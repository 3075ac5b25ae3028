//! Links of App Runner: service, connector, subnets, groups.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Region, Text};
use crate::model::kinds::{Facts, Reach};

use super::{Reverse, links, texts};
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::{self, Linked};

links! {
    /// The connector of a service.
    "apprunner.service".vpc_connector -> "apprunner.vpc_connector" = service_connector;
    /// How a service scales.
    "apprunner.service".auto_scaling_configuration -> "apprunner.auto_scaling_configuration" = service_scaling;
    /// The ways into a service from VPCs.
    "apprunner.service".ingress_connections -> "apprunner.vpc_ingress_connection" many = |g, n| {
        let arn = Fact::Known(g.node(n).arn.clone());
        g.follow_back(n, Reverse::IngressConnectionsByService, "arn", &arn)
    };
    /// Where the output of a service's code goes, `/aws/apprunner/NAME/ID/application`; none until
    /// there is such a log group.
    "apprunner.service".application_log_group -> "logs.log_group" = application_log_group;
    /// The role of the service's code; none if it has none, or one that is gone.
    "apprunner.service".instance_role -> "iam.role" = instance_role;
    /// The role by which App Runner makes interfaces in the account's VPCs; none if it is not there.
    "apprunner.vpc_connector".networking_role -> "iam.role" = networking_role;
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

/// App Runner makes the group when the code first writes something.
/// <https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cwl.html>
fn application_log_group(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(resource) = graph.resource(node) else {
        return Linked::None;
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Linked::None;
    };
    let Some(name) = service.service_name.known() else {
        return Linked::Gap(graph.missing(resource, "service_name"));
    };
    let Some(id) = service.service_id.known() else {
        return Linked::Gap(graph.missing(resource, "service_id"));
    };
    let group = format!("/aws/apprunner/{name}/{id}/application");
    of_this_account(graph, node, "logs.log_group", &group)
}

fn instance_role(graph: &Graph<'_>, node: NodeId) -> Linked {
    let Some(resource) = graph.resource(node) else {
        return Linked::None;
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Linked::None;
    };
    match &service.instance_role_arn {
        Fact::None => Linked::None,
        Fact::Missing => Linked::Gap(graph.missing(resource, "instance_role_arn")),
        Fact::Known(arn) => {
            let name = arn.rsplit('/').next().unwrap_or(arn);
            of_this_account(graph, node, "iam.role", name)
        }
    }
}

/// <https://docs.aws.amazon.com/apprunner/latest/dg/using-service-linked-roles-networking.html>
fn networking_role(graph: &Graph<'_>, node: NodeId) -> Linked {
    let role = "AWSServiceRoleForAppRunnerNetworking";
    of_this_account(graph, node, "iam.role", role)
}

/// What has a name in the node's account and region (or in the account as a whole): none if a
/// complete enumeration does not show it. Other accounts have things of the same names.
fn of_this_account(graph: &Graph<'_>, node: NodeId, kind: &'static str, name: &str) -> Linked {
    let here = graph.node(node);
    let global = Region::global();
    let is_here = |one: &&NodeId| {
        let one = graph.node(**one);
        one.account == here.account && (one.region == here.region || *one.region == global)
    };
    if let Some(found) = graph.candidates(kind, name).iter().find(is_here) {
        return Linked::One(*found);
    }
    let place = match schema::kind(kind).is_some_and(|kind| kind.reach == Reach::Global) {
        true => &global,
        false => here.region,
    };
    let hidden = graph
        .extent(kind, here.account, place)
        .or_else(|| graph.nameless(kind, place));
    hidden.map_or(Linked::None, Linked::Gap)
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
