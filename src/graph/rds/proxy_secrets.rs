//! Whether a proxy gets at the secrets with which it logs in.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::secretsmanager::Secret;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::iam::{Allowed, Grants, Request};
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::keys;

record! {
    /// A secret that a proxy does not get at.
    SecretProblem {
        /// The secret.
        secret_arn: Text, gap;
        /// `gone`, `to-be-deleted`, `no-role`, `secret-denied`, `key-unusable` or `key-denied`.
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
    // A secret may be named more than once.
    let mut seen = BTreeSet::new();
    for (at, way) in auth.iter().enumerate() {
        let path = format!("auth[{at}].secret_arn");
        let Some(arn) = found.reading.value(resource, &path, &way.secret_arn) else {
            continue;
        };
        if !seen.insert(arn) {
            continue;
        }
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
        let request = Request {
            role,
            action: "secretsmanager:GetSecretValue",
            on: arn,
        };
        let secret = match graph.find_arn("secretsmanager.secret", arn, proxy) {
            Ok(secret) => secret,
            Err(gap) if gap.reason == GapReason::AccountNotScanned => {
                // Its account was scanned, and every secret of it told: this one is not there.
                return self.add(arn, "gone", "there is no such secret", vec![named]);
            }
            Err(gap) => {
                let allowed = Grants::untold(gap.clone()).besides(graph, request);
                self.unless("secret-denied", arn, allowed, vec![named]);
                return self.reading.hide(Some(gap));
            }
        };
        let (Some(resource), Some(Facts::Secret(facts))) =
            (graph.resource(secret), graph.facts(secret))
        else {
            return;
        };
        let deleted = self
            .reading
            .value(resource, "deleted_date", &facts.deleted_date);
        if deleted.is_some() {
            let by = vec![named, source(resource, "deleted_date", &facts.deleted_date)];
            return self.add(arn, "to-be-deleted", "the secret is to be deleted", by);
        }
        let policy = &facts.resource_policy;
        let grants = Grants::of_policy(graph, request, resource, "resource_policy", policy);
        let allowed = grants.besides(graph, request);
        self.unless("secret-denied", arn, allowed, vec![named.clone()]);
        self.key(secret, role, arn, resource, facts, named);
    }

    /// Adds a problem unless the role may.
    fn unless(&mut self, problem: &'static str, arn: &Text, allowed: Allowed, mut by: Vec<Source>) {
        match allowed {
            Allowed::Yes(_) => {}
            Allowed::No(why, more) => {
                by.extend(more);
                self.add(arn, problem, &why, by);
            }
            Allowed::Unknown(gap) => self.reading.hide(Some(gap)),
        }
    }

    /// The key of a secret: that of AWS needs no statement; another one must be in a state to be used,
    /// and let the role use it.
    /// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html>
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
        let path = "kms_key_id";
        let Some(key) = self.reading.value(resource, path, &facts.kms_key_id) else {
            return;
        };
        if key.ends_with("alias/aws/secretsmanager") {
            return;
        }
        let Some(node) = self.reading.found(keys::find(graph, key, secret)) else {
            return;
        };
        let (Some(told), Some(Facts::KmsKey(facts))) = (graph.resource(node), graph.facts(node))
        else {
            return;
        };
        let manager = self.reading.value(told, "key_manager", &facts.key_manager);
        if manager.is_none_or(|manager| manager == "AWS") {
            return;
        }
        let state = self.reading.value(told, "key_state", &facts.key_state);
        if let Some(state) = state
            && self.reading.found(keys::is_usable(told, state)) == Some(false)
        {
            let by = vec![named, source(told, "key_state", state)];
            return self.add(arn, "key-unusable", &format!("its key is {state}"), by);
        }
        let by = vec![named, source(told, "policy", &facts.policy)];
        let allowed = keys::may_decrypt(graph, role, told, facts);
        self.unless("key-denied", arn, allowed, by);
    }
}
