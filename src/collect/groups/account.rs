//! The account itself: its summary and its password policy.

use std::collections::BTreeMap;

use aws_sdk_iam::types;

use super::Group;
use crate::collect::convert::{int, record};
use crate::collect::draft::{Draft, Identity};
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Arn, Region};
use crate::model::kinds::Reach;
use crate::model::kinds::account::{Account, AccountSummary, PasswordPolicy};

operations! {
    IDENTITY = "sts:GetCallerIdentity" as free;
    SUMMARY = "iam:GetAccountSummary";
    PASSWORD_POLICY = "iam:GetAccountPasswordPolicy";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(account(place)),
};

/// The account stands under the ARN of its root user, which is all that the rules about it judge.
async fn account(place: &Place<'_>) {
    let scan = place.scan;
    // The session has asked, or there would be no account to collect from.
    scan.ledger.answered(&IDENTITY, &place.region, 1);
    let mut draft = Draft {
        identity: Identity {
            arn: Arn::build_in(
                place.partition(),
                "iam",
                &Region::global(),
                &scan.account,
                "root",
            ),
            account: scan.account.clone(),
            region: Region::global(),
        },
        facts: Account::default(),
        gaps: BTreeMap::new(),
    };
    let iam = &place.clients.iam;
    let (summary, policy) = tokio::join!(
        place.ask(&SUMMARY, iam.get_account_summary().send()),
        place.ask_if_any(
            &PASSWORD_POLICY,
            "NoSuchEntity",
            iam.get_account_password_policy().send()
        ),
    );
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
