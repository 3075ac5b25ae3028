//! Resolver rules: where the queries of a VPC for a domain go.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html>

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resolution::NameSpace;

use crate::graph::node::NodeId;

use super::super::name::bare;
use super::profiles;
use super::space::Place;

/// A rule, as one VPC has it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// Its domain, lower case, without its last dot; empty for every domain.
    pub(super) domain: String,
    /// Its id.
    pub(super) id: Text,
    /// Where queries go.
    pub(super) goes: Goes,
    /// Whether it is there by way of a profile.
    pub(super) by_profile: bool,
}

/// Where queries go.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Goes {
    /// To the servers that the rule names.
    Forward(NodeId),
    /// Nowhere else: the resolver of the VPC answers, as without a rule.
    System,
    /// To name servers that a zone delegates to.
    Delegate,
    /// Nobody can tell.
    Unknown(Gap),
}

impl Rule {
    /// The rule as answers name it.
    pub(super) fn as_told(&self) -> NameSpace {
        let domain = match self.domain.as_str() {
            "" => ".",
            domain => domain,
        };
        NameSpace {
            kind: "resolver-rule".to_owned(),
            id: self.id.to_string(),
            domain: domain.to_owned(),
        }
    }
}

/// The rules of a VPC, and why there may be others.
pub(super) fn of_vpc(place: Place<'_, '_>) -> (Vec<Rule>, Option<Gap>) {
    const KIND: &str = "route53resolver.rule_association";
    let graph = place.graph;
    let mut rules = of_the_vpc_itself(place);
    let mut more = place.extent(KIND);
    for &node in graph.of_kind(KIND) {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::ResolverRuleAssociation(facts) = &resource.facts else {
            continue;
        };
        if facts.vpc_id.is_missing() && resource.region == place.resource.region {
            more = more.or_else(|| Some(graph.missing(resource, "vpc_id")));
        }
        if !place.is_here(&facts.vpc_id) {
            continue;
        }
        match profiles::works(place, resource, "status", &facts.status) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(gap) => more = more.or(Some(gap)),
        }
        let rule = match &facts.resolver_rule_id {
            Fact::Known(id) => rule(place, id, false),
            Fact::None | Fact::Missing => Err(graph.missing(resource, "resolver_rule_id")),
        };
        match rule {
            Ok(rule) => rules.extend(rule),
            Err(gap) => more = more.or(Some(gap)),
        }
    }
    let (given, hidden) = profiles::given(place, "RESOLVER_RULE");
    more = more.or(hidden);
    for id in given {
        match rule(place, id, true) {
            Ok(rule) => rules.extend(rule),
            Err(gap) => more = more.or(Some(gap)),
        }
    }
    (rules, more)
}

/// A rule by its id; nothing for those that Resolver makes by itself.
fn rule(place: Place<'_, '_>, id: &str, by_profile: bool) -> Result<Option<Rule>, Gap> {
    if id.starts_with("rslvr-autodefined-") {
        return Ok(None);
    }
    let graph = place.graph;
    let node = graph.find("route53resolver.rule", id, place.node)?;
    let Some(resource) = graph.resource(node) else {
        return Ok(None);
    };
    let Facts::ResolverRule(facts) = &resource.facts else {
        return Ok(None);
    };
    let goes = match facts.rule_type.known().map(Text::as_str) {
        Some("FORWARD") => Goes::Forward(node),
        Some("SYSTEM" | "RECURSIVE") => Goes::System,
        Some("DELEGATE") => Goes::Delegate,
        _ => Goes::Unknown(graph.missing(resource, "rule_type")),
    };
    let domain = match (&facts.domain_name, &goes) {
        (Fact::Known(domain), _) => bare(domain),
        // A rule that delegates has no domain: the zone's records say for which names.
        (Fact::None, Goes::Delegate) => String::new(),
        _ => return Err(graph.missing(resource, "domain_name")),
    };
    Ok(Some(Rule {
        domain,
        id: Text::from(id),
        goes,
        by_profile,
    }))
}

/// The rules that Resolver makes by itself, for the names that AWS gives to instances: a rule for
/// every domain does not forward them.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html#resolver-overview-forward-vpc-to-network-autodefined-rules>
fn of_the_vpc_itself(place: Place<'_, '_>) -> Vec<Rule> {
    let region = place.resource.region.as_str();
    let domains = match region {
        "us-east-1" => [
            "ec2.internal".to_owned(),
            "compute-1.amazonaws.com".to_owned(),
        ],
        _ => [
            format!("{region}.compute.internal"),
            format!("{region}.compute.amazonaws.com"),
        ],
    };
    let rules = domains.map(|domain| Rule {
        domain,
        id: Text::const_new("rslvr-autodefined"),
        goes: Goes::System,
        by_profile: true,
    });
    rules.into()
}
