//! Which VPCs of a region are joined to others: what some collectors tell, and another waits for.

use std::collections::BTreeSet;

use tokio::sync::SetOnce;

/// The VPCs that are peered or attached to a transit gateway. The collectors of a region run side by
/// side, so that who wants to know waits.
#[derive(Default)]
pub(super) struct Joined {
    peered: SetOnce<Option<Vec<String>>>,
    attached: SetOnce<Option<Vec<String>>>,
}

impl Joined {
    /// Tells the VPCs that have a peering connection; nothing if there may be more.
    pub(super) fn peered(&self, vpcs: Option<Vec<String>>) {
        // It is told once; a second time would say the same.
        let _ = self.peered.set(vpcs);
    }

    /// Tells the ids of what is attached to transit gateways; nothing if there may be more.
    pub(super) fn attached(&self, resources: Option<Vec<String>>) {
        let _ = self.attached.set(resources);
    }

    /// All of them, once both were told; nothing if there may be more.
    pub(super) async fn vpcs(&self) -> Option<BTreeSet<&str>> {
        let (peered, attached) = (self.peered.wait().await, self.attached.wait().await);
        let all = peered.as_ref()?.iter().chain(attached.as_ref()?);
        Some(all.map(String::as_str).collect())
    }
}
