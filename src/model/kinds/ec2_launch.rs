//! Launch templates: what instances are made from them.

use crate::model::id::Text;
use crate::model::sensitive::ReducedText;
use crate::record;

record! {
    /// A launch template, by the version that is used unless another one is named, and the newest.
    LaunchTemplate {
        /// `lt-...`
        launch_template_id: Text, gap;
        /// The name.
        launch_template_name: Text, gap;
        /// The default version.
        default_version: LaunchTemplateVersion, gap;
        /// The version with the highest number; it may be the default one.
        latest_version: LaunchTemplateVersion, gap;
    }
}

record! {
    /// A version of a launch template. What it does not say is left to the launch.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResponseLaunchTemplateData.html>
    LaunchTemplateVersion {
        /// The number.
        version_number: i64, gap;
        /// `required` if the metadata service answers only with a session token (IMDSv2).
        metadata_http_tokens: Text, none;
        /// The groups, by id.
        security_group_ids: Vec<Text>, none;
        /// The groups, by name (for the default VPC).
        security_groups: Vec<Text>, none;
        /// The interfaces.
        network_interfaces: Vec<LaunchTemplateInterface>, none;
        /// The volumes.
        block_device_mappings: Vec<LaunchTemplateBlockDevice>, none;
        /// The instance profile by ARN.
        iam_instance_profile_arn: Text, none;
        /// The user data, of which nothing is kept but the credentials that it looks like.
        user_data: ReducedText, none;
    }
}

record! {
    /// An interface as a template makes it.
    LaunchTemplateInterface {
        /// Whether it gets a public address; none leaves it to the subnet.
        associate_public_ip_address: bool, none;
        /// Its groups.
        groups: Vec<Text>, none;
        /// Its subnet.
        subnet_id: Text, none;
    }
}

record! {
    /// A volume as a template makes it.
    LaunchTemplateBlockDevice {
        /// The name.
        device_name: Text, none;
        /// Whether it is encrypted; none leaves it to the snapshot and the setting of the region.
        ebs_encrypted: bool, none;
    }
}
