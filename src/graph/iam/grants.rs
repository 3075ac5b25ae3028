//! Whether a role may call an action on a resource that has a policy of its own.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Text};
use crate::model::kinds::policy::{PolicyDocument, Principal, Statement};
use crate::model::resource::Resource;

use super::super::links::operation_of;
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::allows::{Allowed, Matched, matches, may_call, may_call_if_granted};
use super::trust::has_effect;

/// What a resource itself says of a request by a role.
#[derive(Default)]
pub(in crate::graph) struct Grants {
    /// It admits the role itself, or everyone.
    to_role: bool,
    /// It lets the account of the role decide.
    to_account: bool,
    denied: Option<Source>,
    /// Why it may admit, or deny, besides.
    perhaps: Option<Gap>,
    perhaps_denied: Option<Gap>,
}

/// A role that asks for an action on a resource.
#[derive(Clone, Copy)]
pub(in crate::graph) struct Request<'a> {
    /// The role.
    pub(in crate::graph) role: NodeId,
    /// The action.
    pub(in crate::graph) action: &'a str,
    /// The ARN of the resource.
    pub(in crate::graph) on: &'a str,
}

impl Grants {
    /// What the policy of a resource says; it stands at a path of it.
    pub(in crate::graph) fn of_policy(
        graph: &Graph<'_>,
        request: Request<'_>,
        resource: &Resource,
        path: &str,
        policy: &Fact<PolicyDocument>,
    ) -> Self {
        let mut grants = Grants::default();
        let mut reading = Reading::new(graph);
        let statements = reading
            .value(resource, path, policy)
            .map(|document| reading.items(resource, path, &document.statements));
        for (at, statement) in statements.unwrap_or_default().iter().enumerate() {
            let path = format!("{path}.statements[{at}]");
            grants.statement(graph, request, resource, &path, statement);
        }
        grants.hide(reading.hidden);
        grants
    }

    /// Nobody knows what the resource says.
    pub(in crate::graph) fn untold(gap: Gap) -> Self {
        let mut grants = Grants::default();
        grants.hide(Some(gap));
        grants
    }

    /// The role may be admitted besides.
    pub(in crate::graph) fn perhaps(&mut self, gap: Option<Gap>) {
        self.perhaps = self.perhaps.take().or(gap);
    }

    fn hide(&mut self, gap: Option<Gap>) {
        self.perhaps(gap.clone());
        self.perhaps_denied = self.perhaps_denied.take().or(gap);
    }

    fn statement(
        &mut self,
        graph: &Graph<'_>,
        request: Request<'_>,
        resource: &Resource,
        path: &str,
        statement: &Statement,
    ) {
        let perhaps = |why: &str| {
            Gap::new(GapReason::UnsupportedHere, operation_of(resource, path))
                .within(&resource.account, &resource.region)
                .because(format!("{path}: {why}"))
        };
        let whom = Whom::of(statement, graph, request.role);
        let sure = match (matches(statement, request.action, request.on), &whom) {
            (Matched::No, _) | (_, Whom::Others) => return,
            (Matched::Yes, Whom::Perhaps) => Err(perhaps("whom it is about is not certain")),
            (Matched::Yes, _) => Ok(()),
            (Matched::Perhaps(why), _) => Err(perhaps(why)),
        };
        let denies = has_effect(statement, "Deny");
        match sure {
            _ if !denies && !has_effect(statement, "Allow") => {
                self.hide(Some(graph.missing(resource, path)));
            }
            Ok(()) if denies => {
                let told = || source(resource, path, statement);
                self.denied.get_or_insert_with(told);
            }
            Err(gap) if denies => self.perhaps_denied = self.perhaps_denied.take().or(Some(gap)),
            Ok(()) => match whom {
                Whom::Account => self.to_account = true,
                _ => self.to_role = true,
            },
            Err(gap) => self.perhaps(Some(gap)),
        }
    }

    /// Whether the role may, if its own policies count only where the resource lets its account decide:
    /// so it is with keys of KMS.
    pub(in crate::graph) fn needed(self, graph: &Graph<'_>, request: Request<'_>) -> Allowed {
        self.decide(graph, request, false)
    }

    /// Whether the role may, if its own policies count by themselves: so it is with secrets.
    pub(in crate::graph) fn besides(self, graph: &Graph<'_>, request: Request<'_>) -> Allowed {
        self.decide(graph, request, true)
    }

    fn decide(self, graph: &Graph<'_>, request: Request<'_>, own_count: bool) -> Allowed {
        if let Some(by) = self.denied {
            let why = "the policy of the resource denies it";
            return Allowed::No(Text::const_new(why), vec![by]);
        }
        let Request { role, action, on } = request;
        let of_resource = Arn::try_from(Text::from(on)).ok();
        let is_own =
            of_resource.is_some_and(|arn| arn.account() == graph.node(role).account.as_str());
        let left = if self.to_role && is_own {
            may_call_if_granted(graph, role, action, on)
        } else if self.to_role || self.to_account || (own_count && is_own) {
            may_call(graph, role, action, on)
        } else {
            let why = "the policy of the resource admits neither the role nor its account";
            Allowed::No(Text::const_new(why), Vec::new())
        };
        match (left, self.perhaps, self.perhaps_denied) {
            (Allowed::Yes(_), _, Some(gap)) => Allowed::Unknown(gap),
            // What may be granted does not lift a denial, only the lack of an allowance.
            (Allowed::No(why, by), Some(gap), _) => {
                match may_call_if_granted(graph, role, action, on) {
                    Allowed::No(..) => Allowed::No(why, by),
                    Allowed::Yes(_) | Allowed::Unknown(_) => Allowed::Unknown(gap),
                }
            }
            (left, ..) => left,
        }
    }
}

/// Whom a statement is about, of a role and its account.
enum Whom {
    /// The role itself, or everyone.
    Role,
    Account,
    Others,
    /// A session of the role, or all but somebody.
    Perhaps,
}

impl Whom {
    fn of(statement: &Statement, graph: &Graph<'_>, role: NodeId) -> Self {
        let mut whom = match &statement.not_principals {
            Fact::Known(_) | Fact::Missing => Whom::Perhaps,
            Fact::None => Whom::Others,
        };
        let principals = match &statement.principals {
            Fact::Known(principals) => principals.as_slice(),
            Fact::None => &[],
            Fact::Missing => return Whom::Perhaps,
        };
        for principal in principals {
            whom = match (Whom::named(principal, graph, role), whom) {
                (Whom::Role, _) | (_, Whom::Role) => Whom::Role,
                (Whom::Account, _) | (_, Whom::Account) => Whom::Account,
                (Whom::Perhaps, _) | (_, Whom::Perhaps) => Whom::Perhaps,
                (Whom::Others, Whom::Others) => Whom::Others,
            };
        }
        whom
    }

    fn named(principal: &Principal, graph: &Graph<'_>, role: NodeId) -> Self {
        let (Some(kind), Some(value)) = (principal.kind.known(), principal.value.known()) else {
            return Whom::Perhaps;
        };
        if kind != "AWS" && kind != "*" {
            return Whom::Others;
        }
        let role = graph.node(role);
        let account = role.account.as_str();
        let name = role.arn.rsplit('/').next().unwrap_or_default();
        if value == "*" || *value == role.arn {
            Whom::Role
        } else if value == account || value.ends_with(&format!(":iam::{account}:root")) {
            Whom::Account
        } else if value.contains(&format!(":sts::{account}:assumed-role/{name}/")) {
            Whom::Perhaps
        } else {
            Whom::Others
        }
    }
}
