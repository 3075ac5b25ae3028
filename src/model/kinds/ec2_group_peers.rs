//! Security groups across VPCs: where else a group can be used, who references it, what is stale.

use crate::model::id::Text;
use crate::model::kinds::ec2_security::UserIdGroupPair;
use crate::record;

record! {
    /// A further VPC whose interfaces can carry a group.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupVpcAssociation.html>
    SecurityGroupVpcAssociation {
        /// The VPC.
        vpc_id: Text, gap;
        /// The account that owns the VPC.
        vpc_owner_id: Text, none;
        /// `associated` and states between.
        state: Text, gap;
    }
}

record! {
    /// A VPC with rules that reference a group from the other side of a peering connection or a
    /// transit gateway.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupReference.html>
    SecurityGroupReference {
        /// The VPC.
        referencing_vpc_id: Text, gap;
        /// The peering connection, if it is one.
        vpc_peering_connection_id: Text, none;
        /// The transit gateway, if it is one.
        transit_gateway_id: Text, none;
    }
}

record! {
    /// A permission that references groups which are gone, or are no longer reached.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StaleIpPermission.html>
    StaleIpPermission {
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for everything.
        ip_protocol: Text, gap;
        /// The first port, or the ICMP type.
        from_port: i64, none;
        /// The last port, or the ICMP code.
        to_port: i64, none;
        /// The groups.
        user_id_group_pairs: Vec<UserIdGroupPair>, none;
    }
}

record! {
    /// A group that interfaces in a VPC can carry.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupForVpc.html>
    SecurityGroupForVpc {
        /// `sg-...`
        group_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// The VPC that it was made in.
        primary_vpc_id: Text, gap;
    }
}
