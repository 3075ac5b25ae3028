//! Collecting: what a live account tells, as a snapshot. The only home of the AWS SDK and of tokio.
//!
//! A collector declares the operations that it calls, pages each to the end, and converts what it
//! was told attribute by attribute. A call that fails is no error but a gap.

mod access;
mod access_error;
mod clients;
mod complete;
mod convert;
mod draft;
mod failure;
mod groups;
mod interrupt;
mod joined;
mod ledger;
mod limits;
mod operation;
mod organization;
mod page;
mod place;
mod policy;
mod profile;
mod rate;
mod regions;
mod role;
mod run;
mod scan;
mod session;
mod shard;
mod target;
mod wire;
mod work;

pub use access::Access;
pub use access_error::AccessError;
pub use groups::operations;
pub use interrupt::Interrupt;
pub use limits::Limits;
pub use operation::{Extra, Operation};
pub use organization::Organization;
pub use policy::{MANAGED_POLICY_LIMIT, Policy};
pub use profile::{Profile, Spent};
pub use regions::Regions;
pub use scan::{Progress, Silent};
pub use session::Session;
pub use shard::Shard;
pub use target::{Target, Way};
pub use work::{Collected, Ended, Job, Stats, is_finished};
