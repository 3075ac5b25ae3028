//! The services that watch a region: Config, GuardDuty, Security Hub, Inspector, Macie, Backup. A
//! service that is not enabled says so in its own words; a refusal in others is a gap.

use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::operation::operations;
use crate::collect::page::Listed;
use crate::collect::place::{Nothing, Place};
use crate::collect::wire::services::{BACKUP, CONFIG, GUARDDUTY, INSPECTOR2, MACIE2, SECURITY_HUB};
use crate::collect::wire::{Call, at, text};
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_region::Region;

operations! {
    RECORDERS = "config:DescribeConfigurationRecorders";
    RECORDING = "config:DescribeConfigurationRecorderStatus" after RECORDERS;
    DETECTORS = "guardduty:ListDetectors";
    DETECTOR = "guardduty:GetDetector" after DETECTORS;
    HUB = "securityhub:DescribeHub";
    INSPECTOR = "inspector2:BatchGetAccountStatus";
    MACIE = "macie2:GetMacieSession";
    PROTECTED = "backup:ListProtectedResources";
}

static DESCRIBE_RECORDERS: Call = Call::of(&CONFIG, &RECORDERS).list(&["ConfigurationRecorders"]);
static DESCRIBE_RECORDING: Call =
    Call::of(&CONFIG, &RECORDING).list(&["ConfigurationRecordersStatus"]);
static LIST_DETECTORS: Call = Call::of(&GUARDDUTY, &DETECTORS)
    .route("GET /detector")
    .list(&["detectorIds"])
    .token("nextToken", "nextToken")
    .size("maxResults", 50);
static GET_DETECTOR: Call = Call::of(&GUARDDUTY, &DETECTOR).route("GET /detector/{DetectorId}");
static DESCRIBE_HUB: Call = Call::of(&SECURITY_HUB, &HUB).route("GET /accounts");
static GET_INSPECTOR: Call = Call::of(&INSPECTOR2, &INSPECTOR).route("POST /status/batch/get");
static GET_MACIE: Call = Call::of(&MACIE2, &MACIE).route("GET /macie");
static LIST_PROTECTED: Call = Call::of(&BACKUP, &PROTECTED)
    .route("GET /resources/")
    .list(&["Results"])
    .token("nextToken", "NextToken")
    .size("maxResults", 1000);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(watchers(place)),
};

/// The codes of these two errors also stand for a missing permission.
const NO_HUB: Nothing = Nothing {
    code: "InvalidAccessException",
    says: "is not subscribed to AWS Security Hub",
};
const NO_MACIE: Nothing = Nothing {
    code: "AccessDeniedException",
    says: "Macie is not enabled",
};

async fn watchers(place: &Place<'_>) {
    let mut region = place.whole_region::<Region>();
    let ((recorders, recording), detector, hub, inspector, macie, protected) = tokio::join!(
        recorders(place),
        detector(place),
        place.get_if_any(&DESCRIBE_HUB, NO_HUB, json!({})),
        inspector(place),
        place.get_if_any(&GET_MACIE, NO_MACIE, json!({})),
        place.list(&LIST_PROTECTED, json!({})),
    );
    region.complete_list(&DESCRIBE_RECORDERS, recorders, |facts| {
        &mut facts.configuration_recorders
    });
    region.complete_list(&DESCRIBE_RECORDING, recording, |facts| {
        &mut facts.configuration_recorders_status
    });
    region.complete_if_any(&DETECTOR, named("GuarddutyDetector", detector), &[]);
    region.complete_if_any(&HUB, named("SecurityHub", hub), &[]);
    region.complete_if_any(&INSPECTOR, named("Inspector", inspector.map(Some)), &[]);
    region.complete_if_any(&MACIE, named("MacieSession", macie), &[]);
    region.complete_list(&LIST_PROTECTED, protected, |facts| {
        &mut facts.protected_resources
    });
    place.keep(vec![region]);
}

/// The answer under the name of the attribute that it is.
fn named(name: &str, told: Result<Option<Json>, Gap>) -> Result<Option<Json>, Gap> {
    told.map(|told| told.map(|told| json!({name: told})))
}

/// The recorders, and whether they record; without recorders nobody is asked.
async fn recorders(place: &Place<'_>) -> (Listed<Json>, Listed<Json>) {
    let recorders = place.list(&DESCRIBE_RECORDERS, json!({})).await;
    let recording = match recorders.items.is_empty() {
        false => place.list(&DESCRIBE_RECORDING, json!({})).await,
        true => Listed {
            items: Vec::new(),
            gap: recorders.gap.clone(),
            told: recorders.told,
        },
    };
    (recorders, recording)
}

/// The detector: a region has one at most.
async fn detector(place: &Place<'_>) -> Result<Option<Json>, Gap> {
    let listed = place.list(&LIST_DETECTORS, json!({})).await;
    match (listed.items.first(), listed.gap) {
        (Some(id), _) => {
            let told = place.get(&GET_DETECTOR, json!({"DetectorId": id}));
            told.await.map(Some)
        }
        (None, Some(gap)) => Err(gap),
        (None, None) => Ok(None),
    }
}

/// The state of the account. If the service cannot tell it, it says so beside the answer.
async fn inspector(place: &Place<'_>) -> Result<Json, Gap> {
    let parameters = json!({"accountIds": [place.scan.account.as_str()]});
    let told = place.get(&GET_INSPECTOR, parameters).await?;
    let account = at(&told, &["accounts"]).and_then(|accounts| accounts.get(0));
    account.cloned().ok_or_else(|| {
        let failed = at(&told, &["failedAccounts"]).and_then(|failed| failed.get(0));
        let code = failed.and_then(|failed| text(failed, &["errorCode"]));
        let why = code.unwrap_or("the answer does not have the account");
        let gap = Gap::new(GapReason::Failed, INSPECTOR.name).because(why);
        place.lacks(&INSPECTOR, &gap);
        gap
    })
}
