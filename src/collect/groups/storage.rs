//! EBS volumes, and the account's own snapshots with those who can restore them.

use std::collections::BTreeSet;

use aws_sdk_ec2::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{list, tags, text};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_storage::{
    CreateVolumePermission, Snapshot, Volume, VolumeAttachment,
};

operations! {
    VOLUMES = "ec2:DescribeVolumes";
    SNAPSHOTS = "ec2:DescribeSnapshots";
    PERMISSIONS = "ec2:DescribeSnapshotAttribute" after SNAPSHOTS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(volumes(place), snapshots(place));
        })
    },
};

async fn volumes(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &VOLUMES,
        |token| {
            ec2.describe_volumes()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.volumes, told.next_token),
    );
    let identity = |told: &types::Volume| place.ec2("volume", told.volume_id.as_ref(), None);
    place.keep(place.drafts(&VOLUMES, told.await, identity, |told| Volume {
        volume_id: text(told.volume_id),
        encrypted: Fact::told(told.encrypted),
        state: text(told.state),
        attachments: list(told.attachments, |attachment| VolumeAttachment {
            instance_id: text(attachment.instance_id),
            state: text(attachment.state),
        }),
        tags: tags!(told.tags),
    }));
}

async fn snapshots(place: &Place<'_>) {
    let told = own_snapshots(place, None).await;
    let identity = |told: &types::Snapshot| {
        place.ec2(
            "snapshot",
            told.snapshot_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    let mut snapshots = place.drafts(&SNAPSHOTS, told, identity, |told| Snapshot {
        snapshot_id: text(told.snapshot_id),
        owner_id: text(told.owner_id),
        volume_id: text(told.volume_id),
        encrypted: Fact::told(told.encrypted),
        state: text(told.state),
        tags: tags!(told.tags),
        ..Snapshot::default()
    });
    // A second list of the same call, only of those that everybody can restore, spares a call for
    // each snapshot.
    let public = match snapshots.is_empty() {
        true => return,
        false => own_snapshots(place, Some("all")).await,
    };
    let ids: BTreeSet<&str> = public
        .items
        .iter()
        .filter_map(types::Snapshot::snapshot_id)
        .collect();
    for snapshot in &mut snapshots {
        let id = snapshot.facts.snapshot_id.known();
        let is_public = id.is_some_and(|id| ids.contains(id.as_str()));
        match (is_public, &public.gap) {
            (false, Some(gap)) => snapshot.gap("restorable_by_all", gap.clone()),
            (is_public, _) => snapshot.facts.restorable_by_all = Fact::Known(is_public),
        }
    }
    join_all(snapshots.iter_mut().map(|one| permissions(place, one))).await;
    place.keep(snapshots);
}

async fn own_snapshots(place: &Place<'_>, restorable_by: Option<&str>) -> Listed<types::Snapshot> {
    let told = place.pages(
        &SNAPSHOTS,
        |token| {
            let call = place.clients.ec2.describe_snapshots().owner_ids("self");
            call.set_restorable_by_user_ids(restorable_by.map(|who| vec![who.to_owned()]))
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.snapshots, told.next_token),
    );
    told.await
}

async fn permissions(place: &Place<'_>, snapshot: &mut Draft<Snapshot>) {
    let Fact::Known(id) = snapshot.facts.snapshot_id.clone() else {
        return;
    };
    if snapshot.facts.restorable_by_all != Fact::Known(true) {
        let gap = Gap::new(GapReason::NotCollected, PERMISSIONS.name);
        let gap = gap.because("only snapshots that are public are asked about");
        return snapshot.lacks(&PERMISSIONS, &gap);
    }
    let call = place.clients.ec2.describe_snapshot_attribute();
    let call = call.snapshot_id(id.as_str());
    let call = call.attribute(types::SnapshotAttributeName::CreateVolumePermission);
    match place.ask(&PERMISSIONS, call.send()).await {
        Ok(told) => {
            let told = list(told.create_volume_permissions, |one| {
                CreateVolumePermission {
                    group: text(one.group),
                    user_id: text(one.user_id),
                }
            });
            snapshot.facts.create_volume_permissions = told;
        }
        Err(gap) => snapshot.lacks(&PERMISSIONS, &gap),
    }
}
