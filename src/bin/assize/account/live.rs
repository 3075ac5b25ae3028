//! Live accounts, through the AWS SDK.

use std::io;
use std::time::Duration;

use assize::collect::{
    self, Access, AccessError, Extra, Job, Limits, Profile, Regions, Session, Target,
};
use assize::config::ValidConfig;
use assize::model::gap::Gap;
use assize::model::id::{AccountId, Region};
use assize::snapshot::Snapshot;

use super::progress::Bar;
use super::{AccessArgs, Collected, Keep, Part, Read, profile, regions, targets};
use crate::console::Console;
use crate::end::{End, Failure};

/// Accounts, by the credentials through which they are reached.
pub(crate) struct Accounts {
    sessions: Vec<(Session, Vec<Target>)>,
    /// What became of the call that tells the accounts of the organization.
    organization: Option<Result<usize, Gap>>,
    extras: Vec<Extra>,
    profile_collect: bool,
    /// What went wrong so far without keeping the rest from being read.
    end: End,
}

impl Accounts {
    /// Finds credentials, asks whose they are, and which accounts and regions that makes.
    pub(crate) fn open(
        args: &AccessArgs,
        config: &ValidConfig,
        console: Console,
    ) -> Result<Self, Failure> {
        targets::check(args)?;
        let mut accounts = Accounts {
            sessions: Vec::new(),
            organization: None,
            extras: args.extras(),
            profile_collect: args.profile_collect,
            end: End::Done,
        };
        let profiles: Vec<Option<&String>> = match args.profile.as_slice() {
            [] => vec![None],
            named => named.iter().map(Some).collect(),
        };
        for profile in &profiles {
            let opened = open(args, config, *profile).and_then(|session| {
                let (listed, told) = targets::of_organization(args, &session, console);
                Ok((targets::of(args, &listed, config, &session)?, told, session))
            });
            match opened {
                Ok((targets, told, session)) => {
                    accounts.sessions.push((session, targets));
                    accounts.organization = accounts.organization.or(told);
                }
                Err(failure) if profiles.len() > 1 => {
                    console.complain(&failure);
                    accounts.end = accounts.end.max(failure.end());
                }
                Err(failure) => return Err(failure),
            }
        }
        accounts.once(console);
        match accounts.sessions.is_empty() {
            true => Err(Failure::usage("no profile can be used, so nothing is read")),
            false => Ok(accounts),
        }
    }

    /// Leaves out what an earlier session reaches.
    fn once(&mut self, console: Console) {
        let mut seen = std::collections::BTreeSet::new();
        for (session, targets) in &mut self.sessions {
            let own: std::collections::BTreeSet<AccountId> = targets
                .iter()
                .map(|target| target.account.clone())
                .collect();
            targets.retain(|target| {
                let again = seen.contains(&target.account);
                if again {
                    let (account, caller) = (&target.account, session.caller_arn());
                    console.warn(&format!(
                        "account {account} is reached by two profiles; it is scanned once, not as {caller}"
                    ));
                }
                !again
            });
            seen.extend(own);
        }
    }

