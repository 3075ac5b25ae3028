//! Live accounts in an assize that was built without the AWS SDK: there are none.

use assize::config::ValidConfig;
use assize::model::id::{AccountId, Region};
use assize::snapshot::Snapshot;

use super::{AccessArgs, Collected, Keep, Part, Read};
use crate::console::Console;
use crate::end::Failure;

/// Never there.
pub(crate) enum Accounts {}

impl Accounts {
    pub(crate) fn open(_: &AccessArgs, _: &ValidConfig, _: Console) -> Result<Self, Failure> {
        Err(Failure::usage(
            "this assize was built without AWS support, so it can read no account; build it with \
             `cargo install --locked --path .` (without `--no-default-features`), or use a snapshot: \
             `assize check FILE`, or `--snapshot FILE` with other commands",
        ))
    }

    pub(crate) fn ids(&self) -> Vec<AccountId> {
        match *self {}
    }

    pub(crate) fn regions(&self) -> Vec<(AccountId, Vec<Region>)> {
        match *self {}
    }

    pub(crate) fn is_finished(&self, _: &Snapshot) -> bool {
        match *self {}
    }

    pub(crate) fn read_each(self, _: &Part, _: Console, _: &mut Keep<'_>) -> Result<Read, Failure> {
        match self {}
    }

    pub(crate) fn read(self, _: Console) -> Result<Collected, Failure> {
        match self {}
    }
}
