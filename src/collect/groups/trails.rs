//! CloudTrail: trails, whether they log, and what.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::CLOUDTRAIL;
use crate::model::kinds::Reach;
use crate::model::kinds::cloudtrail::Trail;

operations! {
    TRAILS = "cloudtrail:DescribeTrails";
    STATUS = "cloudtrail:GetTrailStatus" after TRAILS;
    SELECTORS = "cloudtrail:GetEventSelectors" after TRAILS;
}

static DESCRIBE_TRAILS: Call = Call::of(&CLOUDTRAIL, &TRAILS).list(&["trailList"]);
static GET_STATUS: Call = Call::of(&CLOUDTRAIL, &STATUS);
static GET_SELECTORS: Call = Call::of(&CLOUDTRAIL, &SELECTORS);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(trails(place)),
};

/// A trail of many regions is told in each of them, by the ARN that it has at home, so that it is
/// kept once. It is asked about at home, too, which is right even if that region is not scanned: what
/// it logs is logged here.
async fn trails(place: &Place<'_>) {
    let listed = place.list(&DESCRIBE_TRAILS, json!({})).await;
    let arn = |item: &Json| place.arn_in(item, "TrailARN");
    let mut trails = place.told::<Trail>(&DESCRIBE_TRAILS, listed, arn);
    join_all(trails.iter_mut().map(|trail| complete(place, trail))).await;
    place.keep(trails);
}

async fn complete(place: &Place<'_>, trail: &mut Draft<Trail>) {
    let home = trail.identity.region.clone();
    let arn = trail.identity.arn.as_str().to_owned();
    let (status, selectors) = tokio::join!(
        place.get_in(&home, &GET_STATUS, json!({"Name": arn})),
        place.get_in(&home, &GET_SELECTORS, json!({"TrailName": arn})),
    );
    trail.complete(&STATUS, status, &[]);
    trail.complete(&SELECTORS, selectors, &[]);
}
