//! The organization of the account: who manages it, which policies bind the account, which accounts
//! there are. Most of it is told to the management account and to delegated administrators only.

mod policies;

use serde_json::{Value as Json, json};

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::place::{Nothing, Place};
use crate::collect::wire::services::ORGANIZATIONS;
use crate::collect::wire::{Call, text};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region};
use crate::model::kinds::Reach;
use crate::model::kinds::account::Account;

operations! {
    ORGANIZATION = "organizations:DescribeOrganization";
    EFFECTIVE = "organizations:DescribeEffectivePolicy" after ORGANIZATION;
    PARENTS = "organizations:ListParents" after ORGANIZATION;
    POLICIES = "organizations:ListPoliciesForTarget" after PARENTS;
    POLICY = "organizations:DescribePolicy" after POLICIES;
    pub(in crate::collect) ACCOUNTS = "organizations:ListAccounts" after PARENTS;
    DELEGATED = "organizations:ListDelegatedAdministrators" after PARENTS;
}

static DESCRIBE_ORGANIZATION: Call = Call::of(&ORGANIZATIONS, &ORGANIZATION);
static DESCRIBE_EFFECTIVE: Call = Call::of(&ORGANIZATIONS, &EFFECTIVE);
static LIST_PARENTS: Call = list(&PARENTS, &["Parents"]);
static LIST_POLICIES: Call = list(&POLICIES, &["Policies"]);
static DESCRIBE_POLICY: Call = Call::of(&ORGANIZATIONS, &POLICY);
/// `--organization` asks it, too, before anything is scanned.
pub(in crate::collect) static LIST_ACCOUNTS: Call = list(&ACCOUNTS, &["Accounts"]);
static LIST_DELEGATED: Call = list(&DELEGATED, &["DelegatedAdministrators"]);

const fn list(operation: &'static Operation, at: &'static [&'static str]) -> Call {
    Call::of(&ORGANIZATIONS, operation)
        .list(at)
        .token("NextToken", "NextToken")
        .size("MaxResults", 20)
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(organization(place)),
};

/// How the service says to whom it tells nothing, whatever policies allow.
const NOT_FOR_MEMBERS: Nothing = Nothing {
    code: "AccessDeniedException",
    says: "You don't have permissions to access this resource",
};

async fn organization(place: &Place<'_>) {
    let mut account = place.account::<Account>();
    let none = "AWSOrganizationsNotInUseException";
    let told = place
        .get_if_any(&DESCRIBE_ORGANIZATION, none, json!({}))
        .await;
    match &told {
        Ok(Some(told)) => {
            let manager = text(told, &["Organization", "MasterAccountId"]).map(AccountId::from);
            of_member(place, &mut account, manager).await;
        }
        Ok(None) => alone(&mut account.facts),
        Err(gap) => rest(&mut account, gap),
    }
    account.complete_if_any(&ORGANIZATION, told, &[]);
    place.keep(vec![account]);
}

/// An account without an organization has nothing of one.
fn alone(facts: &mut Account) {
    facts.policy_targets = Fact::None;
    facts.organization_accounts = Fact::None;
    facts.delegated_administrators = Fact::None;
    facts.declarative_policy_ec2 = Fact::None;
}

/// What is not asked, for one reason.
fn rest(account: &mut Draft<Account>, gap: &Gap) {
    for operation in [&EFFECTIVE, &PARENTS, &ACCOUNTS, &DELEGATED] {
        account.lacks(operation, gap);
    }
}

async fn of_member(place: &Place<'_>, account: &mut Draft<Account>, manager: Option<AccountId>) {
    let this = place.scan.account.as_str();
    let (effective, parents) = tokio::join!(
        place.get_if_any(
            &DESCRIBE_EFFECTIVE,
            "EffectivePolicyNotFoundException",
            json!({"PolicyType": "DECLARATIVE_POLICY_EC2"}),
        ),
        place.list_if_any(&LIST_PARENTS, NOT_FOR_MEMBERS, json!({"ChildId": this})),
    );
    let effective = effective.and_then(|told| told.map(declared).transpose());
    account.complete_if_any(&EFFECTIVE, effective, &[]);
    let Some(parents) = parents else {
        for operation in [&PARENTS, &ACCOUNTS, &DELEGATED] {
            let gap = Gap {
                account: manager.clone(),
                region: Some(Region::global()),
                ..Gap::new(GapReason::AccountNotScanned, operation.name)
            };
            let gap =
                gap.because("only the management account and delegated administrators are told");
            account.lacks(operation, &gap);
        }
        return;
    };
    let (targets, accounts, delegated) = tokio::join!(
        policies::targets(place, parents),
        place.list(&LIST_ACCOUNTS, json!({})),
        place.list(&LIST_DELEGATED, json!({})),
    );
    targets.put_into(account);
    account.complete_list(&LIST_ACCOUNTS, accounts, |facts| {
        &mut facts.organization_accounts
    });
    account.complete_list(&LIST_DELEGATED, delegated, |facts| {
        &mut facts.delegated_administrators
    });
}

/// The policy as a document; it comes as a text.
fn declared(told: Json) -> Result<Json, Gap> {
    let content = text(&told, &["EffectivePolicy", "PolicyContent"]);
    let content = content.and_then(|content| serde_json::from_str::<Json>(content).ok());
    match content {
        Some(content) => Ok(json!({"DeclarativePolicyEc2": content})),
        None => {
            let gap = Gap::new(GapReason::Failed, EFFECTIVE.name);
            Err(gap.because("the answer has no policy that can be read"))
        }
    }
}