    /// The accounts that will be read.
    pub(crate) fn ids(&self) -> Vec<AccountId> {
        let targets = self.sessions.iter().flat_map(|(_, targets)| targets);
        let mut ids: Vec<AccountId> = targets.map(|target| target.account.clone()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The regions that are named for each account.
    pub(crate) fn regions(&self) -> Vec<(AccountId, Vec<Region>)> {
        let targets = self.sessions.iter().flat_map(|(_, targets)| targets);
        let named = |target: &Target| match &target.regions {
            Regions::Named(regions) => regions.clone(),
            Regions::All => Vec::new(),
        };
        targets
            .map(|target| (target.account.clone(), named(target)))
            .collect()
    }

    /// Whether the snapshot of an account and region is all that there was to be told.
    pub(crate) fn is_finished(&self, snapshot: &Snapshot) -> bool {
        collect::is_finished(snapshot)
    }

    /// Reads accounts, to their end or until Ctrl-C, and gives each account and region away when it is
    /// read. The runtime of the SDK is gone afterwards.
    pub(crate) fn read_each(
        self,
        part: &Part,
        console: Console,
        keep: &mut Keep<'_>,
    ) -> Result<Read, Failure> {
        let shard = part.shard.as_deref().map(str::parse).transpose();
        let shard = shard.map_err(Failure::usage)?;
        let mut read = Read { end: self.end };
        let (mut accounts, mut refused, mut interrupted) = (0, 0, false);
        let mut profile = Profile::default();
        for (session, targets) in self.sessions {
            if interrupted {
                break;
            }
            let job = Job {
                targets,
                shard,
                done: part.done.clone(),
                organization: self.organization.clone(),
                extras: self.extras.clone(),
                tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            };
            let bar = Bar::new(console);
            let ended = session.collect_each(&job, &bar, keep);
            bar.finish();
            ended.notes.iter().for_each(|note| console.warn(note));
            accounts += ended.accounts;
            refused += ended.refused;
            profile.extend(&ended.profile);
            interrupted = ended.interrupted;
        }
        if self.profile_collect {
            console.warn(&profile::table(&profile));
        }
        if interrupted {
            console.say("interrupted: what was not asked any more is unknown\n");
            read.end = read.end.max(End::Incomplete);
        } else if accounts > 0 && refused == accounts {
            console.warn("no account could be read");
            read.end = read.end.max(End::Failed);
        }
        Ok(read)
    }

    /// Reads accounts as one snapshot.
    pub(crate) fn read(self, console: Console) -> Result<Collected, Failure> {
        let mut parts = Vec::new();
        let read = self.read_each(&Part::default(), console, &mut |_, part| parts.push(part))?;
        let mut snapshot = Snapshot::merge(parts);
        // What a report calls the snapshot, whether or not it is kept.
        snapshot.digest = snapshot.write(io::sink()).map_err(|error| {
            Failure::Failed(format!(
                "cannot put what the account told into a snapshot: {error}; this is a bug of \
                 assize, please report it"
            ))
        })?;
        Ok(Collected {
            snapshot,
            end: read.end,
        })
    }
}

fn open(
    args: &AccessArgs,
    config: &ValidConfig,
    profile: Option<&String>,
) -> Result<Session, Failure> {
    // STS is asked before we know the account, so that any region of the file will do.
    let of_config = config
        .accounts
        .values()
        .flat_map(|entry| entry.regions.keys());
    let access = Access {
        profile: profile.cloned(),
        role_arn: targets::first_role(args),
        external_id: args.external_id.clone(),
        session_name: Some(args.session_name.clone()),
        goes_on: args.goes_on(),
        region: args.named_regions().iter().chain(of_config).next().cloned(),
        environment: environment(),
    };
    let limits = Limits::default().with_timeout(Duration::from_secs(args.timeout));
    let session = Session::open(&access, limits).map_err(|error| failure(&error))?;
    see_regions(args, config, &session)?;
    Ok(session)
}

/// The variables of the environment that are texts; others are none of the SDK's.
#[expect(
    clippy::disallowed_methods,
    reason = "the SDK reads its settings from the environment"
)]
fn environment() -> Vec<(String, String)> {
    let texts = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    texts.collect()
}

/// Sees that the regions that are named are there, before anything else is asked.
fn see_regions(args: &AccessArgs, config: &ValidConfig, session: &Session) -> Result<(), Failure> {
    let of_config = config
        .accounts
        .values()
        .flat_map(|entry| entry.regions.keys());
    let named: Vec<Region> = match args.region.as_slice() {
        [] => of_config.cloned().collect(),
        named => named
            .iter()
            .filter(|region| region.as_str() != regions::ALL)
            .cloned()
            .collect(),
    };
    let (unknown, known) = session.unknown_regions(&named);
    let Some(first) = unknown.first() else {
        return Ok(());
    };
    let otherwise = "`aws account list-regions` lists those that there are";
    let help = crate::near::help(first.as_str(), known.iter().map(Region::as_str), otherwise);
    Err(Failure::Usage(format!(
        "there is no region `{first}`; {help}"
    )))
}

fn failure(error: &AccessError) -> Failure {
    match error {
        AccessError::NoRegion { .. } => regions::none("ID"),
        error if error.is_usage() => Failure::Usage(error.to_string()),
        error => Failure::Failed(error.to_string()),
    }
}
