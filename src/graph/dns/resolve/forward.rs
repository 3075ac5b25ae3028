//! Queries that a rule forwards: what other servers answer is known only if they are resolvers of
//! scanned VPCs.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html>

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53resolver::ResolverRule;
use crate::model::resource::Resource;

use crate::graph::node::NodeId;

use super::found::{Found, Step};
use super::inbound;
use super::resolver::{Query, either};
use super::rules::{Goes, Rule};

/// What is answered where a rule decides.
pub(super) fn by(query: &Query<'_, '_>, rule: &Rule, name: &str) -> Found {
    let node = match &rule.goes {
        Goes::Forward(node) => *node,
        Goes::Unknown(gap) => return Found::unknown(gap.clone()),
        Goes::System | Goes::Delegate => {
            return Found::of(crate::model::resolution::NameAnswer::Unknown);
        }
    };
    let Some(resource) = query.graph.resource(node) else {
        return Found::of(crate::model::resolution::NameAnswer::Unknown);
    };
    let Facts::ResolverRule(facts) = &resource.facts else {
        return Found::of(crate::model::resolution::NameAnswer::Unknown);
    };
    let step = Step {
        name: name.to_owned(),
        kind: "resolver-rule",
        id: rule.id.clone(),
        by: vec![Source {
            resource: Text::from(resource.arn.as_str()),
            path: "target_ips".to_owned(),
            value: serde_json::to_value(&facts.target_ips).unwrap_or_default(),
            operation: Text::const_new("route53resolver:ListResolverRules"),
        }],
    };
    let found = match resolvers(query, resource, facts) {
        Ok(vpcs) => either(vpcs.iter().map(|vpc| query.of_resolver(*vpc, name))),
        Err(gap) => Found::unknown(gap),
    };
    found.after(step)
}

/// The VPCs whose resolvers a rule forwards to.
fn resolvers(
    query: &Query<'_, '_>,
    resource: &Resource,
    rule: &ResolverRule,
) -> Result<Vec<NodeId>, Gap> {
    let graph = query.graph;
    let Some(targets) = rule.target_ips.known() else {
        return Err(graph.missing(resource, "target_ips"));
    };
    if let Some(gap) = graph.hole(resource, "target_ips") {
        return Err(gap);
    }
    let mut vpcs = Vec::new();
    let mut told = Vec::new();
    let mut foreign = targets.is_empty();
    for target in targets {
        let address = target.ip.known().or(target.ipv6.known());
        let address = address.ok_or_else(|| graph.missing(resource, "target_ips"))?;
        told.push(address.as_str());
        match inbound::vpc_of(graph, resource, address) {
            Some(vpc) if !vpcs.contains(&vpc) => vpcs.push(vpc),
            Some(_) => {}
            None => foreign = true,
        }
    }
    match foreign {
        false => Ok(vpcs),
        true => {
            let gap = Gap::new(
                GapReason::UnsupportedHere,
                "route53resolver:ListResolverRules",
            );
            let gap = gap.within(&resource.account, &resource.region);
            let servers = told.join(", ");
            Err(gap.because(format!(
                "queries go to {servers}, whose answers no call tells"
            )))
        }
    }
}
