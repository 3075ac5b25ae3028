//! EFS: file systems.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A file system.
    /// <https://docs.aws.amazon.com/efs/latest/ug/API_FileSystemDescription.html>
    FileSystem {
        /// `fs-...`
        file_system_id: Text, gap;
        /// Whether it is encrypted.
        encrypted: bool, gap;
        /// The key.
        kms_key_id: Text, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}
