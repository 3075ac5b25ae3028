//! Which statements of a trust policy admit tokens of GitHub, and with which claims.

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::glob;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::policy::{PolicyDocument, Principal, Statement};

use super::super::node::{Graph, NodeId};
use super::claims::Claims;
use super::github::is_github;

/// The action by which a token becomes a session, in lower case.
const ACTION: &str = "sts:assumerolewithwebidentity";

/// One way into a role: a statement, an issuer, and what must hold of its tokens.
pub(super) struct Way {
    /// The place of the statement.
    pub(super) statement: usize,
    /// The issuer, without `https://`.
    pub(super) issuer: Text,
    /// What must hold of a token.
    pub(super) claims: Claims,
}

/// Every way into a role for tokens of GitHub.
pub(super) fn ways(graph: &Graph<'_>, role: NodeId) -> Result<Vec<Way>, Gap> {
    let Some(resource) = graph.resource(role) else {
        return Ok(Vec::new());
    };
    let Facts::Role(facts) = &resource.facts else {
        return Ok(Vec::new());
    };
    let missing = || graph.missing(resource, "assume_role_policy_document");
    let document = match &facts.assume_role_policy_document {
        Fact::Known(document) => document,
        Fact::None => return Ok(Vec::new()),
        Fact::Missing => return Err(missing()),
    };
    let hidden = document.statements.is_missing() || document.version.is_missing();
    let statements = document.statements.known().map_or(&[][..], Vec::as_slice);
    if hidden || statements.iter().any(is_hidden) {
        return Err(missing());
    }
    if let Some(gap) = graph.hole(resource, "assume_role_policy_document") {
        return Err(gap);
    }
    let variables = has_variables(document);
    let mut ways = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        if !has_effect(statement, "Allow") || !covers_action(statement) {
            continue;
        }
        for issuer in issuers(graph, role, statement)? {
            let Some(mut claims) = Claims::of(statement, &issuer, variables) else {
                continue;
            };
            let denials = statements.iter().filter(|denial| {
                has_effect(denial, "Deny") && covers_action(denial) && concerns(denial, &issuer)
            });
            let mut left = true;
            for denial in denials {
                left &= claims.deny(denial, &issuer, variables);
            }
            if left {
                ways.push(Way {
                    statement: index,
                    issuer,
                    claims,
                });
            }
        }
    }
    Ok(ways)
}

/// Whether a statement has a part that nobody told us, such as a value that is known after apply.
pub(super) fn is_hidden(statement: &Statement) -> bool {
    let principal =
        |principal: &Principal| principal.kind.is_missing() || principal.value.is_missing();
    let principals = |list: &Fact<Vec<Principal>>| {
        list.is_missing() || list.known().is_some_and(|list| list.iter().any(principal))
    };
    let conditions = statement.conditions.known().into_iter().flatten();
    statement.effect.is_missing()
        || statement.actions.is_missing()
        || statement.not_actions.is_missing()
        || statement.conditions.is_missing()
        || principals(&statement.principals)
        || principals(&statement.not_principals)
        || conditions.into_iter().any(|condition| {
            condition.operator.is_missing()
                || condition.key.is_missing()
                || condition.values.is_missing()
        })
}

/// Variables are read as such only since the newer version of the language.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
fn has_variables(document: &PolicyDocument) -> bool {
    document
        .version
        .known()
        .is_some_and(|version| version == "2012-10-17")
}

pub(super) fn has_effect(statement: &Statement, effect: &str) -> bool {
    statement
        .effect
        .known()
        .is_some_and(|found| found == effect)
}

fn covers_action(statement: &Statement) -> bool {
    let names = |actions: &Vec<Text>| {
        actions
            .iter()
            .any(|action| glob::matches(&action.to_ascii_lowercase(), ACTION))
    };
    match (statement.actions.known(), statement.not_actions.known()) {
        (Some(actions), _) => names(actions),
        (None, Some(but)) => !names(but),
        (None, None) => false,
    }
}

/// The issuers of GitHub whose tokens a statement is about. `*` and `NotPrincipal` are about every
/// provider of the account: only what is registered there can come in.
fn issuers(graph: &Graph<'_>, role: NodeId, statement: &Statement) -> Result<Vec<Text>, Gap> {
    let mut issuers: Vec<Text> = Vec::new();
    let mut everyone = statement.not_principals.known().is_some();
    for principal in statement.principals.known().into_iter().flatten() {
        everyone |= is_everyone(principal);
        issuers.extend(issuer(principal).filter(|issuer| is_github(issuer)));
    }
    if everyone {
        issuers.extend(registered(graph, role)?);
        issuers.retain(|issuer| concerns(statement, issuer));
    }
    issuers.sort();
    issuers.dedup();
    Ok(issuers)
}

/// Whether a statement is about tokens of an issuer.
fn concerns(statement: &Statement, wanted: &str) -> bool {
    let is_wanted = |principal: &Principal| {
        is_everyone(principal) || issuer(principal).is_some_and(|issuer| issuer == wanted)
    };
    match (
        statement.principals.known(),
        statement.not_principals.known(),
    ) {
        (Some(principals), _) => principals.iter().any(is_wanted),
        (None, Some(but)) => !but.iter().any(is_wanted),
        (None, None) => false,
    }
}

/// `"*"`, or `*` as AWS or federated principal.
fn is_everyone(principal: &Principal) -> bool {
    principal.value.known().is_some_and(|value| value == "*")
}

/// The issuer that a federated principal names: `arn:...:oidc-provider/ISSUER`.
fn issuer(principal: &Principal) -> Option<Text> {
    let value = principal.value.known()?;
    let is_federated = principal.kind.known()? == "Federated";
    let (_, issuer) = value.split_once(":oidc-provider/")?;
    is_federated.then(|| Text::from(issuer))
}

/// GitHub's issuers among the providers of the role's account.
fn registered(graph: &Graph<'_>, role: NodeId) -> Result<Vec<Text>, Gap> {
    let here = graph.node(role);
    if let Some(gap) = graph.extent("iam.oidc_provider", here.account, here.region) {
        return Err(gap);
    }
    let providers = graph.of_kind("iam.oidc_provider").iter();
    let own = providers.filter(|provider| graph.node(**provider).account == here.account);
    let issuers = own.filter_map(|provider| {
        let arn = &graph.node(*provider).arn;
        let (_, issuer) = arn.split_once(":oidc-provider/")?;
        is_github(issuer).then(|| Text::from(issuer))
    });
    Ok(issuers.collect())
}
