//! ACM: certificates.

use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::ACM;
use crate::model::kinds::Reach;
use crate::model::kinds::acm::Certificate;

operations! {
    CERTIFICATES = "acm:ListCertificates";
    CERTIFICATE = "acm:DescribeCertificate" after CERTIFICATES;
}

static LIST_CERTIFICATES: Call = Call::of(&ACM, &CERTIFICATES)
    .list(&["CertificateSummaryList"])
    .token("NextToken", "NextToken")
    .size("MaxItems", 1000);
static DESCRIBE_CERTIFICATE: Call = Call::of(&ACM, &CERTIFICATE);

/// Unless others are asked for, only certificates of the first two are told.
/// <https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html>
const KEY_TYPES: [&str; 7] = [
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
];

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(certificates(place)),
};

async fn certificates(place: &Place<'_>) {
    let all = json!({"Includes": {"keyTypes": KEY_TYPES}});
    let listed = place.list(&LIST_CERTIFICATES, all).await;
    let mut certificates: Vec<Draft<Certificate>> =
        place.told(&LIST_CERTIFICATES, listed, |item| {
            place.arn_in(item, "CertificateArn")
        });
    let arn = |one: &Draft<Certificate>| json!({"CertificateArn": one.identity.arn.as_str()});
    place
        .complete_each(
            &DESCRIBE_CERTIFICATE,
            &mut certificates,
            &["Certificate"],
            arn,
        )
        .await;
    place.keep(certificates);
}
