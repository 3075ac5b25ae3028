//! The live account in an assize that was built without the AWS SDK: there is none.

use assize::config::ValidConfig;
use assize::model::id::{AccountId, Region};

use super::{AccessArgs, Collected};
use crate::console::Console;
use crate::end::Failure;

/// Never there.
pub(crate) enum Account {}

impl Account {
    pub(crate) fn open(_: &AccessArgs, _: &ValidConfig) -> Result<Self, Failure> {
        Err(Failure::usage(
            "this assize was built without AWS support, so it can read no account; build it with \
             `cargo install --locked --path .` (without `--no-default-features`), or judge a \
             snapshot with `assize check`",
        ))
    }

    pub(crate) fn id(&self) -> &AccountId {
        match *self {}
    }

    pub(crate) fn default_region(&self) -> Option<&Region> {
        match *self {}
    }

    pub(crate) fn collect(self, _: &[Region], _: Console) -> Result<Collected, Failure> {
        match self {}
    }
}
