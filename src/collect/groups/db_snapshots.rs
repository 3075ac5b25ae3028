//! Snapshots of databases that were made by hand, and who can restore them. Those that RDS makes
//! cannot be shared, and may be very many.

use aws_sdk_rds::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{tags, text, texts, time};
use crate::collect::draft::Draft;
use crate::collect::operation::{Operation, operations};
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::rds_snapshot::{DbClusterSnapshot, DbSnapshot};

operations! {
    SNAPSHOTS = "rds:DescribeDBSnapshots";
    ATTRIBUTES = "rds:DescribeDBSnapshotAttributes" after SNAPSHOTS;
    CLUSTER_SNAPSHOTS = "rds:DescribeDBClusterSnapshots";
    CLUSTER_ATTRIBUTES = "rds:DescribeDBClusterSnapshotAttributes" after CLUSTER_SNAPSHOTS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(snapshots(place), cluster_snapshots(place));
        })
    },
};

async fn snapshots(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &SNAPSHOTS,
        |token| {
            rds.describe_db_snapshots()
                .snapshot_type("manual")
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_snapshots, told.marker),
    );
    let identity = |told: &types::DbSnapshot| place.named(told.db_snapshot_arn.as_ref());
    let mut snapshots = place.drafts(&SNAPSHOTS, told.await, identity, |told| DbSnapshot {
        db_snapshot_identifier: text(told.db_snapshot_identifier),
        db_instance_identifier: text(told.db_instance_identifier),
        status: text(told.status),
        encrypted: Fact::told(told.encrypted),
        snapshot_create_time: time(told.snapshot_create_time),
        tag_list: tags!(told.tag_list),
        ..DbSnapshot::default()
    });
    join_all(snapshots.iter_mut().map(|one| restorers(place, one))).await;
    place.keep(snapshots);
}

async fn restorers(place: &Place<'_>, snapshot: &mut Draft<DbSnapshot>) {
    let Fact::Known(name) = snapshot.facts.db_snapshot_identifier.clone() else {
        return;
    };
    let call = place.clients.rds.describe_db_snapshot_attributes();
    let call = call.db_snapshot_identifier(name.as_str());
    let told = place.ask(&ATTRIBUTES, call.send()).await.and_then(|told| {
        let result = told.db_snapshot_attributes_result;
        let attributes = result.and_then(|result| result.db_snapshot_attributes);
        let attributes = attributes.map(|attributes| {
            let named = attributes.into_iter();
            named
                .map(|one| (one.attribute_name, one.attribute_values))
                .collect()
        });
        restore(place, &ATTRIBUTES, attributes)
    });
    match told {
        Ok(told) => snapshot.facts.restore = told,
        Err(gap) => snapshot.lacks(&ATTRIBUTES, &gap),
    }
}

async fn cluster_snapshots(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &CLUSTER_SNAPSHOTS,
        |token| {
            rds.describe_db_cluster_snapshots()
                .snapshot_type("manual")
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_cluster_snapshots, told.marker),
    );
    let identity =
        |told: &types::DbClusterSnapshot| place.named(told.db_cluster_snapshot_arn.as_ref());
    let told = told.await;
    let mut snapshots = place.drafts(&CLUSTER_SNAPSHOTS, told, identity, |told| {
        DbClusterSnapshot {
            db_cluster_snapshot_identifier: text(told.db_cluster_snapshot_identifier),
            db_cluster_identifier: text(told.db_cluster_identifier),
            status: text(told.status),
            storage_encrypted: Fact::told(told.storage_encrypted),
            snapshot_create_time: time(told.snapshot_create_time),
            tag_list: tags!(told.tag_list),
            ..DbClusterSnapshot::default()
        }
    });
    join_all(
        snapshots
            .iter_mut()
            .map(|one| cluster_restorers(place, one)),
    )
    .await;
    place.keep(snapshots);
}

async fn cluster_restorers(place: &Place<'_>, snapshot: &mut Draft<DbClusterSnapshot>) {
    let Fact::Known(name) = snapshot.facts.db_cluster_snapshot_identifier.clone() else {
        return;
    };
    let call = place.clients.rds.describe_db_cluster_snapshot_attributes();
    let call = call.db_cluster_snapshot_identifier(name.as_str());
    let told = place
        .ask(&CLUSTER_ATTRIBUTES, call.send())
        .await
        .and_then(|told| {
            let result = told.db_cluster_snapshot_attributes_result;
            let attributes = result.and_then(|result| result.db_cluster_snapshot_attributes);
            let attributes = attributes.map(|attributes| {
                let named = attributes.into_iter();
                named
                    .map(|one| (one.attribute_name, one.attribute_values))
                    .collect()
            });
            restore(place, &CLUSTER_ATTRIBUTES, attributes)
        });
    match told {
        Ok(told) => snapshot.facts.restore = told,
        Err(gap) => snapshot.lacks(&CLUSTER_ATTRIBUTES, &gap),
    }
}

/// Attributes by name.
type Attributes = Vec<(Option<String>, Option<Vec<String>>)>;

/// The values of the attribute `restore`: nobody, if a complete answer does not name it.
fn restore(
    place: &Place<'_>,
    operation: &'static Operation,
    told: Option<Attributes>,
) -> Result<Fact<Vec<Text>>, Gap> {
    let Some(attributes) = told else {
        let gap = Gap::new(GapReason::Failed, operation.name);
        let gap = gap.because("the answer has no list of attributes");
        place.lacks(operation, &gap);
        return Err(gap);
    };
    let mut attributes = attributes.into_iter();
    let restore = attributes.find(|(name, _)| name.as_deref() == Some("restore"));
    Ok(restore.map_or(Fact::None, |(_, accounts)| texts(accounts)))
}
