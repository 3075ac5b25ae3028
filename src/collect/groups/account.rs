//! The account itself: its summary, its password policy, and what it manages for its organization.

use aws_sdk_iam::types;

use super::{Group, reports};
use crate::collect::convert::{int, list, record, required, text};
use crate::collect::operation::operations;
use crate::collect::page::{Listed, truncated};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::account::{Account, AccountSummary, PasswordPolicy, VirtualMfaDevice};

operations! {
    IDENTITY = "sts:GetCallerIdentity" as free;
    SUMMARY = "iam:GetAccountSummary";
    VIRTUAL_MFA_DEVICES = "iam:ListVirtualMFADevices";
    ORGANIZATION = "iam:ListOrganizationsFeatures";
    PASSWORD_POLICY = "iam:GetAccountPasswordPolicy";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(account(place)),
};

async fn account(place: &Place<'_>) {
    let scan = place.scan;
    // The session has asked, or there would be no account to collect from.
    scan.ledger.answered(&IDENTITY, &place.region, 1);
    let mut draft = place.account::<Account>();
    let iam = &place.clients.iam;
    let (summary, policy, devices, features) = tokio::join!(
        place.ask(&SUMMARY, iam.get_account_summary().send()),
        place.ask_if_any(
            &PASSWORD_POLICY,
            "NoSuchEntity",
            iam.get_account_password_policy().send()
        ),
        virtual_devices(place),
        organization(place),
    );
    reports::complete(place, &mut draft, |facts| &mut facts.credential_report).await;
    let devices = devices.fact(|device| VirtualMfaDevice {
        serial_number: required(device.serial_number),
        user_arn: text(device.user.map(|user| user.arn)),
    });
    draft.list(&VIRTUAL_MFA_DEVICES, devices, |facts| {
        &mut facts.virtual_mfa_devices
    });
    match features {
        Ok(told) => draft.facts.organizations_features = told,
        Err(gap) => draft.lacks(&ORGANIZATION, &gap),
    }
    match summary {
        Ok(told) => draft.facts.summary = record(told.summary_map, account_summary),
        Err(gap) => draft.lacks(&SUMMARY, &gap),
    }
    match policy {
        Ok(None) => draft.facts.password_policy = Fact::None,
        Ok(Some(told)) => match told.password_policy {
            Some(policy) => draft.facts.password_policy = Fact::Known(password_policy(policy)),
            None => {
                let gap = Gap::new(GapReason::Failed, PASSWORD_POLICY.name);
                let gap = gap.because("the answer has no password policy");
                place.lacks(&PASSWORD_POLICY, &gap);
                draft.lacks(&PASSWORD_POLICY, &gap);
            }
        },
        Err(gap) => draft.lacks(&PASSWORD_POLICY, &gap),
    }
    place.keep(vec![draft]);
}

async fn virtual_devices(place: &Place<'_>) -> Listed<types::VirtualMfaDevice> {
    let told = place.pages(
        &VIRTUAL_MFA_DEVICES,
        |marker| {
            let call = place.clients.iam.list_virtual_mfa_devices();
            call.assignment_status(types::AssignmentStatusType::Assigned)
                .max_items(1000)
                .set_marker(marker)
                .send()
        },
        |told| {
            truncated(
                Some(told.virtual_mfa_devices),
                told.is_truncated,
                told.marker,
            )
        },
    );
    told.await
}

/// What the account manages for its organization. Most accounts are refused for what they are, which
/// is an answer: the scan lacks no permission.
async fn organization(place: &Place<'_>) -> Result<Fact<Vec<Text>>, Gap> {
    const NO_ORGANIZATION: &str = "OrganizationNotFoundException";
    const NOT_TRUSTED: &str = "ServiceAccessNotEnabledException";
    const NOT_ALL_FEATURES: &str = "OrganizationNotInAllFeaturesModeException";
    const NOT_MANAGEMENT: &str = "AccountNotManagementOrDelegatedAdministratorException";
    let refusals = [
        NO_ORGANIZATION,
        NOT_TRUSTED,
        NOT_ALL_FEATURES,
        NOT_MANAGEMENT,
    ];
    let call = place.clients.iam.list_organizations_features().send();
    let told = place.ask_unless(&ORGANIZATION, &refusals, call).await?;
    match told {
        Ok(told) => Ok(list(told.enabled_features, |feature| {
            Text::from(feature.as_str())
        })),
        Err(NO_ORGANIZATION) => Ok(Fact::None),
        Err(NOT_TRUSTED | NOT_ALL_FEATURES) => Ok(Fact::Known(Vec::new())),
        Err(_) => Err(Gap::new(GapReason::UnsupportedHere, ORGANIZATION.name)
            .because("only the management account of the organization is told")),
    }
}

fn account_summary(told: std::collections::HashMap<types::SummaryKeyType, i32>) -> AccountSummary {
    let entry = |name: &str| int(told.get(&types::SummaryKeyType::from(name)).copied());
    AccountSummary {
        account_access_keys_present: entry("AccountAccessKeysPresent"),
        account_mfa_enabled: entry("AccountMFAEnabled"),
        account_password_present: entry("AccountPasswordPresent"),
    }
}

fn password_policy(told: types::PasswordPolicy) -> PasswordPolicy {
    PasswordPolicy {
        minimum_password_length: int(told.minimum_password_length),
        require_symbols: told.require_symbols.into(),
        require_numbers: told.require_numbers.into(),
        require_uppercase_characters: told.require_uppercase_characters.into(),
        require_lowercase_characters: told.require_lowercase_characters.into(),
        // Zero is how the API says that passwords do not expire, or may come back.
        max_password_age: int(told.max_password_age.filter(|days| *days > 0)),
        password_reuse_prevention: int(told.password_reuse_prevention.filter(|count| *count > 0)),
    }
}
