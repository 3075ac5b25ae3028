//! Logs, alarms, rules of events, stacks and namespaces.

use serde_json::{Value, json};

use super::{arn, facts, kept, of, of_kind, one};

#[test]
fn log_groups_have_their_filters() {
    let trail = one("logs.log_group", "log_group_name", "trail");
    assert_eq!(trail["retention_in_days"], Value::Null);
    let filters = trail["metric_filters"].as_array().expect("filters");
    assert_eq!(filters.len(), 2);
    assert_eq!(
        filters[0],
        json!({
            "filter_pattern": "{ $.userIdentity.type = \"Root\" }",
            "metric_transformations": [{"metric_name": "RootUse", "metric_namespace": "Trail"}],
        })
    );
    let web = of("logs.log_group", "log-group:/ecs/web");
    assert_eq!(
        (&web["retention_in_days"], &web["metric_filters"]),
        (&json!(30), &json!([]))
    );
    let policy = one("logs.resource_policy", "policy_name", "route53");
    let principal = &policy["policy_document"]["statements"][0]["principals"][0];
    assert_eq!(principal["value"], "route53.amazonaws.com");
    let broken =
        of_kind(kept(), "logs.resource_policy").find(|one| one.arn.as_str().ends_with("broken"));
    let gap = broken.and_then(|policy| policy.recorded_gap("policy_document"));
    assert!(
        gap.is_some_and(|gap| gap.detail.contains("not JSON")),
        "{gap:?}"
    );
}

#[test]
fn alarms_of_metrics_and_of_alarms_are_told() {
    let web = one("cloudwatch.alarm", "alarm_name", "web-errors");
    assert_eq!(web["metric_name"], "HTTPCode_Target_5XX_Count");
    assert_eq!(web["dimensions"][0]["name"], "LoadBalancer");
    assert_eq!(web["actions_enabled"], true);
    let computed = one("cloudwatch.alarm", "alarm_name", "errors");
    assert_eq!(computed["metric_name"], Value::Null);
    let metric = &computed["metrics"][1]["metric_stat"]["metric"];
    assert_eq!(metric["namespace"], "AWS/Lambda");
    let both = one("cloudwatch.alarm", "alarm_name", "both");
    assert_eq!(both["alarm_rule"], "ALARM(web-errors) AND ALARM(errors)");
}

#[test]
fn who_hears_an_alarm_is_told_without_the_address() {
    // The topic of another account is not asked about: only its owner is told.
    let topics = facts(kept(), "sns.topic");
    assert_eq!(topics.len(), 1);
    let subscriptions = topics[0]["subscriptions"]
        .as_array()
        .expect("subscriptions");
    assert_eq!(
        subscriptions[1],
        json!({"subscription_arn": "PendingConfirmation", "protocol": "email"})
    );
}

#[test]
fn rules_of_events_have_what_they_start() {
    let endpoints = one("events.rule", "name", "endpoints");
    let pattern = endpoints["event_pattern"].as_str().expect("a pattern");
    assert!(pattern.contains("CreateVpcEndpoint"), "{pattern}");
    assert_eq!(endpoints["targets"].as_array().map(Vec::len), Some(2));
    let nightly = one("events.rule", "name", "nightly");
    assert_eq!(
        (&nightly["state"], &nightly["schedule_expression"]),
        (&json!("DISABLED"), &json!("rate(1 day)"))
    );
    let task = &nightly["targets"][0]["ecs_parameters"];
    assert_eq!(
        task["task_definition_arn"],
        arn("ecs", "task-definition/worker:1")
    );
    let network = &task["network_configuration"]["awsvpc_configuration"];
    assert_eq!(network["security_groups"], json!(["sg-0f3"]));
}

#[test]
fn stacks_have_their_state_and_no_values() {
    let network = one("cloudformation.stack", "stack_name", "network");
    assert_eq!(network["enable_termination_protection"], true);
    assert_eq!(
        network["drift_information"]["stack_drift_status"],
        "NOT_CHECKED"
    );
    assert_eq!(
        network["tags"],
        json!([{"key": "Environment", "value": "prod"}])
    );
    let broken = one("cloudformation.stack", "stack_name", "broken");
    assert_eq!(broken["stack_status"], "ROLLBACK_COMPLETE");
}

#[test]
fn namespaces_name_their_zones() {
    let private = one("servicediscovery.namespace", "type", "DNS_PRIVATE");
    assert_eq!(
        private["properties"]["dns_properties"]["hosted_zone_id"],
        "Z0123456789ABCDEFGHIJ"
    );
    let http = one("servicediscovery.namespace", "type", "HTTP");
    assert_eq!(http["properties"]["dns_properties"], Value::Null);
}
