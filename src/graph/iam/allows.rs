//! Whether a role may call an action on a resource of its own account: what its policies allow, less
//! what they, its boundary and the organization's policies deny.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::iam::Role;
use crate::model::kinds::policy::{PolicyDocument, Statement};
use crate::model::resource::Resource;

use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::organization;
use super::pattern::Pattern;
use super::trust::has_effect;

/// Whether a role may.
pub(in crate::graph) enum Allowed {
    /// It may, by these statements.
    Yes(Vec<Source>),
    /// It may not: why, and by which facts.
    No(Text, Vec<Source>),
    /// Nobody knows.
    Unknown(Gap),
}

/// What a set of policies says of a request.
#[derive(Default)]
pub(super) struct Said {
    pub(super) allowed: Option<Source>,
    pub(super) denied: Option<Source>,
    /// Why it may be allowed, or denied, besides.
    pub(super) perhaps_allowed: Option<Gap>,
    pub(super) perhaps_denied: Option<Gap>,
}

/// Whether the role may call an action on a resource; `*` for an action that is of no resource.
pub(in crate::graph) fn may_call(
    graph: &Graph<'_>,
    role: NodeId,
    action: &str,
    on: &str,
) -> Allowed {
    asked(graph, role, action, on, false)
}

/// The same of an action that is granted to the role itself, not to its account, by the resource: no
/// policy of the role need allow it. What denies it still does, and its boundary and the
/// organization's policies still bind.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
pub(super) fn may_call_if_granted(
    graph: &Graph<'_>,
    role: NodeId,
    action: &str,
    on: &str,
) -> Allowed {
    asked(graph, role, action, on, true)
}

fn asked(graph: &Graph<'_>, role: NodeId, action: &str, on: &str, granted: bool) -> Allowed {
    let (Some(resource), Some(Facts::Role(facts))) = (graph.resource(role), graph.facts(role))
    else {
        return Allowed::Unknown(Gap::new(GapReason::NotCollected, ""));
    };
    let own = of_role(graph, role, resource, facts, action, on);
    if let Some(by) = own.denied {
        return Allowed::No(Text::const_new("a policy of the role denies it"), vec![by]);
    }
    let by = match (own.allowed, own.perhaps_allowed) {
        (Some(by), _) => vec![by],
        _ if granted => Vec::new(),
        (None, Some(gap)) => return Allowed::Unknown(gap),
        (None, None) => {
            let told = source(resource, "role_policy_list", &facts.role_policy_list);
            let why = "no policy of the role allows it";
            return Allowed::No(Text::const_new(why), vec![told]);
        }
    };
    let arn = &facts.permissions_boundary_arn;
    let bounds = [
        boundary(graph, role, resource, arn, action, on),
        organization::of_role(graph, role, action, on),
        organization::of_resource(graph, role, action, on),
    ];
    match bounds.into_iter().reduce(Allowed::and) {
        Some(Allowed::Yes(_)) | None => {}
        Some(other) => return other,
    }
    match own.perhaps_denied {
        Some(gap) => Allowed::Unknown(gap),
        None => Allowed::Yes(by),
    }
}

/// What the policies of a role say.
fn of_role(
    graph: &Graph<'_>,
    role: NodeId,
    resource: &Resource,
    facts: &Role,
    action: &str,
    on: &str,
) -> Said {
    let mut own = Said::default();
    let mut reading = Reading::new(graph);
    let inline = reading.items(resource, "role_policy_list", &facts.role_policy_list);
    for (at, policy) in inline.iter().enumerate() {
        let path = format!("role_policy_list[{at}].policy_document");
        own.document(graph, resource, &path, &policy.policy_document, action, on);
    }
    for policy in reading.linked(role, "managed_policies") {
        own.managed(graph, policy, action, on);
    }
    own.hide(reading.hidden);
    own
}

/// What the boundary leaves; without one everything.
fn boundary(
    graph: &Graph<'_>,
    role: NodeId,
    resource: &Resource,
    arn: &Fact<Text>,
    action: &str,
    on: &str,
) -> Allowed {
    let arn = match arn {
        Fact::Known(arn) => arn,
        Fact::None => return Allowed::Yes(Vec::new()),
        Fact::Missing => {
            return Allowed::Unknown(graph.missing(resource, "permissions_boundary_arn"));
        }
    };
    let mut said = Said::default();
    match graph.find_arn("iam.policy", arn, role) {
        Ok(policy) => said.managed(graph, policy, action, on),
        Err(gap) => return Allowed::Unknown(gap),
    }
    let path = "permissions_boundary_arn";
    said.bounds("the boundary of the role does not allow it", || {
        source(resource, path, arn)
    })
}

impl Allowed {
    /// Both as one: a denial is one whatever else is not known.
    pub(super) fn and(self, other: Allowed) -> Allowed {
        match (self, other) {
            (Allowed::No(why, by), _) | (_, Allowed::No(why, by)) => Allowed::No(why, by),
            (Allowed::Unknown(gap), _) | (_, Allowed::Unknown(gap)) => Allowed::Unknown(gap),
            (Allowed::Yes(mut one), Allowed::Yes(other)) => {
                one.extend(other);
                Allowed::Yes(one)
            }
        }
    }
}

