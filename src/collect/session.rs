//! A session with one account: opened once, it owns the runtime that the SDK runs on.

use aws_config::SdkConfig;
use futures_util::future::join_all;
use tokio::runtime::{Builder, Runtime};

use super::access::{self, Access, Caller};
use super::access_error::AccessError;
use super::clients::{Attempts, Clients};
use super::groups::{GROUPS, Group, operations};
use super::interrupt::Interrupt;
use super::joined::Joined;
use super::ledger::now;
use super::limits::Limits;
use super::place::Place;
use super::scan::{Collected, Progress, Scan, Stats};
use crate::model::id::{AccountId, Region};
use crate::model::kinds::Reach;
use crate::snapshot::{Header, Snapshot};

/// An account that answers.
#[derive(Debug)]
pub struct Session {
    runtime: Runtime,
    config: SdkConfig,
    limits: Limits,
    caller: Caller,
    home: Region,
    default_region: Option<Region>,
    interrupt: Interrupt,
}

impl Session {
    /// Finds credentials and a region, assumes the role if one is named, and asks who that makes us.
    ///
    /// # Errors
    /// Everything without which there is no account to scan.
    pub fn open(access: &Access, limits: Limits) -> Result<Session, AccessError> {
        let runtime = runtime()?;
        let (config, default_region) = runtime.block_on(access::configure(access, &limits))?;
        Session::enter(runtime, config, default_region, access, limits)
    }

    /// The same with a configuration that somebody else has made: its region, credentials and
    /// endpoint, but these limits. For programs that have one already, and for tests.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn open_with(
        config: SdkConfig,
        access: &Access,
        limits: Limits,
    ) -> Result<Session, AccessError> {
        let runtime = runtime()?;
        let default_region = config.region().map(|region| Region::from(region.as_ref()));
        let mut config = config.into_builder();
        config.set_retry_config(Some(limits.retry()));
        config.set_timeout_config(Some(limits.timeouts()));
        Session::enter(runtime, config.build(), default_region, access, limits)
    }

    fn enter(
        runtime: Runtime,
        config: SdkConfig,
        default_region: Option<Region>,
        access: &Access,
        limits: Limits,
    ) -> Result<Session, AccessError> {
        let Some(home) = config.region().map(|region| Region::from(region.as_ref())) else {
            return Err(AccessError::NoRegion {
                profile: access.profile.clone(),
            });
        };
        let (config, caller) = runtime.block_on(async {
            let config = access::authorize(config, access).await?;
            let caller = access::identify(&config).await?;
            Ok((config, caller))
        })?;
        Ok(Session {
            runtime,
            config,
            limits,
            caller,
            home,
            default_region,
            interrupt: Interrupt::new(),
        })
    }

    /// The account.
    pub fn account(&self) -> &AccountId {
        &self.caller.account
    }

    /// The ARN of whoever asks.
    pub fn caller_arn(&self) -> &str {
        &self.caller.arn
    }

    /// The region of the usual AWS chain (environment, profile), if it names one.
    pub fn default_region(&self) -> Option<&Region> {
        self.default_region.as_ref()
    }

    /// What stops a scan of this session from another thread. Ctrl-C does the same.
    pub fn interrupt(&self) -> Interrupt {
        self.interrupt.clone()
    }

    /// Asks everything that there is a collector for, in these regions and once for the account.
    /// What fails is a gap of the snapshot; what a stopped scan did not ask any more is one, too.
    pub fn collect(
        &self,
        regions: &[Region],
        tool_version: &str,
        progress: &dyn Progress,
    ) -> Collected {
        let _ctrl_c = self.interrupt.on_ctrl_c();
        let started = now();
        let scan = Scan::new(
            self.caller.account.clone(),
            self.home.clone(),
            self.limits.clone(),
            self.interrupt.clone(),
            progress,
        );
        let mut regions = regions.to_vec();
        regions.sort_unstable();
        regions.dedup();
        let attempts = Attempts::default();
        let places: Vec<(Place<'_>, Reach)> = regions
            .iter()
            .map(|region| {
                (
                    self.place(&scan, region, region, &attempts),
                    Reach::Regional,
                )
            })
            .chain([(
                self.place(&scan, &Region::global(), &self.home, &attempts),
                Reach::Global,
            )])
            .collect();
        let asked = places.iter().flat_map(|(place, reach)| {
            let here = GROUPS.iter().filter(move |group| group.reach == *reach);
            here.map(move |Group { collect, .. }| collect(place))
        });
        self.runtime.block_on(join_all(asked));
        let header = Header {
            tool_version: tool_version.to_owned(),
            accounts: vec![self.caller.account.clone()],
            regions: regions.clone(),
            started,
            ended: now(),
            ..Header::default()
        };
        let coverage = scan.ledger.close(operations(), &regions);
        let calls = scan.calls.get();
        Collected {
            snapshot: Snapshot::assemble(header, coverage, scan.found.take()),
            interrupted: self.interrupt.is_stopped(),
            stats: Stats {
                calls,
                retries: attempts.count().saturating_sub(calls),
            },
        }
    }

    fn place<'s>(
        &self,
        scan: &'s Scan<'s>,
        region: &Region,
        asked_in: &Region,
        attempts: &Attempts,
    ) -> Place<'s> {
        Place {
            scan,
            region: region.clone(),
            clients: Clients::new(&self.config, asked_in, &self.caller.account, attempts),
            joined: Joined::default(),
        }
    }
}

/// One thread is enough: collecting waits for the network.
fn runtime() -> Result<Runtime, AccessError> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| AccessError::Failed {
            doing: "starting to wait for the network",
            endpoint: "this machine".to_owned(),
            why: error.to_string(),
        })
}
