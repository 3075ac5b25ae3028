//! The work of a run: each account and region that is asked for becomes a snapshot of its own.

use std::cell::RefCell;
use std::collections::BTreeSet;

use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt as _};

use super::access::Caller;
use super::clients::Clients;
use super::failure::HAVE_EXPIRED;
use super::groups::{GROUPS, dns, operations_of};
use super::joined::Joined;
use super::ledger::{Ledger, now};
use super::operation::{Extra, Operation};
use super::place::{INTERRUPTED, Place};
use super::profile::Profile;
use super::regions::REGIONS;
use super::role::Terms;
use super::run::Run;
use super::scan::{Scan, WholeAccount};
use super::shard::Shard;
use super::target::{self, Entered, Target};
use crate::model::coverage::CoverageEntry;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{Region, Scope};
use crate::model::kinds::Reach;
use crate::model::resource::Resource;
use crate::snapshot::{Header, Snapshot};

/// What a run is to do.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// The accounts, and their regions.
    pub targets: Vec<Target>,
    /// Only these of their accounts and regions, if anything is said.
    pub shard: Option<Shard>,
    /// What an earlier run has finished.
    pub done: BTreeSet<Scope>,
    /// What became of the call that told the accounts, if it was made: how many there are.
    pub organization: Option<Result<usize, Gap>>,
    /// What to ask for besides what every run asks for.
    pub extras: Vec<Extra>,
    /// What snapshots say of the program that wrote them.
    pub tool_version: String,
}

/// What a run brought, as one snapshot.
#[derive(Debug)]
pub struct Collected {
    /// What was told.
    pub snapshot: Snapshot,
    /// Whether it was stopped; what was not asked any more are gaps.
    pub interrupted: bool,
    /// What it took.
    pub stats: Stats,
}

/// How a run ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// Whether it was stopped; what was not asked any more are gaps.
    pub interrupted: bool,
    /// What its calls took.
    pub profile: Profile,
    /// What is to be said about accounts and regions: which are not scanned, and why.
    pub notes: Vec<String>,
    /// How many accounts there were to get into, and into how many nobody could.
    pub accounts: usize,
    /// See `accounts`.
    pub refused: usize,
}

/// What a run took. No part of a snapshot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// The calls, each page one.
    pub calls: u64,
    /// The attempts beyond the first of each call.
    pub retries: u64,
}

/// Whether a snapshot of one account and region is what there was to be told. If it was stopped, or
/// the account could not be got into, or the credentials expired, another run may be told more.
pub fn is_finished(snapshot: &Snapshot) -> bool {
    let mut gaps = snapshot
        .coverage
        .iter()
        .filter_map(|entry| entry.gap.as_ref());
    !gaps.any(|gap| {
        gap.detail == INTERRUPTED
            || gap.detail.ends_with(HAVE_EXPIRED)
            || gap.reason == GapReason::AccountNotScanned
    })
}

/// How many accounts are scanned at once; the calls that are under way are bounded besides.
const ACCOUNTS_AT_ONCE: usize = 4;

/// A run under way.
pub(super) struct Work<'w> {
    pub(super) run: Run<'w>,
    pub(super) job: &'w Job,
    pub(super) own: (&'w aws_config::SdkConfig, &'w Caller),
    pub(super) home: Region,
    pub(super) terms: Terms,
    pub(super) keep: RefCell<&'w mut dyn FnMut(Scope, Snapshot)>,
}

