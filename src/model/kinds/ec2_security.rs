//! Security groups, network ACLs and prefix lists.

use crate::model::id::Text;
use crate::model::kinds::ec2_group_peers::{
    SecurityGroupReference, SecurityGroupVpcAssociation, StaleIpPermission,
};
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A security group.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html>
    SecurityGroup {
        /// `sg-...`
        group_id: Text, gap;
        /// The name; `default` is the one that each VPC comes with.
        group_name: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// What the maker wrote.
        description: Text, none;
        /// What it admits.
        ip_permissions: Vec<IpPermission>, gap;
        /// What it lets out.
        ip_permissions_egress: Vec<IpPermission>, gap;
        /// The same rules one by one, with their ids.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html>
        rules: Vec<SecurityGroupRule>, none, via "ec2:DescribeSecurityGroupRules";
        /// The further VPCs whose interfaces can carry it.
        vpc_associations: Vec<SecurityGroupVpcAssociation>, none, via "ec2:DescribeSecurityGroupVpcAssociations";
        /// The VPCs that reference it from the other side of a peering connection or a transit
        /// gateway. None do where its VPC has neither.
        references: Vec<SecurityGroupReference>, none, via "ec2:DescribeSecurityGroupReferences";
        /// Permissions whose groups are gone. Only those that name groups of other VPCs can be.
        stale_ip_permissions: Vec<StaleIpPermission>, none, via "ec2:DescribeStaleSecurityGroups";
        /// The same of what it lets out.
        stale_ip_permissions_egress: Vec<StaleIpPermission>, none, via "ec2:DescribeStaleSecurityGroups";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A permission: protocol, ports and peers.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
    IpPermission {
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for everything.
        ip_protocol: Text, gap;
        /// The first port, or the ICMP type; none or -1 is all.
        from_port: i64, none;
        /// The last port, or the ICMP code; none or -1 is all.
        to_port: i64, none;
        /// IPv4 peers.
        ip_ranges: Vec<IpRange>, none;
        /// IPv6 peers.
        ipv6_ranges: Vec<Ipv6Range>, none;
        /// Prefix lists.
        prefix_list_ids: Vec<PrefixListId>, none;
        /// Groups.
        user_id_group_pairs: Vec<UserIdGroupPair>, none;
    }
}

record! {
    /// An IPv4 range.
    IpRange {
        /// The range.
        cidr_ip: Text, gap;
        /// What the maker wrote.
        description: Text, none;
    }
}

record! {
    /// An IPv6 range.
    Ipv6Range {
        /// The range.
        cidr_ipv6: Text, gap;
        /// What the maker wrote.
        description: Text, none;
    }
}

record! {
    /// A prefix list as peer.
    PrefixListId {
        /// `pl-...`
        prefix_list_id: Text, gap;
        /// What the maker wrote.
        description: Text, none;
    }
}

record! {
    /// A group as peer.
    UserIdGroupPair {
        /// `sg-...`
        group_id: Text, gap;
        /// The account of the group.
        user_id: Text, none;
        /// The VPC of the group, if it is a peered one.
        vpc_id: Text, none;
        /// The peering connection.
        vpc_peering_connection_id: Text, none;
        /// The state of the peering.
        peering_status: Text, none;
        /// What the maker wrote.
        description: Text, none;
    }
}

record! {
    /// One rule of a group, by its id.
    SecurityGroupRule {
        /// `sgr-...`
        security_group_rule_id: Text, gap;
        /// Whether it is about what leaves.
        is_egress: bool, gap;
        /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1`.
        ip_protocol: Text, gap;
        /// The first port, or the ICMP type.
        from_port: i64, none;
        /// The last port, or the ICMP code.
        to_port: i64, none;
        /// The IPv4 peer.
        cidr_ipv4: Text, none;
        /// The IPv6 peer.
        cidr_ipv6: Text, none;
        /// The prefix list.
        prefix_list_id: Text, none;
        /// The group.
        referenced_group_id: Text, none;
    }
}

record! {
    /// A network ACL.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAcl.html>
    NetworkAcl {
        /// `acl-...`
        network_acl_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// Whether it is the default of the VPC.
        is_default: bool, gap;
        /// The subnets that it filters.
        associated_subnet_ids: Vec<Text>, gap;
        /// Its entries; the lowest number that matches decides.
        entries: Vec<NetworkAclEntry>, gap;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// An entry of a network ACL.
    NetworkAclEntry {
        /// The place in the order.
        rule_number: i64, gap;
        /// Whether it is about what leaves the subnet.
        egress: bool, gap;
        /// The protocol as a decimal number, `-1` for all.
        protocol: Text, gap;
        /// `allow` or `deny`.
        rule_action: Text, gap;
        /// The IPv4 peer.
        cidr_block: Text, none;
        /// The IPv6 peer.
        ipv6_cidr_block: Text, none;
        /// The first port; none is all.
        from_port: i64, none;
        /// The last port; none is all.
        to_port: i64, none;
        /// The ICMP type, -1 is all.
        icmp_type: i64, none;
        /// The ICMP code, -1 is all.
        icmp_code: i64, none;
    }
}

record! {
    /// A prefix list, of a customer or of AWS.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedPrefixList.html>
    PrefixList {
        /// `pl-...`
        prefix_list_id: Text, gap;
        /// The name.
        prefix_list_name: Text, gap;
        /// The account that owns it, or `AWS`.
        owner_id: Text, gap;
        /// `IPv4` or `IPv6`.
        address_family: Text, none;
        /// Its ranges; of the lists of AWS they come from `DescribePrefixLists`, where that tells them.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html>
        entries: Vec<PrefixListEntry>, none, via "ec2:GetManagedPrefixListEntries";
    }
}

record! {
    /// A range of a prefix list.
    PrefixListEntry {
        /// The range.
        cidr: Text, gap;
        /// What the maker wrote.
        description: Text, none;
    }
}
