//! Whom of GitHub a role trusts: the audiences and the subjects of tokens that its policy admits.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::schema::{Answer, Linked};
use super::pattern::Pattern;
use super::scope::{self, Bounds, Scope};
use super::trust::{Way, ways};

record! {
    /// An audience of GitHub's tokens that a role admits.
    GithubAudience {
        /// The issuer, without `https://`.
        issuer: Text, gap;
        /// The audience, `*` if any is admitted.
        audience: Text, gap;
        /// `exact`, `pattern`, `if-present` (the operator holds without the claim), or `none`.
        check: Text, gap;
    }
}

record! {
    /// A subject of GitHub's tokens that a role admits.
    GithubSubject {
        /// The issuer, without `https://`.
        issuer: Text, gap;
        /// The subject as the policy has it, `*` if any is admitted.
        subject: Text, gap;
        /// With all claims that must hold together: `pinned` (one branch, tag, environment or
        /// workflow), `refs` (some of a repository's branches, tags or environments),
        /// `repository`, `owner` (or an enterprise, or an account that starts workflows), or `anyone`.
        scope: Text, gap;
    }
}

/// Whether an issuer is GitHub: github.com, an enterprise with an issuer of its own, an enterprise
/// on ghe.com, or a GitHub Enterprise Server.
/// <https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc>
pub(super) fn is_github(issuer: &str) -> bool {
    let issuer = issuer.to_ascii_lowercase();
    let (host, path) = issuer.split_once('/').unwrap_or((&issuer, ""));
    host == "token.actions.githubusercontent.com"
        || (host.starts_with("token.actions.") && host.ends_with(".ghe.com"))
        || path == "_services/token"
}

/// The derived fact `github_audiences`.
pub(super) fn audiences(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let ways = match ways(graph, node) {
        Ok(ways) => ways,
        Err(gap) => return Answer::gap(gap),
    };
    let mut found: Vec<(GithubAudience, Vec<usize>)> = Vec::new();
    for way in ways.iter().filter(|way| admits_any(way)) {
        for (audience, check) in audiences_of(way) {
            let audience = GithubAudience {
                issuer: way.issuer.clone().into(),
                audience: audience.into(),
                check: Text::const_new(check).into(),
            };
            match found.iter_mut().find(|(known, _)| *known == audience) {
                Some((_, statements)) => statements.push(way.statement),
                None => found.push((audience, vec![way.statement])),
            }
        }
    }
    list(graph, node, found)
}

fn audiences_of(way: &Way) -> Vec<(Text, &'static str)> {
    let any = Text::const_new("*");
    match way.claims.values("aud") {
        Some(values) => values
            .iter()
            .map(|value| {
                let check = if value.is_exact() { "exact" } else { "pattern" };
                (value.text.clone(), check)
            })
            .collect(),
        None if way.claims.skipped.iter().any(|claim| claim == "aud") => {
            vec![(any, "if-present")]
        }
        None => vec![(any, "none")],
    }
}

/// The derived fact `github_subjects`.
pub(super) fn subjects(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let ways = match ways(graph, node) {
        Ok(ways) => ways,
        Err(gap) => return Answer::gap(gap),
    };
    let mut found: Vec<(Text, Text, Scope, Vec<usize>)> = Vec::new();
    for way in ways.iter().filter(|way| admits_any(way)) {
        let others = other_claims(way);
        let values = way.claims.values("sub");
        let values = values.unwrap_or_else(|| vec![Pattern::everything()]);
        for value in values.into_iter().filter(can_be) {
            let scope = scope::of_subject(&value).and(others).scope();
            let known = found
                .iter_mut()
                .find(|(issuer, subject, ..)| *issuer == way.issuer && *subject == value.text);
            match known {
                // What one statement admits, another one does not take away.
                Some((_, _, widest, statements)) => {
                    *widest = scope.max(*widest);
                    statements.push(way.statement);
                }
                None => {
                    found.push((way.issuer.clone(), value.text, scope, vec![way.statement]));
                }
            }
        }
    }
    let found = found
        .into_iter()
        .map(|(issuer, subject, scope, statements)| {
            let subject = GithubSubject {
                issuer: issuer.into(),
                subject: subject.into(),
                scope: Text::const_new(scope.as_str()).into(),
            };
            (subject, statements)
        });
    list(graph, node, found.collect())
}

/// Whether a token can have such a subject. Names of owners, repositories and refs have no `*` and
/// no `?`: who writes `StringEquals` with one admits nobody.
/// <https://git-scm.com/docs/git-check-ref-format>
fn can_be(subject: &Pattern) -> bool {
    let text = subject.text.as_str();
    !subject.is_exact() || !text.contains(['*', '?']) || text.contains("environment:")
}

/// What the claims beside `sub` bind.
fn other_claims(way: &Way) -> Bounds {
    let names = way.claims.names().filter(|name| *name != "sub");
    let bounds = names.filter_map(|name| {
        let values = way.claims.values(name)?;
        Some(scope::of_claim(name, &values))
    });
    bounds.fold(Bounds::default(), Bounds::and)
}

/// Whether a token can satisfy every claim at all.
fn admits_any(way: &Way) -> bool {
    let is_empty = |name: &str| {
        let values = way.claims.values(name);
        values.is_some_and(|values| values.is_empty())
    };
    !way.claims.names().any(is_empty) && !is_empty("sub") && !is_empty("aud")
}

fn list<T>(graph: &Graph<'_>, node: NodeId, found: Vec<(T, Vec<usize>)>) -> Answer
where
    T: crate::model::record::Shape + 'static,
{
    let mut items = Vec::with_capacity(found.len());
    let mut sources = Vec::new();
    for (index, (item, statements)) in found.into_iter().enumerate() {
        for statement in statements {
            sources.extend(
                source(graph, node, statement).map(|source| (format!("[{index}]"), source)),
            );
        }
        items.push(item);
    }
    Answer::list(items, None, sources)
}

fn source(graph: &Graph<'_>, node: NodeId, statement: usize) -> Option<Source> {
    let Some(Facts::Role(role)) = graph.facts(node) else {
        return None;
    };
    let document = role.assume_role_policy_document.known()?;
    let value = document.statements.known()?.get(statement)?;
    Some(Source {
        resource: graph.node(node).arn.clone(),
        path: format!("assume_role_policy_document.statements[{statement}]"),
        value: serde_json::to_value(value).unwrap_or(Json::Null),
        operation: Text::const_new("iam:GetAccountAuthorizationDetails"),
    })
}

/// GitHub's providers that the trust policy of a role admits tokens of.
pub(in crate::graph) fn providers(graph: &Graph<'_>, node: NodeId) -> Linked {
    let ways = match ways(graph, node) {
        Ok(ways) => ways,
        Err(gap) => return Linked::Many(Vec::new(), Some(gap)),
    };
    let mut issuers: Vec<&Text> = ways.iter().map(|way| &way.issuer).collect();
    issuers.sort();
    issuers.dedup();
    let here = graph.node(node);
    let partition = here.arn.split(':').nth(1).unwrap_or("aws");
    let provider = |issuer: &&Text| {
        let arn = format!(
            "arn:{partition}:iam::{}:oidc-provider/{issuer}",
            here.account
        );
        graph.find_arn("iam.oidc_provider", &arn, node)
    };
    Linked::Many(issuers.iter().map(provider).collect(), None)
}
