//! Certificates that were uploaded to IAM.

use aws_sdk_iam::types;

use super::Group;
use crate::collect::convert::{required, time};
use crate::collect::operation::operations;
use crate::collect::page::truncated;
use crate::collect::place::Place;
use crate::model::kinds::Reach;
use crate::model::kinds::iam::ServerCertificate;

operations! {
    CERTIFICATES = "iam:ListServerCertificates";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(certificates(place)),
};

async fn certificates(place: &Place<'_>) {
    let iam = &place.clients.iam;
    let told = place.pages(
        &CERTIFICATES,
        |marker| {
            iam.list_server_certificates()
                .max_items(1000)
                .set_marker(marker)
                .send()
        },
        |told| {
            let list = told.server_certificate_metadata_list;
            truncated(Some(list), told.is_truncated, told.marker)
        },
    );
    let identity = |told: &types::ServerCertificateMetadata| place.named(Some(&told.arn));
    place.keep(place.drafts(&CERTIFICATES, told.await, identity, |told| {
        ServerCertificate {
            server_certificate_name: required(told.server_certificate_name),
            expiration: time(told.expiration),
        }
    }));
}
