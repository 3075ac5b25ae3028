//! Metrics of CloudWatch, which are billed: read where somebody asks for them, and a gap where nobody does.

use assize::model::gap::GapReason;
use serde_json::{Value, json};

use super::reports::{collect, fact, one};
use crate::server::Server;
use crate::world::HUB;

const CLUSTER: &str = "arn:aws:rds:ap-northeast-1:222233334444:cluster:hub-aurora";
const CAPACITY: &str = "serverless_database_capacity_p95";

fn asked(server: &Server) -> Vec<Value> {
    let calls = server.calls().into_iter();
    let asked = calls.filter(|call| call["operation"] == "cloudwatch:GetMetricData");
    asked.map(|call| call["parameters"].clone()).collect()
}

#[test]
fn capacity_is_told_where_metrics_are_wanted() {
    let server = Server::of_world("connected", &[]);
    let snapshot = collect(&server, HUB, &["--metrics"]);
    assert_eq!(fact(one(&snapshot, CLUSTER), CAPACITY), json!(14.5));
    let asked = asked(&server);
    assert_eq!(asked.len(), 1, "{asked:?}");
    let query = &asked[0]["MetricDataQueries"][0]["MetricStat"];
    assert_eq!(
        query["Metric"],
        json!({
            "Namespace": "AWS/RDS",
            "MetricName": "ServerlessDatabaseCapacity",
            "Dimensions": [{"Name": "DBClusterIdentifier", "Value": "hub-aurora"}]
        })
    );
}

#[test]
fn without_a_wish_for_them_nothing_is_asked_that_is_billed() {
    let server = Server::of_world("connected", &[]);
    let snapshot = collect(&server, HUB, &[]);
    assert_eq!(asked(&server), [] as [Value; 0]);
    let gap = one(&snapshot, CLUSTER).recorded_gap(CAPACITY);
    let gap = gap.expect("a gap");
    assert_eq!(gap.reason, GapReason::NotCollected);
    assert!(gap.detail.contains("--metrics"), "{gap:?}");
}

#[test]
fn a_metric_that_is_denied_or_not_told_is_a_gap() {
    for (fault, reason, why) in [
        (
            json!({"fault": "deny", "operation": "cloudwatch:GetMetricData"}),
            GapReason::Denied,
            "not authorized",
        ),
        (
            json!({
                "fault": "missing-field",
                "operation": "cloudwatch:GetMetricData",
                "field": "MetricDataResults[].StatusCode"
            }),
            GapReason::Failed,
            "whether it is complete",
        ),
        (
            json!({
                "fault": "missing-field",
                "operation": "cloudwatch:GetMetricData",
                "field": "MetricDataResults[].Values"
            }),
            GapReason::Failed,
            "no list of numbers",
        ),
    ] {
        let server = Server::of_world("connected", &[]);
        server.faults(&json!([fault]));
        let snapshot = collect(&server, HUB, &["--metrics"]);
        let gap = one(&snapshot, CLUSTER).recorded_gap(CAPACITY);
        let gap = gap.unwrap_or_else(|| panic!("no gap with {fault}"));
        assert_eq!(gap.reason, reason, "{gap:?}");
        assert!(gap.detail.contains(why), "{gap:?}");
        assert_eq!(gap.operation, "cloudwatch:GetMetricData");
    }
}
