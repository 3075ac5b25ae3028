//! What is set for a whole region of an account.

use crate::model::id::Text;
use crate::model::kinds::detection::{
    ConfigurationRecorder, ConfigurationRecorderStatus, Detector, InspectorState, MacieSession,
    ProtectedResource, SecurityHub,
};
use crate::record;

record! {
    /// A region of the account, by what is set for all of it and by who watches it.
    Region {
        /// Whether internet gateways are blocked.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html>
        vpc_block_public_access: VpcBlockPublicAccess, gap, via "ec2:DescribeVpcBlockPublicAccessOptions";
        /// Whether new volumes are encrypted without being asked.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html>
        ebs_encryption_by_default: bool, gap, via "ec2:GetEbsEncryptionByDefault";
        /// The recorders of Config.
        /// <https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html>
        configuration_recorders: Vec<ConfigurationRecorder>, none, via "config:DescribeConfigurationRecorders";
        /// Whether they record.
        /// <https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html>
        configuration_recorders_status: Vec<ConfigurationRecorderStatus>, none, via "config:DescribeConfigurationRecorderStatus";
        /// GuardDuty; none if it was never enabled.
        guardduty_detector: Detector, none, via "guardduty:GetDetector";
        /// Security Hub; none if it is not enabled.
        security_hub: SecurityHub, none, via "securityhub:DescribeHub";
        /// Inspector.
        inspector: InspectorState, gap, via "inspector2:BatchGetAccountStatus";
        /// Macie; none if it is not enabled.
        macie_session: MacieSession, none, via "macie2:GetMacieSession";
        /// What AWS Backup has copies of.
        /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html>
        protected_resources: Vec<ProtectedResource>, none, via "backup:ListProtectedResources";
    }
}

record! {
    /// The block of public access of a region's VPCs.
    VpcBlockPublicAccess {
        /// `off`, `block-bidirectional` or `block-ingress`.
        internet_gateway_block_mode: Text, gap;
        /// `default-state`, `update-complete`, or `update-in-progress`.
        state: Text, gap;
    }
}

record! {
    /// A VPC or a subnet that the block of public access leaves out.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessExclusion.html>
    VpcBlockPublicAccessExclusion {
        /// `vpcbpa-exclude-...`
        exclusion_id: Text, gap;
        /// The VPC or subnet.
        resource_arn: Text, gap;
        /// `allow-bidirectional` or `allow-egress`.
        internet_gateway_exclusion_mode: Text, gap;
        /// `create-complete`, `update-complete`, `disable-complete`, `delete-complete` and states
        /// between.
        state: Text, gap;
    }
}
