//! EBS volumes and snapshots.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A volume.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html>
    Volume {
        /// `vol-...`
        volume_id: Text, gap;
        /// Whether it is encrypted.
        encrypted: bool, gap;
        /// `available`, `in-use` and other states.
        state: Text, gap;
        /// What uses it.
        attachments: Vec<VolumeAttachment>, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The use of a volume.
    VolumeAttachment {
        /// The instance; none for a task of ECS.
        instance_id: Text, none;
        /// `attached` and states between.
        state: Text, gap;
    }
}

record! {
    /// A snapshot of the account.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html>
    Snapshot {
        /// `snap-...`
        snapshot_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// The volume that it was made of.
        volume_id: Text, none;
        /// Whether it is encrypted. Those that are can never be public.
        encrypted: bool, gap;
        /// `pending`, `completed` and other states.
        state: Text, gap;
        /// Whether every account can make a volume of it.
        restorable_by_all: bool, gap;
        /// Who can make a volume of it besides the owner. It is asked only of snapshots that are
        /// public: one call each is too many for all of them.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolumePermission.html>
        create_volume_permissions: Vec<CreateVolumePermission>, none, via "ec2:DescribeSnapshotAttribute";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// Somebody who can make a volume of a snapshot.
    CreateVolumePermission {
        /// `all` for every account.
        group: Text, none;
        /// An account.
        user_id: Text, none;
    }
}
