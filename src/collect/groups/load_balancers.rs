//! Elastic Load Balancing: load balancers with their web ACLs, listeners, target groups.

mod listeners;
mod target_groups;

use futures_util::future::join_all;
use serde_json::{Map, Value as Json, json};

use super::Group;
use super::apprunner::SERVICES;
use super::web_acls;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::ELB_V2;
use crate::collect::wire::{Call, at};
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::elbv2::LoadBalancer;
use crate::model::told::Told;

operations! {
    LOAD_BALANCERS = "elasticloadbalancing:DescribeLoadBalancers";
    ATTRIBUTES = "elasticloadbalancing:DescribeLoadBalancerAttributes" after LOAD_BALANCERS;
    pub(super) WEB_ACL = "wafv2:GetWebACLForResource" after LOAD_BALANCERS, SERVICES
        action "wafv2:GetWebACLForResource", "wafv2:GetWebACL", "apprunner:DescribeWebAclForService";
    LISTENERS = "elasticloadbalancing:DescribeListeners" after LOAD_BALANCERS;
    CERTIFICATES = "elasticloadbalancing:DescribeListenerCertificates" after LISTENERS;
    RULES = "elasticloadbalancing:DescribeRules" after LISTENERS;
    SSL_POLICIES = "elasticloadbalancing:DescribeSSLPolicies" after LISTENERS;
    TARGET_GROUPS = "elasticloadbalancing:DescribeTargetGroups";
    TARGET_GROUP_ATTRIBUTES = "elasticloadbalancing:DescribeTargetGroupAttributes" after TARGET_GROUPS;
    TARGET_HEALTH = "elasticloadbalancing:DescribeTargetHealth" after TARGET_GROUPS;
}

static DESCRIBE_LOAD_BALANCERS: Call = list(&LOAD_BALANCERS, &["LoadBalancers"]);
static DESCRIBE_ATTRIBUTES: Call = Call::of(&ELB_V2, &ATTRIBUTES);

const fn list(operation: &'static Operation, at: &'static [&'static str]) -> Call {
    Call::of(&ELB_V2, operation)
        .list(at)
        .token("Marker", "NextMarker")
        .size("PageSize", 400)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(load_balancers(place), target_groups::collect(place));
        })
    },
};

async fn load_balancers(place: &Place<'_>) {
    let listed = place.list(&DESCRIBE_LOAD_BALANCERS, json!({})).await;
    let mut balancers: Vec<Draft<LoadBalancer>> =
        place.told(&DESCRIBE_LOAD_BALANCERS, listed, |item| {
            place.arn_in(item, "LoadBalancerArn")
        });
    let arns: Vec<String> = balancers
        .iter()
        .map(|balancer| balancer.identity.arn.as_str().to_owned())
        .collect();
    let completed = balancers.iter_mut().map(async |balancer| {
        attributes(place, balancer).await;
        web_acl(place, balancer).await;
    });
    tokio::join!(join_all(completed), listeners::collect(place, &arns));
    place.keep(balancers);
}

async fn attributes(place: &Place<'_>, balancer: &mut Draft<LoadBalancer>) {
    let parameters = json!({"LoadBalancerArn": balancer.identity.arn.as_str()});
    let told = place.get(&DESCRIBE_ATTRIBUTES, parameters).await;
    balancer.complete(&ATTRIBUTES, told.map(by_key), &[]);
}

/// Attributes by their names: the API tells them as a list of keys and values.
fn by_key(answer: Json) -> Json {
    let Some(Fact::Known(pairs)) = at(&answer, &["Attributes"]).map(Vec::<Tag>::told) else {
        return json!({});
    };
    let pair = |pair: Tag| match (pair.key, pair.value) {
        (Fact::Known(key), Fact::Known(value)) => Some((key.to_string(), value.as_str().into())),
        _ => None,
    };
    let attributes: Map<String, Json> = pairs.into_iter().filter_map(pair).collect();
    json!({"Attributes": attributes})
}

/// The service protects no other type of load balancer.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html>
async fn web_acl(place: &Place<'_>, balancer: &mut Draft<LoadBalancer>) {
    if balancer.facts.r#type != Fact::Known(Text::const_new("application")) {
        balancer.facts.web_acl_arn = Fact::None;
        return;
    }
    match web_acls::of(place, balancer.identity.arn.as_str()).await {
        Ok(told) => balancer.facts.web_acl_arn = told,
        Err(gap) => balancer.lacks(&WEB_ACL, &gap),
    }
}
