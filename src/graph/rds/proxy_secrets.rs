//! Whether a proxy gets at the secrets with which it logs in.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::policy::{PolicyDocument, Statement};
use crate::model::kinds::secretsmanager::Secret;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::iam::{Allowed, may_call};
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;

record! {
    /// A secret that a proxy does not get at.
    SecretProblem {
        /// The secret.
        secret_arn: Text, gap;
        /// `gone`, `to-be-deleted`, `no-role`, `secret-denied` or `key-denied`.
        problem: Text, gap;
        /// Why.
        why: Text, gap;
    }
}

/// The derived fact `secret_problems`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut found = Found {
        reading: Reading::new(graph),
        problems: Vec::new(),
        sources: Vec::new(),
    };
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DbProxy(proxy) = &resource.facts else {
        return Answer::none();
    };
    let roles = found.reading.linked(node, "role");
    let auth = found.reading.items(resource, "auth", &proxy.auth);
    for (at, way) in auth.iter().enumerate() {
        let path = format!("auth[{at}].secret_arn");
        let Some(arn) = found.reading.value(resource, &path, &way.secret_arn) else {
            continue;
        };
        let named = source(resource, &path, arn);
        match roles.first() {
            Some(role) => found.secret(node, *role, arn, named),
            None if proxy.role_arn.known().is_none() && !proxy.role_arn.is_missing() => {
                found.add(arn, "no-role", "the proxy has no role", vec![named]);
            }
            None => {}
        }
    }
    Answer::list(found.problems, found.reading.hidden, found.sources)
}

struct Found<'g, 's> {
    reading: Reading<'g, 's>,
    problems: Vec<SecretProblem>,
    sources: Vec<(String, Source)>,
}

impl Found<'_, '_> {
    fn add(&mut self, arn: &Text, problem: &'static str, why: &str, by: Vec<Source>) {
        let at = format!("[{}]", self.problems.len());
        self.sources
            .extend(by.into_iter().map(|by| (at.clone(), by)));
        self.problems.push(SecretProblem {
            secret_arn: arn.clone().into(),
            problem: Text::const_new(problem).into(),
            why: Text::from(why).into(),
        });
    }

    fn secret(&mut self, proxy: NodeId, role: NodeId, arn: &Text, named: Source) {
        let graph = self.reading.graph;
        let here = graph.node(proxy);
        let parsed = Arn::try_from(arn.clone()).ok();
        let own = parsed
            .as_ref()
            .is_some_and(|arn| arn.account() == here.account.as_str());
        if !own {
            // That takes a policy of the secret and a key of the other account besides.
            let gap = Gap::new(
                GapReason::UnsupportedHere,
                "secretsmanager:GetResourcePolicy",
            );
            let gap = gap.within(here.account, here.region);
            let why = format!("{arn} belongs to another account");
            return self.reading.hide(Some(gap.because(why)));
        }
        match may_call(graph, role, "secretsmanager:GetSecretValue", arn) {
            Allowed::Yes(_) => {}
            Allowed::No(why, mut by) => {
                by.insert(0, named.clone());
                self.add(arn, "secret-denied", &why, by);
            }
            Allowed::Unknown(gap) => self.reading.hide(Some(gap)),
        }
        let secret = match graph.find_arn("secretsmanager.secret", arn, proxy) {
            Ok(secret) => secret,
            Err(gap) if gap.reason == GapReason::AccountNotScanned => {
                // Its account was scanned, and every secret of it told: this one is not there.
                return self.add(arn, "gone", "there is no such secret", vec![named]);
            }
            Err(gap) => return self.reading.hide(Some(gap)),
        };
        let Some(resource) = graph.resource(secret) else {
            return;
        };
        let Facts::Secret(facts) = &resource.facts else {
            return;
        };
        let deleted = self
            .reading
            .value(resource, "deleted_date", &facts.deleted_date);
        if deleted.is_some() {
            let by = vec![named, source(resource, "deleted_date", &facts.deleted_date)];
            return self.add(arn, "to-be-deleted", "the secret is to be deleted", by);
        }
        self.own_policy(resource, facts);
        self.key(secret, role, arn, resource, facts, named);
    }

    /// The policy of the secret itself may deny: then nobody knows, unless it says nothing.
    fn own_policy(&mut self, resource: &Resource, facts: &Secret) {
        let path = "resource_policy";
        let Some(policy) = self.reading.value(resource, path, &facts.resource_policy) else {
            return;
        };
        let statements = self.reading.items(resource, path, &policy.statements);
        if statements.iter().any(|one| !has_effect(one, "Allow")) {
            let gap = Gap::new(
                GapReason::UnsupportedHere,
                "secretsmanager:GetResourcePolicy",
            );
            let gap = gap.within(&resource.account, &resource.region);
            let why = "the policy of the secret denies something".to_owned();
            self.reading.hide(Some(gap.because(why)));
        }
    }

