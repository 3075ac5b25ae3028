//! The live account, through the AWS SDK.

use std::io;
use std::time::Duration;

use assize::collect::{self, Access, AccessError, Limits, Session};
use assize::config::ValidConfig;
use assize::model::id::{AccountId, Region};

use super::progress::Bar;
use super::{AccessArgs, Collected, no_region};
use crate::console::Console;
use crate::end::Failure;

/// An account whose credentials work.
pub(crate) struct Account(Session);

impl Account {
    /// Finds credentials and asks whose they are.
    pub(crate) fn open(args: &AccessArgs, config: &ValidConfig) -> Result<Self, Failure> {
        // STS is asked before we know the account, so that any region of the file will do.
        let of_config = config
            .accounts
            .values()
            .flat_map(|entry| entry.regions.keys());
        let access = Access {
            profile: args.profile.clone(),
            role_arn: args.role_arn.clone(),
            external_id: args.external_id.clone(),
            region: args.region.iter().chain(of_config).next().cloned(),
        };
        let limits = Limits::default().with_timeout(Duration::from_secs(args.timeout));
        let session = Session::open(&access, limits);
        session.map(Account).map_err(|error| failure(&error))
    }

    pub(crate) fn id(&self) -> &AccountId {
        self.0.account()
    }

    /// The region of the AWS chain.
    pub(crate) fn default_region(&self) -> Option<&Region> {
        self.0.default_region()
    }

    /// Reads the account, to its end or until Ctrl-C. The runtime of the SDK is gone afterwards.
    pub(crate) fn collect(
        self,
        regions: &[Region],
        console: Console,
    ) -> Result<Collected, Failure> {
        let bar = Bar::new(console);
        let collect::Collected {
            mut snapshot,
            interrupted,
            ..
        } = self.0.collect(regions, env!("CARGO_PKG_VERSION"), &bar);
        bar.finish();
        if interrupted {
            console.say("interrupted: what was not asked any more is unknown\n");
        }
        // What a report calls the snapshot, whether or not it is kept.
        snapshot.digest = snapshot.write(io::sink()).map_err(|error| {
            Failure::Failed(format!(
                "cannot put what the account told into a snapshot: {error}; this is a bug of \
                 assize, please report it"
            ))
        })?;
        Ok(Collected {
            snapshot,
            interrupted,
        })
    }
}

fn failure(error: &AccessError) -> Failure {
    match error {
        AccessError::NoRegion { .. } => no_region("ID"),
        error if error.is_usage() => Failure::Usage(error.to_string()),
        error => Failure::Failed(error.to_string()),
    }
}
