//! Route 53 Resolver: rules and where they hold, endpoints with their addresses, logs of queries.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Identity;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::ROUTE53_RESOLVER;
use crate::collect::wire::{Call, text};
use crate::model::kinds::Reach;
use crate::model::kinds::route53resolver::{
    QueryLogConfigAssociation, ResolverEndpoint, ResolverRule, ResolverRuleAssociation,
};

operations! {
    RULES = "route53resolver:ListResolverRules";
    ASSOCIATIONS = "route53resolver:ListResolverRuleAssociations";
    ENDPOINTS = "route53resolver:ListResolverEndpoints";
    ADDRESSES = "route53resolver:ListResolverEndpointIpAddresses" after ENDPOINTS;
    LOGS = "route53resolver:ListResolverQueryLogConfigAssociations";
}

static LIST_RULES: Call = list(&RULES, &["ResolverRules"], 100);
static LIST_ASSOCIATIONS: Call = list(&ASSOCIATIONS, &["ResolverRuleAssociations"], 100);
static LIST_ENDPOINTS: Call = list(&ENDPOINTS, &["ResolverEndpoints"], 100);
static LIST_ADDRESSES: Call = list(&ADDRESSES, &["IpAddresses"], 100);
static LIST_LOGS: Call = list(&LOGS, &["ResolverQueryLogConfigAssociations"], 100);

pub(super) const fn list(
    operation: &'static Operation,
    at: &'static [&'static str],
    size: u32,
) -> Call {
    Call::of(&ROUTE53_RESOLVER, operation)
        .list(at)
        .token("NextToken", "NextToken")
        .size("MaxResults", size)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(
                rules(place),
                associations(place),
                endpoints(place),
                logs(place)
            );
        })
    },
};

/// The rules of the account, those that others share with it, and those that AWS makes in every
/// account, such as the one for the internet.
async fn rules(place: &Place<'_>) {
    let listed = place.list(&LIST_RULES, json!({})).await;
    let identity = |item: &Json| {
        let identity = place.arn_in(item, "Arn")?;
        match identity.arn.account() {
            // What AWS makes is named alike in all accounts.
            "" => own(place, "autodefined-rule", item),
            _ => Some(identity),
        }
    };
    place.keep(place.told::<ResolverRule>(&LIST_RULES, listed, identity));
}

async fn associations(place: &Place<'_>) {
    let listed = place.list(&LIST_ASSOCIATIONS, json!({})).await;
    let identity = |item: &Json| own(place, "resolver-rule-association", item);
    place.keep(place.told::<ResolverRuleAssociation>(&LIST_ASSOCIATIONS, listed, identity));
}

async fn endpoints(place: &Place<'_>) {
    let listed = place.list(&LIST_ENDPOINTS, json!({})).await;
    let arn = |item: &Json| place.arn_in(item, "Arn");
    let mut endpoints = place.told::<ResolverEndpoint>(&LIST_ENDPOINTS, listed, arn);
    let asked = endpoints.iter_mut().map(async |endpoint| {
        let Some(id) = endpoint.facts.id.known() else {
            return endpoint.lacks(&ADDRESSES, &place.no_id(&ADDRESSES));
        };
        let parameters = json!({"ResolverEndpointId": id});
        let listed = place.list(&LIST_ADDRESSES, parameters).await;
        endpoint.complete_list(&LIST_ADDRESSES, listed, |facts| &mut facts.ip_addresses);
    });
    join_all(asked).await;
    place.keep(endpoints);
}

async fn logs(place: &Place<'_>) {
    let listed = place.list(&LIST_LOGS, json!({})).await;
    let identity = |item: &Json| own(place, "resolver-query-log-config-association", item);
    place.keep(place.told::<QueryLogConfigAssociation>(&LIST_LOGS, listed, identity));
}

fn own(place: &Place<'_>, kind: &str, item: &Json) -> Option<Identity> {
    let id = text(item, &["Id"])?;
    Some(place.built("route53resolver", &format!("{kind}/{id}")))
}