impl Said {
    /// Something of the policies is not known.
    pub(super) fn hide(&mut self, gap: Option<Gap>) {
        self.perhaps_allowed = self.perhaps_allowed.take().or(gap.clone());
        self.perhaps_denied = self.perhaps_denied.take().or(gap);
    }

    /// Adds what a managed policy says.
    fn managed(&mut self, graph: &Graph<'_>, policy: NodeId, action: &str, on: &str) {
        let Some(resource) = graph.resource(policy) else {
            return;
        };
        if let Facts::ManagedPolicy(facts) = &resource.facts {
            let path = "default_version_document";
            self.document(
                graph,
                resource,
                path,
                &facts.default_version_document,
                action,
                on,
            );
        }
    }

    /// Adds what a document says. A condition may hold or not: the request is not known.
    pub(super) fn document(
        &mut self,
        graph: &Graph<'_>,
        resource: &Resource,
        path: &str,
        document: &Fact<PolicyDocument>,
        action: &str,
        on: &str,
    ) {
        let mut reading = Reading::new(graph);
        let statements = reading
            .value(resource, path, document)
            .map(|document| reading.items(resource, path, &document.statements));
        for (at, statement) in statements.unwrap_or_default().iter().enumerate() {
            let path = format!("{path}.statements[{at}]");
            let told = || source(resource, &path, statement);
            let perhaps = |why: &str| {
                Gap::new(GapReason::UnsupportedHere, resource.kind().operation())
                    .within(&resource.account, &resource.region)
                    .because(format!("{path}: {why}"))
            };
            let matched = matches(statement, action, on);
            let (sure, maybe) = match matched {
                Matched::No => continue,
                Matched::Yes => (true, None),
                Matched::Perhaps(why) => (false, Some(perhaps(why))),
            };
            if has_effect(statement, "Deny") {
                self.denied = self.denied.take().or_else(|| sure.then(told));
                self.perhaps_denied = self.perhaps_denied.take().or(maybe);
            } else if has_effect(statement, "Allow") {
                self.allowed = self.allowed.take().or_else(|| sure.then(told));
                self.perhaps_allowed = self.perhaps_allowed.take().or(maybe);
            } else {
                reading.hide(Some(graph.missing(resource, &path)));
            }
        }
        self.hide(reading.hidden);
    }

    /// What these policies leave of what others allow.
    pub(super) fn bounds(self, why: &'static str, told: impl Fn() -> Source) -> Allowed {
        match self {
            Said {
                denied: Some(by), ..
            } => Allowed::No(Text::const_new(why), vec![by]),
            Said {
                allowed: Some(_),
                perhaps_denied: None,
                ..
            } => Allowed::Yes(Vec::new()),
            Said {
                perhaps_denied: Some(gap),
                ..
            }
            | Said {
                perhaps_allowed: Some(gap),
                ..
            } => Allowed::Unknown(gap),
            _ => Allowed::No(Text::const_new(why), vec![told()]),
        }
    }
}

/// Whether a statement is about a request.
pub(super) enum Matched {
    Yes,
    No,
    Perhaps(&'static str),
}

pub(super) fn matches(statement: &Statement, action: &str, on: &str) -> Matched {
    let listed = |list: &Fact<Vec<Text>>, wanted: &str| {
        let all = list.known().into_iter().flatten();
        all.clone().any(|one| is_match(one, wanted))
    };
    let untold = [
        &statement.actions,
        &statement.not_actions,
        &statement.resources,
        &statement.not_resources,
    ]
    .iter()
    .any(|list| list.is_missing());
    if untold || statement.conditions.is_missing() || statement.effect.is_missing() {
        return Matched::Perhaps("it was not told whole");
    }
    let of_action = match (&statement.actions, &statement.not_actions) {
        (Fact::Known(_), _) => listed(&statement.actions, &action.to_ascii_lowercase()),
        (_, Fact::Known(_)) => !listed(&statement.not_actions, &action.to_ascii_lowercase()),
        _ => false,
    };
    if !of_action {
        return Matched::No;
    }
    let has_variable = |list: &Fact<Vec<Text>>| {
        let mut all = list.known().into_iter().flatten();
        all.any(|one| one.contains("${"))
    };
    if has_variable(&statement.resources) || has_variable(&statement.not_resources) {
        return Matched::Perhaps("a variable decides");
    }
    let of_resource = match (&statement.resources, &statement.not_resources) {
        (Fact::Known(_), _) => listed(&statement.resources, on),
        (_, Fact::Known(_)) => !listed(&statement.not_resources, on),
        // Only policies of resources may leave it out.
        _ => true,
    };
    if !of_resource {
        return Matched::No;
    }
    match statement
        .conditions
        .known()
        .is_some_and(|all| !all.is_empty())
    {
        true => Matched::Perhaps("a condition decides"),
        false => Matched::Yes,
    }
}

/// Whether a pattern with `*` and `?` matches a text. The names of actions have no case: they come in
/// lower case here.
fn is_match(pattern: &Text, wanted: &str) -> bool {
    let is_action = !wanted.starts_with("arn:") && wanted.contains(':');
    let pattern = match is_action {
        true => Text::from(pattern.to_ascii_lowercase()),
        false => pattern.clone(),
    };
    let exact = Pattern::new(&Text::from(wanted), false, false);
    Pattern::new(&pattern, true, false).covers(&exact)
}
