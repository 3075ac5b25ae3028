//! Whether a role can change anything.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::glob;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::iam::InlinePolicy;
use crate::model::kinds::policy::{PolicyDocument, Statement};
use crate::model::path::Literal;
use crate::model::resource::Resource;

use super::super::links::role_policies;
use super::super::node::{Graph, NodeId};
use super::super::schema::{Answer, Linked};
use super::trust::{has_effect, is_hidden};

/// How the names of actions begin that only read.
const READS: [&str; 22] = [
    "get",
    "list",
    "describe",
    "head",
    "batchget",
    "batchdescribe",
    "batchcheck",
    "lookup",
    "search",
    "view",
    "query",
    "scan",
    "select",
    "filter",
    "check",
    "validate",
    "estimate",
    "preview",
    "simulate",
    "detect",
    "discover",
    "read",
];

/// A policy of a role: where it stands, and what it says.
struct Stated<'s> {
    resource: &'s Resource,
    path: String,
    document: &'s Fact<PolicyDocument>,
}

/// The derived fact `can_write`. One policy that is known to allow a write decides, whatever others
/// may say.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let (policies, mut hidden) = policies(graph, node);
    for policy in policies {
        match policy.write() {
            Ok(Some(source)) => return Answer::known(true, vec![(String::new(), source)]),
            Ok(None) => {}
            Err(()) => {
                let path = policy.path.as_str();
                let gap = policy
                    .resource
                    .gap(path, policy.resource.kind().operation());
                hidden = hidden.or(Some(gap));
            }
        }
    }
    match hidden {
        Some(gap) => Answer::gap(gap),
        None => Answer::known(false, Vec::new()),
    }
}

/// Whether a role is allowed an action by one of its policies. What denies it, and on what, is not
/// judged.
pub(in crate::graph) fn may(graph: &Graph<'_>, role: NodeId, action: &str) -> Result<bool, Gap> {
    let (policies, mut hidden) = policies(graph, role);
    for policy in policies {
        let gap = || {
            policy
                .resource
                .gap(&policy.path, policy.resource.kind().operation())
        };
        let Some(document) = policy.document.known() else {
            hidden = hidden.or_else(|| policy.document.is_missing().then(gap));
            continue;
        };
        let statements = document.statements.known().map_or(&[][..], Vec::as_slice);
        let allows = |one: &Statement| has_effect(one, "Allow") && is_about(one, action);
        if statements.iter().any(allows) {
            return Ok(true);
        }
        if document.statements.is_missing() || statements.iter().any(is_hidden) {
            hidden = hidden.or_else(|| Some(gap()));
        }
    }
    hidden.map_or(Ok(false), Err)
}

/// Whether a statement is about an action; names of actions have no case.
fn is_about(statement: &Statement, action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    let has = |actions: &[Text]| {
        let mut shapes = actions.iter().map(|shape| shape.to_ascii_lowercase());
        shapes.any(|shape| glob::matches(&shape, &action))
    };
    match (statement.actions.known(), statement.not_actions.known()) {
        (Some(actions), _) => has(actions),
        (None, Some(but)) => !has(but),
        (None, None) => false,
    }
}

fn policies<'s>(graph: &Graph<'s>, node: NodeId) -> (Vec<Stated<'s>>, Option<Gap>) {
    let mut policies = Vec::new();
    let Some(resource) = graph.resource(node) else {
        return (policies, None);
    };
    let Facts::Role(role) = &resource.facts else {
        return (policies, None);
    };
    let mut hidden = match &role.role_policy_list {
        Fact::Missing => Some(graph.missing(resource, "role_policy_list")),
        list => {
            let inline = list.known().map_or(&[][..], Vec::as_slice);
            policies.extend(
                inline
                    .iter()
                    .enumerate()
                    .map(|(index, policy)| inlined(resource, index, policy)),
            );
            graph.hole(resource, "role_policy_list")
        }
    };
    if let Linked::Many(attached, incomplete) = role_policies(graph, node) {
        hidden = hidden.or(incomplete);
        for policy in attached {
            match policy.map(|policy| graph.resource(policy)) {
                Ok(Some(resource)) => {
                    hidden = hidden.or_else(|| graph.hole(resource, "default_version_document"));
                    policies.extend(managed(resource));
                }
                Ok(None) => {}
                Err(gap) => hidden = hidden.or(Some(gap)),
            }
        }
    }
    (policies, hidden)
}

fn inlined<'s>(resource: &'s Resource, index: usize, policy: &'s InlinePolicy) -> Stated<'s> {
    Stated {
        resource,
        path: format!("role_policy_list[{index}].policy_document"),
        document: &policy.policy_document,
    }
}

fn managed(resource: &Resource) -> Option<Stated<'_>> {
    match &resource.facts {
        Facts::ManagedPolicy(policy) => Some(Stated {
            resource,
            path: "default_version_document".to_owned(),
            document: &policy.default_version_document,
        }),
        _ => None,
    }
}

impl Stated<'_> {
    /// The first statement that allows a write, or that the policy is not known whole.
    fn write(&self) -> Result<Option<Source>, ()> {
        let statements = match self.document {
            Fact::Known(document) if document.statements.is_missing() => return Err(()),
            Fact::Known(document) => document.statements.known(),
            Fact::None => return Ok(None),
            Fact::Missing => return Err(()),
        };
        let statements = statements.map_or(&[][..], Vec::as_slice);
        let writes =
            |statement: &Statement| has_effect(statement, "Allow") && allows_write(statement);
        if let Some(index) = statements.iter().position(writes) {
            return Ok(Some(Source {
                resource: Text::from(self.resource.arn.as_str()),
                path: format!("{}.statements[{index}]", self.path),
                value: serde_json::to_value(&statements[index]).unwrap_or(Json::Null),
                operation: Text::from(self.resource.kind().operation()),
            }));
        }
        if statements.iter().any(is_hidden) {
            return Err(());
        }
        Ok(None)
    }
}

/// An Allow with `NotAction` allows nearly everything.
fn allows_write(statement: &Statement) -> bool {
    match (statement.actions.known(), statement.not_actions.known()) {
        (Some(actions), _) => actions.iter().any(|action| !is_read(action)),
        (None, but) => but.is_some(),
    }
}

/// Whether every action that matches has the name of a read.
fn is_read(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    let name = action.split_once(':').map_or("", |(_, name)| name);
    let name = name.split(['*', '?']).next().unwrap_or("");
    READS.iter().any(|read| name.starts_with(read))
}
