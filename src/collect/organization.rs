//! The accounts of an organization, as its management account or a delegated administrator sees them.

use aws_config::SdkConfig;
use serde_json::{Value as Json, json};

use super::groups::organization::LIST_ACCOUNTS;
use super::wire;
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region};

/// What an organization tells of its accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// The accounts that can be scanned.
    pub accounts: Vec<AccountId>,
    /// The others, each with its state: those that are suspended, or not in use yet.
    pub left_out: Vec<(AccountId, String)>,
}

/// Lists the accounts of the organization.
pub(super) async fn accounts(
    config: &SdkConfig,
    home: &Region,
    caller: &AccountId,
) -> Result<Organization, Gap> {
    let client = wire::Client::new(config, home, caller);
    let told = client.every(&LIST_ACCOUNTS, &json!({})).await?;
    Ok(sorted(&told))
}

fn sorted(told: &[Json]) -> Organization {
    let mut organization = Organization {
        accounts: Vec::new(),
        left_out: Vec::new(),
    };
    for account in told {
        let text = |name: &str| account.get(name).and_then(Json::as_str);
        let Some(id) = text("Id").map(AccountId::from) else {
            continue;
        };
        // `State` has followed `Status`, which goes away in September 2026.
        // <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html>
        match text("State").or(text("Status")) {
            Some("ACTIVE") => organization.accounts.push(id),
            state => {
                let state = state.unwrap_or("in a state that was not told").to_owned();
                organization.left_out.push((id, state));
            }
        }
    }
    organization
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_accounts_that_are_active_can_be_scanned() {
        let told = [
            json!({"Id": "111111111111", "Status": "ACTIVE"}),
            json!({"Id": "222222222222", "Status": "SUSPENDED"}),
            json!({"Id": "333333333333", "Status": "ACTIVE", "State": "PENDING_CLOSURE"}),
            json!({"Id": "444444444444"}),
        ];
        let told = sorted(&told);
        assert_eq!(told.accounts, [AccountId::from("111111111111")]);
        let left: Vec<String> = told
            .left_out
            .iter()
            .map(|(id, state)| format!("{id} {state}"))
            .collect();
        assert_eq!(
            left,
            [
                "222222222222 SUSPENDED",
                "333333333333 PENDING_CLOSURE",
                "444444444444 in a state that was not told"
            ]
        );
    }
}
