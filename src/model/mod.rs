//! The words of this domain: ids, kinds of resources with typed facts, gaps, verdicts, evidence.

pub mod assessment;
pub mod coverage;
pub mod datum;
pub mod environment;
pub mod error_class;
pub mod fact;
pub mod gap;
pub mod glob;
pub mod id;
pub mod kinds;
pub mod path;
pub mod privilege;
pub mod reach;
pub mod record;
pub mod resolution;
pub mod resource;
pub mod sensitive;
pub mod severity;
pub mod time;
pub mod told;
pub mod verdict;
