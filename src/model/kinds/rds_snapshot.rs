//! Snapshots of databases. Only those made by hand: no others can be shared.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A snapshot of an instance that was made by hand.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshot.html>
    DbSnapshot {
        /// The name.
        db_snapshot_identifier: Text, gap;
        /// The instance.
        db_instance_identifier: Text, gap;
        /// `available` and other states.
        status: Text, gap;
        /// Whether it is encrypted.
        encrypted: bool, gap;
        /// When it was made; none while it is.
        snapshot_create_time: Text, none;
        /// The accounts that can restore it; `all` is every account.
        /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBSnapshotAttribute.html>
        restore: Vec<Text>, none, via "rds:DescribeDBSnapshotAttributes";
        /// Tags.
        tag_list: Vec<Tag>, none;
    }
}

record! {
    /// A snapshot of a cluster that was made by hand.
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterSnapshot.html>
    DbClusterSnapshot {
        /// The name.
        db_cluster_snapshot_identifier: Text, gap;
        /// The cluster.
        db_cluster_identifier: Text, gap;
        /// `available` and other states.
        status: Text, gap;
        /// Whether it is encrypted.
        storage_encrypted: bool, gap;
        /// When it was made; none while it is.
        snapshot_create_time: Text, none;
        /// The accounts that can restore it; `all` is every account.
        /// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBClusterSnapshotAttribute.html>
        restore: Vec<Text>, none, via "rds:DescribeDBClusterSnapshotAttributes";
        /// Tags.
        tag_list: Vec<Tag>, none;
    }
}
