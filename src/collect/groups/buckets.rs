//! S3: the buckets of the account, each asked in the region where it stands.

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::{Draft, Identity};
use crate::collect::operation::{Operation, operations};
use crate::collect::place::Place;
use crate::collect::wire::services::S3;
use crate::collect::wire::{Call, at, text};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Region};
use crate::model::kinds::Reach;
use crate::model::kinds::policy;
use crate::model::kinds::s3::Bucket;

operations! {
    BUCKETS = "s3:ListBuckets" action "s3:ListAllMyBuckets";
    LOCATION = "s3:GetBucketLocation" after BUCKETS;
    POLICY = "s3:GetBucketPolicy" after BUCKETS;
    STATUS = "s3:GetBucketPolicyStatus" after BUCKETS;
    BLOCK = "s3:GetPublicAccessBlock" after BUCKETS action "s3:GetBucketPublicAccessBlock";
    ENCRYPTION = "s3:GetBucketEncryption" after BUCKETS action "s3:GetEncryptionConfiguration";
    LOGGING = "s3:GetBucketLogging" after BUCKETS;
    VERSIONING = "s3:GetBucketVersioning" after BUCKETS;
    ACL = "s3:GetBucketAcl" after BUCKETS;
}

static LIST_BUCKETS: Call = Call::of(&S3, &BUCKETS)
    .route("GET /")
    .list(&["Buckets", "Bucket"])
    .token("continuation-token", "ContinuationToken")
    .size("max-buckets", 1000);
static GET_LOCATION: Call = of_bucket(&LOCATION, "GET /{Bucket}?location");
static GET_POLICY: Call = of_bucket(&POLICY, "GET /{Bucket}?policy");
static GET_STATUS: Call = of_bucket(&STATUS, "GET /{Bucket}?policyStatus");
static GET_BLOCK: Call = of_bucket(&BLOCK, "GET /{Bucket}?publicAccessBlock");
static GET_ENCRYPTION: Call = of_bucket(&ENCRYPTION, "GET /{Bucket}?encryption");
static GET_LOGGING: Call = of_bucket(&LOGGING, "GET /{Bucket}?logging");
static GET_VERSIONING: Call = of_bucket(&VERSIONING, "GET /{Bucket}?versioning");
static GET_ACL: Call = of_bucket(&ACL, "GET /{Bucket}?acl");

const fn of_bucket(operation: &'static Operation, route: &'static str) -> Call {
    Call::of(&S3, operation).route(route)
}

/// All that is asked about a bucket.
const OF_BUCKET: [&Operation; 7] = [
    &POLICY,
    &STATUS,
    &BLOCK,
    &ENCRYPTION,
    &LOGGING,
    &VERSIONING,
    &ACL,
];

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(buckets(place)),
};

async fn buckets(place: &Place<'_>) {
    let listed = place.list(&LIST_BUCKETS, json!({})).await;
    let mut buckets = place.told::<Bucket>(&LIST_BUCKETS, listed, |item| identity(place, item));
    join_all(buckets.iter_mut().map(async |bucket| {
        let name = bucket.identity.arn.resource().to_owned();
        if bucket.identity.region == Region::global() {
            match location(place, &name).await {
                Ok(region) => bucket.identity.region = region,
                Err(gap) => {
                    OF_BUCKET
                        .iter()
                        .for_each(|operation| bucket.lacks(operation, &gap));
                    return;
                }
            }
        }
        complete(place, bucket, &name).await;
    }))
    .await;
    place.keep(buckets);
}

