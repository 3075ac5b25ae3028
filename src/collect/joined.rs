//! What a collector tells others: which VPCs of a region are joined to others, and what the report of
//! credentials says.

use std::collections::{BTreeMap, BTreeSet};

use tokio::sync::SetOnce;

use crate::model::gap::Gap;
use crate::model::id::{Arn, Text};
use crate::model::kinds::iam::CredentialReport;

/// The lines of the report of credentials, by the ARN of the user.
pub(super) type Credentials = BTreeMap<Text, CredentialReport>;

/// The VPCs that are peered or attached to a transit gateway, and the report of credentials. The
/// collectors of a place run side by side, so that who wants to know waits.
#[derive(Default)]
pub(super) struct Joined {
    peered: SetOnce<Option<Vec<String>>>,
    attached: SetOnce<Option<Vec<String>>>,
    credentials: SetOnce<Result<Credentials, Gap>>,
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

    /// Tells the report of credentials, or why nobody has it.
    pub(super) fn credentials(&self, told: Result<Credentials, Gap>) {
        let _ = self.credentials.set(told);
    }

    /// The line of one user, once the report was told; nothing if it has none.
    pub(super) async fn credentials_of(&self, user: &Arn) -> Result<Option<CredentialReport>, Gap> {
        match self.credentials.wait().await {
            Ok(lines) => Ok(lines.get(user.as_str()).cloned()),
            Err(gap) => Err(gap.clone()),
        }
    }
}
