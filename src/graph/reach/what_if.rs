//! Changes that are tried on a network, without making them.

use std::collections::BTreeSet;

use crate::model::id::Text;

use crate::graph::node::NodeId;

use super::state::{Rule, Target};

/// A network that is not quite as it was told.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WhatIf {
    /// What would be let through.
    pub(super) granted: BTreeSet<Grant>,
    /// Rules, entries and routes that would be gone.
    pub(super) removed: BTreeSet<Rule>,
}

/// The network as it was told.
pub(super) static AS_TOLD: WhatIf = WhatIf {
    granted: BTreeSet::new(),
    removed: BTreeSet::new(),
};

/// A setting that would let packets pass which it stops.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grant {
    /// A rule in a group of an interface.
    Group { seat: Text, egress: bool },
    /// An entry in the network ACL of a subnet.
    Acl { subnet: Text, egress: bool },
    /// A route.
    Route { table: NodeId, target: Target },
    /// An exclusion from the block of public access.
    PublicAccess { vpc: Text },
}

impl WhatIf {
    pub(super) fn grants(&self, grant: &Grant) -> bool {
        !self.granted.is_empty() && self.granted.contains(grant)
    }

    pub(super) fn is_removed(&self, rule: &Rule) -> bool {
        !self.removed.is_empty() && self.removed.contains(rule)
    }
}
