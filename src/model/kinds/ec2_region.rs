//! What is set for a whole region of an account.

use crate::model::id::Text;
use crate::record;

record! {
    /// A region of the account, by what EC2 has set for all of it.
    Region {
        /// Whether internet gateways are blocked.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html>
        vpc_block_public_access: VpcBlockPublicAccess, gap, via "ec2:DescribeVpcBlockPublicAccessOptions";
        /// Whether new volumes are encrypted without being asked.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html>
        ebs_encryption_by_default: bool, gap, via "ec2:GetEbsEncryptionByDefault";
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
