//! How much capacity serverless clusters used, which CloudWatch tells at a price.
//! <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html>

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

use super::METRICS;
use crate::collect::convert::number;
use crate::collect::draft::Draft;
use crate::collect::ledger::clock;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::CLOUDWATCH;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::rds::DbCluster;

static GET_METRIC_DATA: Call = Call::of(&CLOUDWATCH, &METRICS)
    .list(&["MetricDataResults"])
    .token("NextToken", "NextToken");

/// How far back is asked.
const DAYS: i64 = 7;

/// What one value is the average of, in seconds.
const PERIOD: i64 = 300;

/// The most queries that one call may have.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>
const QUERIES: usize = 500;

/// Completes the clusters that scale by themselves, if somebody wants to pay for it.
pub(super) async fn of_clusters(place: &Place<'_>, clusters: &mut [Draft<DbCluster>]) {
    let mut scaling: Vec<&mut Draft<DbCluster>> = Vec::new();
    for cluster in clusters {
        match cluster.facts.serverless_v2_scaling_configuration {
            Fact::Known(_) => scaling.push(cluster),
            Fact::None | Fact::Missing => {
                cluster.facts.serverless_database_capacity_p95 = Fact::None;
            }
        }
    }
    if let Some(gap) = place.unwanted(&METRICS) {
        let clusters = scaling.into_iter();
        return clusters.for_each(|cluster| cluster.lacks(&METRICS, &gap));
    }
    for some in scaling.chunks_mut(QUERIES) {
        ask(place, some).await;
    }
}

/// The values of one cluster, of all pages, and whether the last of them was the end; no values if one of
/// them cannot be read.
struct Told {
    values: Option<Vec<f64>>,
    status: Option<String>,
}

async fn ask(place: &Place<'_>, clusters: &mut [&mut Draft<DbCluster>]) {
    let listed = place.list(&GET_METRIC_DATA, parameters(clusters)).await;
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    let mut gap = listed.gap;
    for result in &listed.items {
        let Some(id) = result["Id"].as_str() else {
            let stray = Gap::new(GapReason::Failed, METRICS.name);
            gap.get_or_insert(stray.because("a result does not say of which query it is"));
            continue;
        };
        let told = told.entry(id.to_owned()).or_insert_with(|| Told {
            values: Some(Vec::new()),
            status: None,
        });
        let (before, more) = (told.values.take(), values(&result["Values"]));
        told.values = before
            .zip(more)
            .map(|(before, more)| [before, more].concat());
        told.status = result["StatusCode"].as_str().map(str::to_owned);
    }
    for (position, cluster) in clusters.iter_mut().enumerate() {
        let values = match (&gap, told.remove(&id(position))) {
            (Some(gap), _) => Err(gap.clone()),
            (None, told) => whole(told).map_err(|why| {
                let gap = Gap::new(GapReason::Failed, METRICS.name).because(why);
                place.lacks(&METRICS, &gap);
                gap
            }),
        };
        match values {
            Ok(values) => {
                cluster.facts.serverless_database_capacity_p95 = number(percentile_95(values));
            }
            Err(gap) => cluster.lacks(&METRICS, &gap),
        }
    }
}

/// The values, if they are all there are.
fn whole(told: Option<Told>) -> Result<Vec<f64>, String> {
    let Told { values, status } = told.ok_or("the answer has no result for this cluster")?;
    match status.as_deref() {
        Some("Complete") => values.ok_or_else(|| "the result has no list of numbers".to_owned()),
        Some(status) => Err(format!("the result is {status}")),
        None => Err("the result does not say whether it is complete".to_owned()),
    }
}

fn id(position: usize) -> String {
    format!("m{position}")
}

fn parameters(clusters: &[&mut Draft<DbCluster>]) -> Json {
    let now = clock();
    let end = now - SignedDuration::from_secs(now.as_second() % PERIOD);
    let written = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let queries = clusters.iter().enumerate().map(|(position, cluster)| {
        // Its ARN ends with its name.
        let name = cluster.identity.arn.as_str().rsplit(':').next();
        json!({
            "Id": id(position),
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/RDS",
                    "MetricName": "ServerlessDatabaseCapacity",
                    "Dimensions": [{"Name": "DBClusterIdentifier", "Value": name}],
                },
                "Period": PERIOD,
                "Stat": "Average",
            },
        })
    });
    json!({
        "MetricDataQueries": queries.collect::<Vec<_>>(),
        "StartTime": written(end - SignedDuration::from_hours(24 * DAYS)),
        "EndTime": written(end),
    })
}

/// The numbers of a list, which in XML are texts in `member` elements; nothing if it is no list of numbers.
fn values(told: &Json) -> Option<Vec<f64>> {
    if told.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Some(Vec::new());
    }
    let members = told.get("member").unwrap_or(told);
    let items = members
        .as_array()
        .map_or(std::slice::from_ref(members), Vec::as_slice);
    let number = |item: &Json| item.as_f64().or_else(|| item.as_str()?.trim().parse().ok());
    items.iter().map(number).collect()
}

/// The value that 95 of 100 do not exceed, by the nearest rank; none if there are no values.
fn percentile_95(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * 95).div_ceil(100);
    values.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_told() {
        assert_eq!(percentile_95(Vec::new()), None);
        assert_eq!(percentile_95(vec![4.0]), Some(4.0));
        let hundred = (1..=100).rev().map(f64::from).collect();
        assert_eq!(percentile_95(hundred), Some(95.0));
        assert_eq!(percentile_95(vec![1.0, 8.0, 0.5]), Some(8.0));
    }

    #[test]
    fn values_are_numbers_in_json_and_texts_in_xml() {
        assert_eq!(values(&json!([0.5, 1])), Some(vec![0.5, 1.0]));
        let members = json!({"member": ["0.5", "1.0"]});
        assert_eq!(values(&members), Some(vec![0.5, 1.0]));
        assert_eq!(values(&json!({"member": "0.5"})), Some(vec![0.5]));
        assert_eq!(values(&json!("")), Some(Vec::new()));
        assert_eq!(values(&Json::Null), None);
        assert_eq!(values(&json!({"member": ["0.5", "half"]})), None);
    }
}
