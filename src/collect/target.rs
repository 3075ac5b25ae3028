//! Targets: the accounts of a run, the way to each, and which of its regions are meant.

use std::collections::BTreeSet;

use aws_config::SdkConfig;

use super::access::{self, Caller};
use super::access_error::AccessError;
use super::regions::{self, REGIONS, Regions};
use super::role::{self, Terms};
use super::scan::WholeAccount;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region};

/// An account that is to be scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The account.
    pub account: AccountId,
    /// How to get into it.
    pub way: Way,
    /// Which of its regions.
    pub regions: Regions,
}

/// How to get into an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// With the credentials of the session itself.
    Own,
    /// By taking on a role, given by its ARN.
    Role(String),
    /// The same, but with the session's own credentials if the role cannot be taken on. This is the
    /// way into the session's own account: the account that manages an organization seldom has the
    /// role that it has in all others.
    RoleOrOwn(String),
}

/// An account that answers, or that does not.
pub(super) struct Entered {
    pub(super) account: AccountId,
    /// What to ask with, or why nothing can be asked.
    pub(super) config: Result<SdkConfig, Gap>,
    /// The regions to scan; with the reason, where one cannot be scanned.
    pub(super) regions: Vec<(Region, Option<Gap>)>,
    /// What became of the call that tells the regions, if it was made: how many there are.
    pub(super) told_regions: Option<Result<usize, Gap>>,
    pub(super) whole: WholeAccount,
}

impl Entered {
    /// An account of which nothing can be asked, and why.
    pub(super) fn without(target: &Target, gap: Gap) -> Self {
        let regions = match &target.regions {
            Regions::Named(named) => named.iter().map(|region| (region.clone(), None)).collect(),
            Regions::All => Vec::new(),
        };
        Entered {
            account: target.account.clone(),
            config: Err(gap),
            regions,
            told_regions: None,
            whole: WholeAccount::new(true),
        }
    }
}

/// Each account once, and a word about those that were named again.
pub(super) fn once(targets: &[Target]) -> (Vec<&Target>, Vec<String>) {
    let mut seen = BTreeSet::new();
    let mut notes = Vec::new();
    let first = targets.iter().filter(|target| {
        let new = seen.insert(&target.account);
        if !new {
            let account = &target.account;
            notes.push(format!(
                "account {account} is reached in two ways; it is scanned once, by the first"
            ));
        }
        new
    });
    (first.collect(), notes)
}

/// Gets into an account, and finds its regions. What fails is no error of the run: it is told as the
/// gap of all that the account would have told.
pub(super) async fn enter(
    target: &Target,
    own: (&SdkConfig, &Caller),
    terms: &Terms,
    notes: &mut Vec<String>,
) -> Entered {
    let account = &target.account;
    let mut entered = Entered::without(target, Gap::new(GapReason::AccountNotScanned, ""));
    match credentials(target, own, terms, notes).await {
        Ok(config) => {
            find_regions(&config, &target.regions, &mut entered, notes).await;
            entered.config = Ok(config);
        }
        Err(error) => {
            notes.push(format!("account {account} is not scanned: {error}"));
            let gap = Gap::new(GapReason::AccountNotScanned, "").because(error.in_short());
            entered.config = Err(gap);
        }
    }
    entered
}

async fn credentials(
    target: &Target,
    (config, caller): (&SdkConfig, &Caller),
    terms: &Terms,
    notes: &mut Vec<String>,
) -> Result<SdkConfig, AccessError> {
    let role = match &target.way {
        Way::Own => return Ok(config.clone()),
        Way::Role(role) | Way::RoleOrOwn(role) => role,
    };
    let assumed = match role::assume(config, role, terms, &[]).await {
        Ok(assumed) => assumed,
        Err(error)
            if matches!(target.way, Way::RoleOrOwn(_)) && caller.account == target.account =>
        {
            notes.push(format!(
                "account {} is the caller's own and is scanned as {}: {error}",
                target.account, caller.arn
            ));
            return Ok(config.clone());
        }
        Err(error) => return Err(error),
    };
    let is = access::identify(&assumed).await?.account;
    match is == target.account {
        true => Ok(assumed),
        false => Err(AccessError::OtherAccount {
            wanted: target.account.clone(),
            is,
        }),
    }
}

/// Which regions to scan. Where all of those that are named are in every account nobody is asked.
async fn find_regions(
    config: &SdkConfig,
    wanted: &Regions,
    entered: &mut Entered,
    notes: &mut Vec<String>,
) {
    if let Regions::Named(named) = wanted
        && named.iter().all(regions::is_always_there)
    {
        entered.regions = named.iter().map(|region| (region.clone(), None)).collect();
        return;
    }
    let told = regions::describe(config).await;
    entered.told_regions = Some(told.as_ref().map(Vec::len).map_err(Gap::clone));
    let account = &entered.account;
    entered.regions = match (wanted, told) {
        (Regions::Named(named), Ok(told)) => {
            let found = named.iter().map(|region| {
                let mut same = told.iter().filter(|one| one.name == *region);
                let gap = match same.next() {
                    Some(one) if one.enabled => None,
                    Some(_) => Some(NOT_ENABLED),
                    None => Some(NO_SUCH_REGION),
                };
                if let Some(why) = gap {
                    notes.push(format!("account {account}: {region} is not scanned: {why}"));
                }
                let gap = gap.map(|why| Gap::new(GapReason::RegionNotScanned, "").because(why));
                (region.clone(), gap)
            });
            found.collect()
        }
        // Calls will tell what can be asked where.
        (Regions::Named(named), Err(_)) => {
            named.iter().map(|region| (region.clone(), None)).collect()
        }
        (Regions::All, Ok(told)) => {
            let enabled = told.into_iter().filter(|one| one.enabled);
            enabled.map(|one| (one.name, None)).collect()
        }
        (Regions::All, Err(gap)) => {
            let region = config.region().map(|region| Region::from(region.as_ref()));
            let regions = regions::always(region.as_ref().map_or("aws", Region::partition));
            notes.push(format!(
                "account {account} does not tell which regions it has enabled ({}: {gap}, {}); the {} that \
                 every account has are scanned",
                REGIONS.name,
                gap.detail,
                regions.len()
            ));
            regions.into_iter().map(|region| (region, None)).collect()
        }
    };
}

const NOT_ENABLED: &str = "the region is not enabled for the account; enable it, or leave it out";
const NO_SUCH_REGION: &str = "the account knows no region of this name; leave it out";
