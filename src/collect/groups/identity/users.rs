//! The credentials of users: access keys with their last use, and MFA devices.

use aws_sdk_iam::types;
use futures_util::future::join_all;

use super::super::reports;
use super::{ACCESS_KEYS, LAST_USED, MFA_DEVICES};
use crate::collect::convert::{record, required, text, time};
use crate::collect::draft::Draft;
use crate::collect::page::{Listed, truncated};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::iam::{AccessKey, AccessKeyLastUsed, MfaDevice, User};

/// Completes users by what the calls about each tell.
pub(super) async fn complete_each(place: &Place<'_>, users: &mut [Draft<User>]) {
    join_all(users.iter_mut().map(|user| complete(place, user))).await;
}

async fn complete(place: &Place<'_>, user: &mut Draft<User>) {
    reports::complete(place, user, |facts| &mut facts.credential_report).await;
    let Fact::Known(name) = user.facts.user_name.clone() else {
        return;
    };
    let (keys, devices) = tokio::join!(access_keys(place, &name), mfa_devices(place, &name));
    user.list(&ACCESS_KEYS, keys.fact(access_key), |facts| {
        &mut facts.access_keys
    });
    let devices = devices.fact(|device| MfaDevice {
        serial_number: required(device.serial_number),
    });
    user.list(&MFA_DEVICES, devices, |facts| &mut facts.mfa_devices);
    last_used(place, user).await;
}

async fn access_keys(place: &Place<'_>, user: &Text) -> Listed<types::AccessKeyMetadata> {
    let told = place.pages(
        &ACCESS_KEYS,
        |marker| {
            let call = place.clients.iam.list_access_keys();
            call.user_name(user.as_str())
                .max_items(1000)
                .set_marker(marker)
                .send()
        },
        |told| {
            truncated(
                Some(told.access_key_metadata),
                told.is_truncated,
                told.marker,
            )
        },
    );
    told.await
}

fn access_key(told: types::AccessKeyMetadata) -> AccessKey {
    AccessKey {
        access_key_id: text(told.access_key_id),
        status: text(told.status),
        create_date: time(told.create_date),
        last_used: Fact::Missing,
    }
}

async fn mfa_devices(place: &Place<'_>, user: &Text) -> Listed<types::MfaDevice> {
    let told = place.pages(
        &MFA_DEVICES,
        |marker| {
            let call = place.clients.iam.list_mfa_devices();
            call.user_name(user.as_str())
                .max_items(1000)
                .set_marker(marker)
                .send()
        },
        |told| truncated(Some(told.mfa_devices), told.is_truncated, told.marker),
    );
    told.await
}

/// When each key was used last, a call for each.
async fn last_used(place: &Place<'_>, user: &mut Draft<User>) {
    let Fact::Known(keys) = &mut user.facts.access_keys else {
        return;
    };
    let told = join_all(keys.iter_mut().map(|key| key_last_used(place, key))).await;
    for (index, gap) in told.into_iter().enumerate() {
        if let Some(gap) = gap {
            user.gap(&format!("access_keys[{index}].last_used"), gap);
        }
    }
}

async fn key_last_used(place: &Place<'_>, key: &mut AccessKey) -> Option<Gap> {
    let id = key.access_key_id.known()?;
    let call = place.clients.iam.get_access_key_last_used();
    match place
        .ask(&LAST_USED, call.access_key_id(id.as_str()).send())
        .await
    {
        Ok(told) => {
            // A key that was never used has no date, and `N/A` for the service.
            let used = told.access_key_last_used;
            key.last_used = record(used, |used| AccessKeyLastUsed {
                last_used_date: time(used.last_used_date),
                service_name: text(Some(used.service_name).filter(|name| name != "N/A")),
            });
            None
        }
        Err(gap) => Some(gap),
    }
}