/// The ARN of a bucket has neither region nor account. Its region stands in the list since the list
/// has pages; until it is known the bucket is nowhere.
fn identity(place: &Place<'_>, item: &Json) -> Option<Identity> {
    let name = text(item, &["Name"]).filter(|name| !name.is_empty())?;
    let (nobody, global) = (AccountId::default(), Region::global());
    let region = text(item, &["BucketRegion"]).filter(|region| !region.is_empty());
    Some(Identity {
        arn: Arn::build_in(place.partition(), "s3", &global, &nobody, name),
        account: place.scan.account.clone(),
        region: region.map_or(global, Region::from),
    })
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>
async fn location(place: &Place<'_>, bucket: &str) -> Result<Region, Gap> {
    let told = place.get(&GET_LOCATION, json!({"Bucket": bucket})).await?;
    Ok(match text(&told, &["Value"]) {
        None => Region::from("us-east-1"),
        Some("EU") => Region::from("eu-west-1"),
        Some(region) => Region::from(region),
    })
}

async fn complete(place: &Place<'_>, bucket: &mut Draft<Bucket>, name: &str) {
    let region = bucket.identity.region.clone();
    let this = json!({"Bucket": name});
    let get = |call: &'static Call| place.get_in(&region, call, this.clone());
    let get_if_any = |call: &'static Call, none: &'static str| {
        place.get_in_if_any(&region, call, none, this.clone())
    };
    let (policy, status, block, encryption) = tokio::join!(
        get_if_any(&GET_POLICY, "NoSuchBucketPolicy"),
        get_if_any(&GET_STATUS, "NoSuchBucketPolicy"),
        get_if_any(&GET_BLOCK, "NoSuchPublicAccessBlockConfiguration"),
        get_if_any(
            &GET_ENCRYPTION,
            "ServerSideEncryptionConfigurationNotFoundError"
        ),
    );
    let (logging, versioning, acl) =
        tokio::join!(get(&GET_LOGGING), get(&GET_VERSIONING), get(&GET_ACL));
    document(bucket, policy);
    bucket.complete_if_any(&STATUS, named("PolicyStatus", status), &[]);
    bucket.complete_if_any(&BLOCK, named("PublicAccessBlock", block), &[]);
    let encryption = encryption.map(|told| told.map(default_encryption));
    bucket.complete_if_any(&ENCRYPTION, named("Encryption", encryption), &[]);
    bucket.complete(&LOGGING, logging, &[]);
    let versioning = versioning.map(|told| json!({"Versioning": told}));
    bucket.complete(&VERSIONING, versioning, &[]);
    // A list within a list: in XML each grant is an element of its own.
    let acl = acl.map(|told| match at(&told, &["AccessControlList"]) {
        Some(list) => json!({"Grants": at(list, &["Grant"]).unwrap_or(&json!([]))}),
        None => Json::Null,
    });
    bucket.complete(&ACL, acl, &[]);
}

/// An answer of S3 is what was asked for itself: it gets the name of the attribute that it is.
fn named(name: &str, told: Result<Option<Json>, Gap>) -> Result<Option<Json>, Gap> {
    told.map(|told| told.map(|told| json!({name: told})))
}

/// The default of a bucket is its first rule: there is never another.
fn default_encryption(told: Json) -> Json {
    let rule = at(&told, &["Rule"]);
    let rule = rule.and_then(|rules| rules.get(0)).or(rule);
    rule.and_then(|rule| at(rule, &["ApplyServerSideEncryptionByDefault"]))
        .cloned()
        .unwrap_or(Json::Null)
}

fn document(bucket: &mut Draft<Bucket>, told: Result<Option<Json>, Gap>) {
    let failed = |why: String| Gap::new(GapReason::Failed, POLICY.name).because(why);
    let told = match told {
        Ok(None) => {
            bucket.facts.policy = Fact::None;
            return;
        }
        Ok(Some(told)) => match text(&told, &["Policy"]) {
            Some(document) => policy::parse(document).map_err(|error| failed(error.to_string())),
            None => Err(failed("the answer has no policy".to_owned())),
        },
        Err(gap) => Err(gap),
    };
    match told {
        Ok(policy) => bucket.facts.policy = Fact::Known(policy),
        Err(gap) => bucket.lacks(&POLICY, &gap),
    }
}
