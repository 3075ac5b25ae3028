//! Listeners: their rules, certificates, and what their security policies accept.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::{CERTIFICATES, LISTENERS, RULES, SSL_POLICIES, list};
use crate::collect::draft::Draft;
use crate::collect::place::Place;
use crate::collect::wire::{Call, at, text};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::elbv2::Listener;
use crate::model::told::Told;

static DESCRIBE_LISTENERS: Call = list(&LISTENERS, &["Listeners"]);
static DESCRIBE_CERTIFICATES: Call = list(&CERTIFICATES, &["Certificates"]);
static DESCRIBE_RULES: Call = list(&RULES, &["Rules"]);
static DESCRIBE_SSL_POLICIES: Call = list(&SSL_POLICIES, &["SslPolicies"]);

/// The listeners of these load balancers.
pub(super) async fn collect(place: &Place<'_>, balancers: &[String]) {
    let listed = balancers.iter().map(async |arn| {
        let listed = place
            .list(&DESCRIBE_LISTENERS, json!({"LoadBalancerArn": arn}))
            .await;
        place.told::<Listener>(&DESCRIBE_LISTENERS, listed, |item| {
            place.arn_in(item, "ListenerArn")
        })
    });
    let listed = join_all(listed).await;
    let mut listeners: Vec<Draft<Listener>> = listed.into_iter().flatten().collect();
    for listener in &mut listeners {
        if !speaks(listener, &["HTTP", "HTTPS"]) {
            listener.facts.rules = Fact::None;
        }
        if !speaks(listener, &["HTTPS", "TLS"]) {
            listener.facts.certificates = Fact::None;
        }
    }
    let with_rules = listeners
        .iter_mut()
        .filter(|one| one.facts.rules.is_missing());
    place
        .list_each(&DESCRIBE_RULES, with_rules, arn, |facts| &mut facts.rules)
        .await;
    let with_certificates = listeners
        .iter_mut()
        .filter(|one| one.facts.certificates.is_missing());
    place
        .list_each(&DESCRIBE_CERTIFICATES, with_certificates, arn, |facts| {
            &mut facts.certificates
        })
        .await;
    ssl_protocols(place, &mut listeners).await;
    place.keep(listeners);
}

fn arn(listener: &Draft<Listener>) -> Json {
    json!({"ListenerArn": listener.identity.arn.as_str()})
}

fn speaks(listener: &Draft<Listener>, protocols: &[&str]) -> bool {
    let protocol = listener.facts.protocol.known();
    protocol.is_some_and(|protocol| protocols.contains(&protocol.as_str()))
}

/// The policies are those of AWS, so that only those in use are asked about, once.
async fn ssl_protocols(place: &Place<'_>, listeners: &mut [Draft<Listener>]) {
    let policies = listeners
        .iter()
        .filter_map(|listener| listener.facts.ssl_policy.known());
    let policies: BTreeSet<&str> = policies.map(Text::as_str).collect();
    let mut told: BTreeMap<String, Fact<Vec<Text>>> = BTreeMap::new();
    let mut gap = None;
    if !policies.is_empty() {
        let listed = place
            .list(&DESCRIBE_SSL_POLICIES, json!({"Names": policies}))
            .await;
        gap = listed.gap;
        for item in listed.items {
            if let Some(name) = text(&item, &["Name"]) {
                let protocols = at(&item, &["SslProtocols"]).map_or(Fact::None, Vec::told);
                told.insert(name.to_owned(), protocols);
            }
        }
    }
    for listener in listeners {
        let Fact::Known(policy) = &listener.facts.ssl_policy else {
            listener.facts.ssl_protocols = listener.facts.ssl_policy.as_ref().map(|_| Vec::new());
            continue;
        };
        match told.get(policy.as_str()) {
            Some(protocols) => listener.facts.ssl_protocols = protocols.clone(),
            None => {
                let unsaid = Gap::new(GapReason::Failed, SSL_POLICIES.name)
                    .because("the answer does not have the policy");
                listener.lacks(&SSL_POLICIES, gap.as_ref().unwrap_or(&unsaid));
            }
        }
    }
}