    /// The key of a secret: that of AWS needs no statement; one of the account must let the role use
    /// it, by its own policy or by that of the account.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
    fn key(
        &mut self,
        secret: NodeId,
        role: NodeId,
        arn: &Text,
        resource: &Resource,
        facts: &Secret,
        named: Source,
    ) {
        let graph = self.reading.graph;
        let Some(key) = self
            .reading
            .value(resource, "kms_key_id", &facts.kms_key_id)
        else {
            return;
        };
        if key.ends_with("alias/aws/secretsmanager") {
            return;
        }
        let Some(node) = self.reading.found(find_key(graph, key, secret)) else {
            return;
        };
        let Some(told) = graph.resource(node) else {
            return;
        };
        let Facts::KmsKey(facts) = &told.facts else {
            return;
        };
        let manager = self.reading.value(told, "key_manager", &facts.key_manager);
        if manager.is_none_or(|manager| manager == "AWS") {
            return;
        }
        let policy = self.reading.value(told, "policy", &facts.policy);
        let admitted = match policy {
            Some(policy) => admits(policy, graph.node(role).arn.as_str(), told.account.as_str()),
            None => return,
        };
        let by = || vec![named.clone(), source(told, "policy", &facts.policy)];
        match admitted {
            Admitted::Role => {}
            Admitted::Account => match may_call(graph, role, "kms:Decrypt", told.arn.as_str()) {
                Allowed::Yes(_) => {}
                Allowed::No(why, more) => {
                    let all = by().into_iter().chain(more).collect();
                    self.add(arn, "key-denied", &why, all);
                }
                Allowed::Unknown(gap) => self.reading.hide(Some(gap)),
            },
            Admitted::Nobody => {
                let why = "the policy of the key admits neither the role nor its account";
                self.add(arn, "key-denied", why, by());
            }
            Admitted::Perhaps => {
                let gap = Gap::new(GapReason::UnsupportedHere, "kms:GetKeyPolicy");
                let gap = gap.within(&told.account, &told.region);
                let why = "a condition of the key's policy decides".to_owned();
                self.reading.hide(Some(gap.because(why)));
            }
        }
    }
}

/// The key of an ARN, an id or an alias.
fn find_key(graph: &Graph<'_>, key: &Text, near: NodeId) -> Result<NodeId, Gap> {
    if key.starts_with("arn:") && key.contains(":key/") {
        return graph.find_arn("kms.key", key, near);
    }
    let alias = key
        .rsplit_once(":alias/")
        .map(|(_, name)| format!("alias/{name}"));
    let alias = alias.or_else(|| key.starts_with("alias/").then(|| key.to_string()));
    let Some(alias) = alias else {
        return graph.find("kms.key", key, near);
    };
    let here = graph.node(near);
    let named = graph.of_kind("kms.key").iter().copied().find(|node| {
        let there = graph.node(*node);
        let same = there.account == here.account && there.region == here.region;
        same && match graph.facts(*node) {
            Some(Facts::KmsKey(facts)) => {
                let mut aliases = facts.aliases.known().into_iter().flatten();
                aliases.any(|one| one.alias_name.known().is_some_and(|name| *name == alias))
            }
            _ => false,
        }
    });
    named.ok_or_else(|| {
        let extent = graph.extent("kms.key", here.account, here.region);
        extent.unwrap_or_else(|| {
            Gap::new(GapReason::NotCollected, "kms:ListAliases").within(here.account, here.region)
        })
    })
}

/// Whom the policy of a key admits to `kms:Decrypt`.
enum Admitted {
    Role,
    /// The account: then policies of IAM decide.
    Account,
    Nobody,
    Perhaps,
}

fn admits(policy: &PolicyDocument, role: &str, account: &str) -> Admitted {
    let mut admitted = Admitted::Nobody;
    for statement in policy.statements.known().into_iter().flatten() {
        if !is_about_decrypt(statement) {
            continue;
        }
        let conditional = statement
            .conditions
            .known()
            .is_some_and(|all| !all.is_empty());
        let principals = statement.principals.known().into_iter().flatten();
        for principal in principals {
            let value = principal.value.known().map_or("", Text::as_str);
            let is_account = value == account || value.ends_with(&format!("::{account}:root"));
            let is_role = value == role || value == "*";
            if !is_account && !is_role {
                continue;
            }
            if conditional || !has_effect(statement, "Allow") {
                return Admitted::Perhaps;
            }
            match (is_role, &admitted) {
                (true, _) => admitted = Admitted::Role,
                (false, Admitted::Nobody) => admitted = Admitted::Account,
                (false, _) => {}
            }
        }
        if statement.not_principals.known().is_some() {
            return Admitted::Perhaps;
        }
    }
    admitted
}

fn is_about_decrypt(statement: &Statement) -> bool {
    let matches = |action: &Text| {
        let action = action.to_ascii_lowercase();
        match action.strip_suffix('*') {
            Some(prefix) => "kms:decrypt".starts_with(prefix),
            None => action == "kms:decrypt",
        }
    };
    match (&statement.actions, &statement.not_actions) {
        (Fact::Known(actions), _) => actions.iter().any(matches),
        (_, Fact::Known(but)) => !but.iter().any(matches),
        _ => false,
    }
}

fn has_effect(statement: &Statement, effect: &str) -> bool {
    statement.effect.known().is_some_and(|told| told == effect)
}
