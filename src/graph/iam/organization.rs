//! What an organization leaves of a request: service control policies bind the account that asks,
//! resource control policies that of the resource. Neither binds the management account.

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::organizations::{OrganizationPolicy, PolicyTarget};
use crate::model::resource::Resource;

use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::allows::{Allowed, Said};

/// Services that heed resource control policies, of those that are asked about.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
const HEEDING: [&str; 5] = ["kms", "s3", "secretsmanager", "sqs", "sts"];

/// What the service control policies leave: each level above the account must allow.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
pub(super) fn of_role(graph: &Graph<'_>, role: NodeId, action: &str, on: &str) -> Allowed {
    let account = graph.node(role).account;
    each_level(graph, role, account, |resource, at, target| {
        let path = format!("policy_targets[{at}].service_control_policies");
        let policies = &target.service_control_policies;
        let Some(said) = said(graph, resource, &path, policies, action, on) else {
            return Allowed::Yes(Vec::new());
        };
        let why = "a service control policy of the organization does not allow it";
        said.bounds(why, || source(resource, &path, policies))
    })
}

/// What the resource control policies leave. They only deny: the one that allows everything cannot be
/// taken away.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
pub(super) fn of_resource(graph: &Graph<'_>, role: NodeId, action: &str, on: &str) -> Allowed {
    let Ok(arn) = Arn::try_from(Text::from(on)) else {
        return Allowed::Yes(Vec::new());
    };
    let service = action.split(':').next().unwrap_or_default();
    let account = AccountId::from(arn.account());
    each_level(graph, role, &account, |resource, at, target| {
        let path = format!("policy_targets[{at}].resource_control_policies");
        let policies = &target.resource_control_policies;
        let said = said(graph, resource, &path, policies, action, on).unwrap_or_default();
        match (said.denied, said.perhaps_denied) {
            (Some(by), _) if HEEDING.contains(&service) => {
                let why = "a resource control policy of the organization denies it";
                Allowed::No(Text::const_new(why), vec![by])
            }
            (Some(_), _) => {
                let gap = Gap::new(GapReason::UnsupportedHere, "organizations:DescribePolicy");
                let gap = gap.within(&resource.account, &resource.region);
                let why = format!("whether {service} heeds resource control policies");
                Allowed::Unknown(gap.because(why))
            }
            (None, Some(gap)) => Allowed::Unknown(gap),
            (None, None) => Allowed::Yes(Vec::new()),
        }
    })
}

/// What the account, the units above it and the root leave.
fn each_level(
    graph: &Graph<'_>,
    role: NodeId,
    account: &AccountId,
    leaves: impl Fn(&Resource, usize, &PolicyTarget) -> Allowed,
) -> Allowed {
    let mut accounts = graph.of_kind("account").iter().copied();
    let Some(resource) = accounts
        .find(|node| graph.node(*node).account == account)
        .and_then(|node| graph.resource(node))
    else {
        let gap = Gap::new(GapReason::NotCollected, "organizations:ListParents");
        return Allowed::Unknown(gap.within(account, graph.node(role).region));
    };
    let Facts::Account(facts) = &resource.facts else {
        return Allowed::Yes(Vec::new());
    };
    match &facts.organization {
        Fact::None => return Allowed::Yes(Vec::new()),
        Fact::Missing => return Allowed::Unknown(graph.missing(resource, "organization")),
        Fact::Known(organization)
            if organization.master_account_id.known().map(Text::as_str)
                == Some(account.as_str()) =>
        {
            return Allowed::Yes(Vec::new());
        }
        Fact::Known(_) => {}
    }
    let mut reading = Reading::new(graph);
    let targets = reading.items(resource, "policy_targets", &facts.policy_targets);
    let levels = targets.iter().enumerate();
    let left = levels.map(|(at, target)| leaves(resource, at, target));
    match (left.reduce(Allowed::and), reading.hidden) {
        (Some(Allowed::No(why, by)), _) => Allowed::No(why, by),
        (Some(Allowed::Unknown(gap)), _) | (_, Some(gap)) => Allowed::Unknown(gap),
        (_, None) => Allowed::Yes(Vec::new()),
    }
}

/// What the policies of a level say; nothing if policies of the type are not in use.
fn said(
    graph: &Graph<'_>,
    resource: &Resource,
    path: &str,
    policies: &Fact<Vec<OrganizationPolicy>>,
    action: &str,
    on: &str,
) -> Option<Said> {
    if let Fact::None = policies {
        return None;
    }
    let mut said = Said::default();
    let mut reading = Reading::new(graph);
    for (index, policy) in reading.items(resource, path, policies).iter().enumerate() {
        let path = format!("{path}[{index}].content");
        said.document(graph, resource, &path, &policy.content, action, on);
    }
    said.hide(reading.hidden);
    Some(said)
}