impl Work<'_> {
    /// Scans everything, and gives each snapshot away as soon as it is there.
    pub(super) async fn all(&self) -> Ended {
        let (targets, notes) = target::once(&self.job.targets);
        let ended = RefCell::new(Ended {
            notes,
            ..Ended::default()
        });
        let accounts = targets
            .into_iter()
            .map(|target| self.account(target, &ended));
        let accounts = stream::iter(accounts).buffer_unordered(ACCOUNTS_AT_ONCE);
        accounts.collect::<()>().await;
        let mut ended = ended.into_inner();
        ended.notes.sort();
        ended.interrupted = self.run.interrupt.is_stopped();
        ended.profile = self.run.profile.take();
        ended
    }

    async fn account(&self, target: &Target, ended: &RefCell<Ended>) {
        if self.nothing_to_do(target) {
            return;
        }
        let mut notes = Vec::new();
        let entering = target::enter(target, self.own, &self.terms, &mut notes);
        let mut entered = tokio::select! {
            biased;
            () = self.run.interrupt.stopped() => {
                Entered::without(target, Gap::new(GapReason::Failed, "").because(INTERRUPTED))
            }
            entered = entering => entered,
        };
        {
            let mut ended = ended.borrow_mut();
            ended.notes.append(&mut notes);
            ended.accounts += 1;
            ended.refused += usize::from(entered.config.is_err());
        }
        let mut places = std::mem::take(&mut entered.regions);
        places.push((Region::global(), None));
        places.sort();
        places.dedup();
        places.retain(|(region, _)| self.is_ours(&entered, region));
        let with_global = places
            .iter()
            .any(|(region, _)| region.as_str() == Region::GLOBAL);
        entered.whole = WholeAccount::new(with_global);
        join_all(
            places
                .iter()
                .map(|(region, gap)| self.place(&entered, region, gap.as_ref())),
        )
        .await;
    }

    /// Whether an account need not be got into: all that is meant of it is another machine's, or is
    /// done. Which regions there are may have to be asked for.
    fn nothing_to_do(&self, target: &Target) -> bool {
        let super::regions::Regions::Named(regions) = &target.regions else {
            return false;
        };
        let global = Region::global();
        let mut places = regions.iter().chain([&global]);
        !places.any(|region| {
            self.is_meant(&Scope {
                account: target.account.clone(),
                region: region.clone(),
            })
        })
    }

    fn is_ours(&self, entered: &Entered, region: &Region) -> bool {
        self.is_meant(&Scope {
            account: entered.account.clone(),
            region: region.clone(),
        })
    }

    fn is_meant(&self, scope: &Scope) -> bool {
        let ours = self.job.shard.is_none_or(|shard| shard.has(scope));
        ours && !self.job.done.contains(scope)
    }

    /// Scans one region of an account, or the account globally.
    async fn place(&self, entered: &Entered, region: &Region, gap: Option<&Gap>) {
        let started = now();
        let (mut coverage, resources) = match (&entered.config, gap) {
            (Ok(config), None) => self.ask(entered, config, region).await,
            (Err(gap), _) | (_, Some(gap)) => (self.untold(entered, region, gap), Vec::new()),
        };
        coverage.extend(self.told_before(entered, region));
        let is_global = region.as_str() == Region::GLOBAL;
        let header = Header {
            tool_version: self.job.tool_version.clone(),
            accounts: vec![entered.account.clone()],
            regions: if is_global {
                Vec::new()
            } else {
                vec![region.clone()]
            },
            started,
            ended: now(),
            ..Header::default()
        };
        let scope = Scope {
            account: entered.account.clone(),
            region: region.clone(),
        };
        let snapshot = Snapshot::assemble(header, coverage, resources);
        (self.keep.borrow_mut())(scope, snapshot);
    }

    async fn ask(
        &self,
        entered: &Entered,
        config: &aws_config::SdkConfig,
        region: &Region,
    ) -> (Vec<CoverageEntry>, Vec<Resource>) {
        let reach = reach_of(region);
        let asked_in = match reach {
            Reach::Regional => region,
            Reach::Global => &self.home,
        };
        let scan = Scan::new(
            &self.run,
            entered.account.clone(),
            self.home.clone(),
            &entered.whole,
        );
        let place = Place {
            scan: &scan,
            region: region.clone(),
            clients: Clients::new(config, asked_in, &entered.account),
            joined: Joined::default(),
        };
        let groups = GROUPS.iter().filter(|group| group.reach == reach);
        let groups = join_all(groups.map(|group| (group.collect)(&place)));
        let zones = async {
            if scan.asks_for_zones() {
                dns::tell_names(&place).await;
            }
        };
        tokio::join!(groups, zones);
        let coverage = scan.ledger.close(self.table(reach), region);
        (coverage, scan.found.take())
    }

    /// What is asked in a region, or globally.
    fn table(&self, reach: Reach) -> impl Iterator<Item = &'static Operation> {
        operations_of(reach, &self.run.extras)
    }

    /// The coverage where nothing could be asked.
    fn untold(&self, entered: &Entered, region: &Region, gap: &Gap) -> Vec<CoverageEntry> {
        let ledger = Ledger::new(entered.account.clone());
        for operation in self.table(reach_of(region)) {
            let gap = Gap {
                operation: operation.name.into(),
                ..gap.clone()
            };
            ledger.lacks(operation, region, &gap, gap.reason.into());
        }
        ledger.close(self.table(reach_of(region)), region)
    }

    /// What became of the calls that tell the accounts and the regions. They count for the account as
    /// a whole; if one failed, every part of a shared collection says so.
    fn told_before(&self, entered: &Entered, region: &Region) -> Vec<CoverageEntry> {
        let is_own = entered.account == self.own.1.account;
        let told = [
            (&REGIONS, entered.told_regions.as_ref()),
            (
                &ALL_ACCOUNTS,
                self.job.organization.as_ref().filter(|_| is_own),
            ),
        ];
        let global = Region::global();
        let ledger = Ledger::new(entered.account.clone());
        let mut table: Vec<&Operation> = Vec::new();
        for (operation, told) in told {
            match told {
                Some(Ok(count)) if *region == global => ledger.answered(operation, &global, *count),
                Some(Err(gap)) => {
                    ledger.lacks(operation, &global, gap, gap.reason.into());
                }
                Some(Ok(_)) | None => continue,
            }
            table.push(operation);
        }
        ledger.close(table.into_iter(), &global)
    }
}

/// The call that tells whom to scan. It is made before any other, so that it hangs on none.
static ALL_ACCOUNTS: Operation = Operation {
    name: "organizations:ListAccounts",
    actions: &["organizations:ListAccounts"],
    after: &[],
    only_with: None,
};

fn reach_of(region: &Region) -> Reach {
    match region.as_str() {
        Region::GLOBAL => Reach::Global,
        _ => Reach::Regional,
    }
}
