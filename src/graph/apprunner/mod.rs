//! Derived facts of App Runner: what a service cannot reach, and subnets that are gone.

mod hosts;
mod subnets;
#[cfg(test)]
mod tests;

use crate::model::id::Text;
use crate::model::record::Shape;

use super::schema::Derived;
use hosts::UnreachableHost;

/// The derived facts of App Runner.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "apprunner.service",
        name: "unreachable_hosts",
        doc: "The hosts that the environment names and that the service's egress does not reach: \
              private addresses, and databases and caches without a public address, if egress \
              does not go through a VPC.",
        ty: Vec::<UnreachableHost>::ty,
        compute: hosts::unreachable,
    },
    Derived {
        kind: "apprunner.vpc_connector",
        name: "missing_subnets",
        doc: "The subnets of the connector that are not there any more.",
        ty: Vec::<Text>::ty,
        compute: subnets::missing,
    },
];
