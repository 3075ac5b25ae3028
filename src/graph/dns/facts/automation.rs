//! Records with addresses of endpoints, and what keeps them right.

use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::events::Rule;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::dns::endpoint;
use crate::graph::dns::records::{addresses, name_of, untold};
use crate::graph::iam;
use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::{Answer, Linked};

record! {
    /// A name whose records write out addresses of an endpoint.
    HardCodedName {
        /// The name.
        name: Text, gap;
        /// The endpoint.
        vpc_endpoint_id: Text, gap;
    }
}

record! {
    /// A rule of EventBridge that may keep records right.
    Automation {
        /// The name of the rule.
        name: Text, gap;
        /// `event` or `schedule`.
        sort: Text, gap;
    }
}

/// The derived fact `hard_coded_names`.
pub(super) fn names(graph: &Graph<'_>, vpc: NodeId, _: &[Literal]) -> Answer {
    let place = graph.node(vpc);
    let mut incomplete = graph.extent("dns.name_in_vpc", place.account, place.region);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for &node in graph.of_kind("dns.name_in_vpc") {
        let Some(name) = name_of(graph, node).filter(|name| name.vpc == vpc) else {
            continue;
        };
        if addresses(name).is_empty() {
            incomplete = incomplete.or_else(|| untold(graph, name));
            continue;
        }
        let endpoint = match endpoint::of_name(graph, node) {
            Linked::One(endpoint) => endpoint,
            Linked::Gap(gap) => {
                incomplete = incomplete.or(Some(gap));
                continue;
            }
            Linked::None | Linked::Many(..) => continue,
        };
        let Some(Facts::VpcEndpoint(facts)) = graph.facts(endpoint) else {
            continue;
        };
        let zone = name.records.first().copied().unwrap_or_default();
        let source = Source {
            resource: graph.node(name.zone).arn.clone(),
            path: format!("record_sets[{zone}]"),
            value: name.name.as_str().into(),
            operation: Text::const_new("route53:ListResourceRecordSets"),
        };
        sources.push((format!("[{}]", list.len()), source));
        list.push(HardCodedName {
            name: name.name.clone().into(),
            vpc_endpoint_id: facts.vpc_endpoint_id.clone(),
        });
    }
    Answer::list(list, incomplete, sources)
}

