//! An operation of AWS that a collector may call, declared beside the code that calls it.

use crate::model::id::Region;
use crate::model::kinds::{self, Reach};

/// One read of one service.
#[derive(Debug)]
pub struct Operation {
    /// `service:Operation`, by the names that IAM has for both: `ec2:DescribeVpcs`.
    pub name: &'static str,
    /// The IAM action that allows it; nothing if everybody may.
    pub action: Option<&'static str>,
    /// The operation that tells what this one asks about; nothing if it needs no other.
    pub after: Option<&'static Operation>,
}

impl Operation {
    /// Where it is asked: in each region, or once for the account.
    pub fn reach(&self) -> Reach {
        match kinds::is_global(self.name) {
            true => Reach::Global,
            false => Reach::Regional,
        }
    }

    /// The region under which the coverage of a call is told.
    pub(super) fn place(&self, asked_in: &Region) -> Region {
        match self.reach() {
            Reach::Global => Region::global(),
            Reach::Regional => asked_in.clone(),
        }
    }
}

/// Declares the operations of a file, a line each, and the list of them: `NAME = "service:Operation"`,
/// then `after OTHER` if it asks about what another one told, or `free` if it needs no permission.
macro_rules! operations {
    ($($name:ident = $text:literal $($how:ident $($other:ident)?)?;)+) => {
        $(
            static $name: $crate::collect::operation::Operation = $crate::collect::operation::Operation {
                name: $text,
                action: $crate::collect::operation::operations!(@action $text $($how)?),
                after: $crate::collect::operation::operations!(@after $($how $($other)?)?),
            };
        )+

        /// Every operation that this file calls.
        const OPERATIONS: &[&$crate::collect::operation::Operation] = &[$(&$name),+];
    };
    (@action $text:literal free) => { None };
    (@action $text:literal $($how:ident)?) => { Some($text) };
    (@after after $other:ident) => { Some(&$other) };
    (@after $($how:ident)?) => { None };
}
pub(super) use operations;
