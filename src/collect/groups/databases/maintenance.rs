//! Maintenance that waits for databases, and the authorities of their certificates.

use std::collections::BTreeMap;

use aws_sdk_rds::types;

use super::{CERTIFICATES, Database, MAINTENANCE};
use crate::collect::convert::{list, text, time};
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::rds::DbInstance;
use crate::model::kinds::rds_engine::{Certificate, PendingMaintenanceAction};

/// What waits, by the ARN of the database, and why there may be more.
pub(super) struct Maintenance {
    by_arn: BTreeMap<String, Vec<PendingMaintenanceAction>>,
    gap: Option<Gap>,
}

/// Asks what waits, for all databases at once. Only those for which something does are told.
pub(super) async fn told(place: &Place<'_>) -> Maintenance {
    let rds = &place.clients.rds;
    let told = place.pages(
        &MAINTENANCE,
        |token| {
            rds.describe_pending_maintenance_actions()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.pending_maintenance_actions, told.marker),
    );
    let told = told.await;
    let mut by_arn: BTreeMap<String, Vec<PendingMaintenanceAction>> = BTreeMap::new();
    for resource in told.items {
        let (Some(arn), Fact::Known(actions)) = (
            resource.resource_identifier,
            list(resource.pending_maintenance_action_details, action),
        ) else {
            continue;
        };
        by_arn.entry(arn).or_default().extend(actions);
    }
    Maintenance {
        by_arn,
        gap: told.gap,
    }
}

fn action(told: types::PendingMaintenanceAction) -> PendingMaintenanceAction {
    PendingMaintenanceAction {
        action: text(told.action),
        auto_applied_after_date: time(told.auto_applied_after_date),
        forced_apply_date: time(told.forced_apply_date),
        current_apply_date: time(told.current_apply_date),
    }
}

impl Maintenance {
    /// Gives each database what waits for it.
    pub(super) fn share<T: Database>(&self, databases: &mut [Draft<T>]) {
        for database in databases {
            let waiting = self.by_arn.get(database.identity.arn.as_str());
            match (waiting, &self.gap) {
                (None, Some(_)) => {}
                (waiting, _) => {
                    let waiting = waiting.into_iter().flatten().cloned().collect();
                    *database.facts.parts().maintenance = Fact::Known(waiting);
                }
            }
            if let Some(gap) = &self.gap {
                database.lacks(&MAINTENANCE, gap);
            }
        }
    }
}

/// The authorities, if any instance may have a certificate of one.
pub(super) async fn certificates(place: &Place<'_>, instances: &[Draft<DbInstance>]) {
    if instances.is_empty() {
        return;
    }
    let rds = &place.clients.rds;
    let told = place.pages(
        &CERTIFICATES,
        |token| {
            rds.describe_certificates()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.certificates, told.marker),
    );
    let identity = |told: &types::Certificate| place.named(told.certificate_arn.as_ref());
    place.keep(
        place.drafts(&CERTIFICATES, told.await, identity, |told| Certificate {
            certificate_identifier: text(told.certificate_identifier),
            valid_till: time(told.valid_till),
        }),
    );
}
