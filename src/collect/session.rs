//! A session with AWS, as one caller: opened once, it owns the runtime that the SDK runs on.

use std::cell::RefCell;

use aws_config::SdkConfig;
use tokio::runtime::{Builder, Runtime};

use super::access::{self, Access, Caller};
use super::access_error::AccessError;
use super::interrupt::Interrupt;
use super::limits::Limits;
use super::organization::{self, Organization};
use super::profile::Spent;
use super::regions::{self, Regions};
use super::role::{self, Terms};
use super::run::Run;
use super::scan::Progress;
use super::target::{Target, Way};
use super::work::{Collected, Ended, Job, Stats, Work};
use crate::model::gap::Gap;
use crate::model::id::{AccountId, Region, Scope};
use crate::snapshot::Snapshot;

/// A caller whose credentials work.
#[derive(Debug)]
pub struct Session {
    runtime: Runtime,
    config: SdkConfig,
    limits: Limits,
    caller: Caller,
    home: Region,
    default_region: Option<Region>,
    interrupt: Interrupt,
    terms: Terms,
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
            terms: access.terms(),
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

    /// The partition of AWS that the session is in.
    pub fn partition(&self) -> &'static str {
        self.home.partition()
    }

    /// The way into an account by a role that is called the same in all accounts.
    pub fn way(&self, account: &AccountId, role_name: &str) -> Way {
        let role = role::arn(self.partition(), account, role_name);
        match *account == self.caller.account {
            true => Way::RoleOrOwn(role),
            false => Way::Role(role),
        }
    }

    /// The accounts of the organization that the session's account manages, or is an administrator of.
    ///
    /// # Errors
    /// The gap that it leaves if the organization is not visible from there.
    pub fn organization(&self) -> Result<Organization, Gap> {
        let account = &self.caller.account;
        let listed = organization::accounts(&self.config, &self.home, account);
        self.runtime.block_on(listed)
    }

    /// Those of some regions that are not there, and all that are, as far as anybody knows. AWS is
    /// asked only about names that this version of assize does not know.
    pub fn unknown_regions(&self, named: &[Region]) -> (Vec<Region>, Vec<Region>) {
        let unknown = named.iter().filter(|region| !regions::is_known(region));
        let mut unknown: Vec<Region> = unknown.cloned().collect();
        let mut known: Vec<Region> = regions::known().collect();
        if !unknown.is_empty() {
            // Who is not told more knows what the list has.
            let told = self.runtime.block_on(regions::describe(&self.config));
            known.extend(told.into_iter().flatten().map(|region| region.name));
            unknown.retain(|region| !known.contains(region));
        }
        known.sort();
        known.dedup();
        (unknown, known)
    }

    /// Asks everything that there is a collector for, in these regions of the session's own account
    /// and once for the account. What fails is a gap of the snapshot; what a stopped run did not ask
    /// any more is one, too.
    pub fn collect(
        &self,
        regions: &[Region],
        tool_version: &str,
        progress: &dyn Progress,
    ) -> Collected {
        let target = Target {
            account: self.caller.account.clone(),
            way: Way::Own,
            regions: Regions::Named(regions.to_vec()),
        };
        let job = Job {
            targets: vec![target],
            tool_version: tool_version.to_owned(),
            ..Job::default()
        };
        let mut parts = Vec::new();
        let ended = self.collect_each(&job, progress, &mut |_, part| parts.push(part));
        let Spent { calls, retries, .. } = ended.profile.total();
        Collected {
            snapshot: Snapshot::merge(parts),
            interrupted: ended.interrupted,
            stats: Stats { calls, retries },
        }
    }

    /// Asks everything that a job names. Each account and region becomes a snapshot of its own, which
    /// is given away when it is complete.
    pub fn collect_each(
        &self,
        job: &Job,
        progress: &dyn Progress,
        keep: &mut dyn FnMut(Scope, Snapshot),
    ) -> Ended {
        let _ctrl_c = self.interrupt.on_ctrl_c();
        let mut run = Run::new(self.limits.clone(), self.interrupt.clone(), progress);
        run.extras.clone_from(&job.extras);
        let work = Work {
            run,
            job,
            own: (&self.config, &self.caller),
            home: self.home.clone(),
            terms: self.terms.clone(),
            keep: RefCell::new(keep),
        };
        self.runtime.block_on(work.all())
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