/// The derived fact `endpoint_automation`.
pub(super) fn compute(graph: &Graph<'_>, vpc: NodeId, _: &[Literal]) -> Answer {
    const KIND: &str = "events.rule";
    let place = graph.node(vpc);
    let mut incomplete = graph.extent(KIND, place.account, place.region);
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for &node in graph.of_kind(KIND) {
        let here = graph.node(node);
        if here.account != place.account || here.region != place.region {
            continue;
        }
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::EventsRule(rule) = &resource.facts else {
            continue;
        };
        match automation(graph, node, resource, rule) {
            Ok(Some((sort, path, value))) => {
                let source = Source {
                    resource: here.arn.clone(),
                    path,
                    value,
                    operation: Text::const_new("events:ListRules"),
                };
                sources.push((format!("[{}]", list.len()), source));
                list.push(Automation {
                    name: rule.name.clone(),
                    sort: Text::const_new(sort).into(),
                });
            }
            Ok(None) => {}
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    if list.is_empty() {
        incomplete = incomplete.or_else(|| managed_elsewhere(graph, vpc));
    }
    Answer::list(list, incomplete, sources)
}

type Told = (&'static str, String, Json);

/// Whether an enabled rule follows changes of endpoints, or starts a function that may change records.
fn automation(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    rule: &Rule,
) -> Result<Option<Told>, Gap> {
    match &rule.state {
        Fact::Known(state) if state.starts_with("ENABLED") => {}
        Fact::Known(_) | Fact::None => return Ok(None),
        Fact::Missing => return Err(graph.missing(resource, "state")),
    }
    match &rule.event_pattern {
        Fact::Known(pattern) if follows_endpoints(pattern) => {
            let pattern = Json::from(pattern.as_str());
            return Ok(Some(("event", "event_pattern".to_owned(), pattern)));
        }
        Fact::Known(_) | Fact::None => {}
        Fact::Missing => return Err(graph.missing(resource, "event_pattern")),
    }
    let schedule = match &rule.schedule_expression {
        Fact::Known(schedule) => schedule,
        Fact::None => return Ok(None),
        Fact::Missing => return Err(graph.missing(resource, "schedule_expression")),
    };
    let mut hidden = match rule.targets.is_missing() {
        true => Some(graph.missing(resource, "targets")),
        false => graph.hole(resource, "targets"),
    };
    for target in rule.targets.known().into_iter().flatten() {
        let Some(arn) = target.arn.known() else {
            hidden = hidden.or_else(|| Some(graph.missing(resource, "targets")));
            continue;
        };
        match changes_records(graph, node, arn) {
            Ok(true) => {
                let schedule = Json::from(schedule.as_str());
                return Ok(Some((
                    "schedule",
                    "schedule_expression".to_owned(),
                    schedule,
                )));
            }
            Ok(false) => {}
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    hidden.map_or(Ok(None), Err)
}

/// Whether a target is a function whose role may change records.
fn changes_records(graph: &Graph<'_>, node: NodeId, arn: &str) -> Result<bool, Gap> {
    if !arn.contains(":function:") {
        return Ok(false);
    }
    // A version or an alias of a function stands behind its name.
    let plain: Vec<&str> = arn.splitn(8, ':').take(7).collect();
    let function = graph.find_arn("lambda.function", &plain.join(":"), node)?;
    let Some(resource) = graph.resource(function) else {
        return Ok(false);
    };
    let Facts::LambdaFunction(facts) = &resource.facts else {
        return Ok(false);
    };
    let role = facts.role.known();
    let role = role.ok_or_else(|| graph.missing(resource, "role"))?;
    let role = graph.find_arn("iam.role", role, function)?;
    iam::may(graph, role, "route53:ChangeResourceRecordSets")
}

/// Whether a pattern matches calls that make, change or delete endpoints.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>
fn follows_endpoints(pattern: &str) -> bool {
    const CALLS: [&str; 3] = [
        "CreateVpcEndpoint",
        "ModifyVpcEndpoint",
        "DeleteVpcEndpoints",
    ];
    let Ok(pattern) = serde_json::from_str::<Json>(pattern) else {
        return false;
    };
    let lets_in = |path: &str, wanted: &[&str]| match pattern.pointer(path) {
        None => true,
        Some(Json::Array(values)) => values.iter().any(|value| is_value(value, wanted)),
        Some(_) => false,
    };
    let is_about_something = pattern.get("source").is_some() || pattern.get("detail").is_some();
    is_about_something
        && lets_in("/source", &["aws.ec2"])
        && lets_in("/detail-type", &["AWS API Call via CloudTrail"])
        && lets_in("/detail/eventSource", &["ec2.amazonaws.com"])
        && lets_in("/detail/eventName", &CALLS)
}

/// Whether one value of a pattern matches one of these texts.
fn is_value(value: &Json, wanted: &[&str]) -> bool {
    let of = |field: &str| value.get(field).and_then(Json::as_str);
    wanted.iter().any(|text| {
        value.as_str() == Some(text)
            || of("prefix").is_some_and(|start| text.starts_with(start))
            || of("suffix").is_some_and(|end| text.ends_with(end))
            || of("wildcard").is_some_and(|shape| crate::model::glob::matches(shape, text))
    })
}

/// Why something else may keep records right: a tag of the VPC or of one of its endpoints says that a
/// tool manages it, which runs where no account tells.
fn managed_elsewhere(graph: &Graph<'_>, vpc: NodeId) -> Option<Gap> {
    let resource = graph.resource(vpc)?;
    let Facts::Vpc(facts) = &resource.facts else {
        return None;
    };
    let Linked::Many(endpoints, hidden) = crate::graph::rds::through(graph, vpc, "endpoints")
    else {
        return None;
    };
    let endpoints = endpoints.into_iter().filter_map(Result::ok);
    let endpoints = endpoints.filter_map(|node| graph.resource(node));
    let of_endpoints = endpoints.filter_map(|one| match &one.facts {
        Facts::VpcEndpoint(facts) => Some((one, &facts.tags)),
        _ => None,
    });
    let mut tagged = [(resource, &facts.tags)].into_iter().chain(of_endpoints);
    let found = tagged.find_map(|(one, tags)| says_managed(graph, one, tags));
    found.or(hidden)
}

fn says_managed(graph: &Graph<'_>, resource: &Resource, tags: &Fact<Vec<Tag>>) -> Option<Gap> {
    const KEYS: [&str; 6] = [
        "managed-by",
        "managedby",
        "managed_by",
        "terraform",
        "provisioner",
        "iac",
    ];
    let known = tags.known().into_iter().flatten();
    let keys = known.filter_map(|tag| tag.key.known());
    let managed = keys.map(|key| key.to_ascii_lowercase()).find(|key| {
        let last = key.rsplit([':', '/']).next().unwrap_or(key);
        KEYS.contains(&last) || key.starts_with("aws:cloudformation:")
    });
    if let Some(key) = managed {
        let gap = Gap::new(GapReason::UnsupportedHere, resource.kind().operation());
        let gap = gap.within(&resource.account, &resource.region);
        let why = format!(
            "{} is tagged `{key}`: what manages it runs where no call tells",
            resource.arn.last()
        );
        return Some(gap.because(why));
    }
    match tags.is_missing() {
        true => Some(graph.missing(resource, "tags")),
        false => graph.hole(resource, "tags"),
    }
}

#[cfg(test)]
mod tests {
    use super::follows_endpoints;

    #[test]
    fn a_pattern_follows_endpoints_if_it_lets_one_of_the_calls_in() {
        for (pattern, follows) in [
            (
                r#"{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["ModifyVpcEndpoint"]}}"#,
                true,
            ),
            (
                r#"{"source":["aws.ec2"],"detail":{"eventName":[{"prefix":"CreateVpc"}]}}"#,
                true,
            ),
            (
                r#"{"source":["aws.ec2"],"detail":{"eventName":[{"wildcard":"*VpcEndpoint*"}]}}"#,
                true,
            ),
            (
                r#"{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"]}"#,
                true,
            ),
            (
                r#"{"source":["aws.ec2"],"detail-type":["EC2 Instance State-change Notification"]}"#,
                false,
            ),
            (
                r#"{"source":["aws.ec2"],"detail":{"eventName":["RunInstances"]}}"#,
                false,
            ),
            (r#"{"source":["aws.rds"]}"#, false),
            (
                r#"{"detail":{"eventSource":["route53.amazonaws.com"]}}"#,
                false,
            ),
            ("{}", false),
            ("nonsense", false),
        ] {
            assert_eq!(follows_endpoints(pattern), follows, "{pattern}");
        }
    }
}
