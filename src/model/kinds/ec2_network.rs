//! Gateways, interfaces, addresses and instances.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// An internet gateway.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGateway.html>
    InternetGateway {
        /// `igw-...`
        internet_gateway_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// The VPCs it is attached to (one at most).
        attachments: Vec<InternetGatewayAttachment>, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The attachment of an internet gateway.
    InternetGatewayAttachment {
        /// The VPC.
        vpc_id: Text, gap;
        /// `available` (the API's word for attached) and states between.
        state: Text, gap;
    }
}

record! {
    /// A NAT gateway.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html>
    NatGateway {
        /// `nat-...`
        nat_gateway_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// Its subnet; none for a regional one.
        subnet_id: Text, none;
        /// `available` and other states.
        state: Text, gap;
        /// `public` or `private`.
        connectivity_type: Text, default(Text::const_new("public"));
        /// `zonal` or `regional`.
        availability_mode: Text, default(Text::const_new("zonal"));
        /// Its addresses.
        nat_gateway_addresses: Vec<NatGatewayAddress>, none;
        /// Its route table, if it is a regional one.
        route_table_id: Text, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// An address of a NAT gateway.
    NatGatewayAddress {
        /// The public address.
        public_ip: Text, none;
        /// The private address.
        private_ip: Text, none;
        /// The interface.
        network_interface_id: Text, none;
        /// The zone that a regional one serves with it, by the id that is the same in every account.
        availability_zone_id: Text, none;
    }
}

record! {
    /// An elastic network interface.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html>
    NetworkInterface {
        /// `eni-...`
        network_interface_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// Its subnet.
        subnet_id: Text, gap;
        /// The name of its zone.
        availability_zone: Text, none;
        /// `interface`, `nat_gateway`, `vpc_endpoint`, `lambda`, ...
        interface_type: Text, gap;
        /// `available`, `in-use`, ...
        status: Text, gap;
        /// The service that asked for it.
        requester_id: Text, none;
        /// Whether a service manages it.
        requester_managed: bool, default(false);
        /// What the maker wrote.
        description: Text, none;
        /// Whether packets that are not its own are dropped.
        source_dest_check: bool, gap;
        /// Its groups.
        groups: Vec<GroupIdentifier>, none;
        /// Its private IPv4 addresses, the primary one too.
        private_ip_addresses: Vec<PrivateIpAddress>, none;
        /// Its IPv6 addresses.
        ipv6_addresses: Vec<Ipv6Address>, none;
        /// The blocks of IPv4 that are delegated to it, whose addresses it hands out itself.
        ipv4_prefixes: Vec<Ipv4Prefix>, none;
        /// The same of IPv6.
        ipv6_prefixes: Vec<Ipv6Prefix>, none;
        /// What it is attached to.
        attachment: NetworkInterfaceAttachment, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A security group by id and name.
    GroupIdentifier {
        /// `sg-...`
        group_id: Text, gap;
        /// The name.
        group_name: Text, none;
    }
}

record! {
    /// A private IPv4 address of an interface.
    PrivateIpAddress {
        /// The address.
        private_ip_address: Text, gap;
        /// Whether it is the primary one.
        primary: bool, default(false);
        /// The public IPv4 address that is mapped to it.
        public_ip: Text, none;
    }
}

record! {
    /// An IPv6 address of an interface.
    Ipv6Address {
        /// The address.
        ipv6_address: Text, gap;
    }
}

record! {
    /// A block of IPv4 that is delegated to an interface.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ipv4PrefixSpecification.html>
    Ipv4Prefix {
        /// The block.
        ipv4_prefix: Text, gap;
    }
}

record! {
    /// A block of IPv6 that is delegated to an interface.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ipv6PrefixSpecification.html>
    Ipv6Prefix {
        /// The block.
        ipv6_prefix: Text, gap;
    }
}

record! {
    /// The attachment of an interface.
    NetworkInterfaceAttachment {
        /// The instance.
        instance_id: Text, none;
        /// The account, or the service, of the instance.
        instance_owner_id: Text, none;
        /// `attached` and states between.
        status: Text, none;
    }
}

record! {
    /// An Elastic IP address.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Address.html>
    Address {
        /// `eipalloc-...`
        allocation_id: Text, gap;
        /// The address.
        public_ip: Text, gap;
        /// What maps it to an interface; none if nothing does.
        association_id: Text, none;
        /// The interface.
        network_interface_id: Text, none;
        /// The account that owns the interface.
        network_interface_owner_id: Text, none;
        /// The private address that it is mapped to.
        private_ip_address: Text, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// An EC2 instance.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html>
    Instance {
        /// `i-...`
        instance_id: Text, gap;
        /// `running`, `stopped`, ...
        state: Text, gap;
        /// Its VPC; none once it is terminated.
        vpc_id: Text, none;
        /// The subnet of its first interface.
        subnet_id: Text, none;
        /// Its interfaces.
        network_interface_ids: Vec<Text>, none;
        /// Its groups.
        security_groups: Vec<GroupIdentifier>, none;
        /// The instance profile.
        iam_instance_profile_arn: Text, none;
        /// `required` if the metadata service answers only with a session token (IMDSv2), else
        /// `optional`.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html>
        metadata_http_tokens: Text, gap;
        /// Whether the metadata service answers at all: `enabled` or `disabled`.
        metadata_http_endpoint: Text, gap;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}
