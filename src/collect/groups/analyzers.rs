//! IAM Access Analyzer: analyzers, and the access from outside that they found.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::ACCESS_ANALYZER;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::access_analyzer::Analyzer;

operations! {
    ANALYZERS = "access-analyzer:ListAnalyzers";
    FINDINGS = "access-analyzer:ListFindingsV2" after ANALYZERS action "access-analyzer:ListFindings";
}

static LIST_ANALYZERS: Call = Call::of(&ACCESS_ANALYZER, &ANALYZERS)
    .route("GET /analyzer")
    .list(&["analyzers"])
    .token("nextToken", "nextToken");
static LIST_FINDINGS: Call = Call::of(&ACCESS_ANALYZER, &FINDINGS)
    .route("POST /findingv2")
    .list(&["findings"])
    .token("nextToken", "nextToken");

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(analyzers(place)),
};

async fn analyzers(place: &Place<'_>) {
    let listed = place.list(&LIST_ANALYZERS, json!({})).await;
    let arn = |item: &Json| place.arn_in(item, "arn");
    let mut analyzers = place.told::<Analyzer>(&LIST_ANALYZERS, listed, arn);
    let asked = analyzers.iter_mut().map(async |analyzer| {
        let kind = analyzer.facts.r#type.known().map(Text::as_str);
        if !matches!(kind, Some("ACCOUNT" | "ORGANIZATION")) {
            let gap = Gap::new(GapReason::NotCollected, FINDINGS.name);
            let why = "only findings of access from outside are collected";
            return analyzer.lacks(&FINDINGS, &gap.because(why));
        }
        let parameters = json!({
            "analyzerArn": analyzer.identity.arn.as_str(),
            "filter": {"status": {"eq": ["ACTIVE"]}},
        });
        let listed = place.list(&LIST_FINDINGS, parameters).await;
        analyzer.complete_list(&LIST_FINDINGS, listed, |facts| &mut facts.findings);
    });
    join_all(asked).await;
    place.keep(analyzers);
}
