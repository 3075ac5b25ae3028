//! VPCs with their DHCP options and flow logs, subnets and route tables.

use crate::model::id::Text;
use crate::model::kinds::ec2_group_peers::SecurityGroupForVpc;
use crate::record;

record! {
    /// A tag.
    Tag {
        /// Its key.
        key: Text, gap;
        /// Its value.
        value: Text, default(Text::default());
    }
}

record! {
    /// A virtual private cloud.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html>
    Vpc {
        /// `vpc-...`
        vpc_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// The primary IPv4 range.
        cidr_block: Text, gap;
        /// Every IPv4 range that is associated.
        cidr_block_associations: Vec<CidrBlockAssociation>, none;
        /// Every IPv6 range that is associated.
        ipv6_cidr_block_associations: Vec<CidrBlockAssociation>, none;
        /// Whether it is the default VPC of its region.
        is_default: bool, gap;
        /// The set of DHCP options.
        dhcp_options_id: Text, none;
        /// Whether the resolver of the VPC answers. Only the owner can read it.
        enable_dns_support: bool, gap, via "ec2:DescribeVpcAttribute";
        /// Whether instances get public DNS names, and private zones work. Only the owner can read it.
        enable_dns_hostnames: bool, gap, via "ec2:DescribeVpcAttribute";
        /// The private zones that the VPC is associated with, those of other accounts and of AWS
        /// services too.
        /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByVPC.html>
        hosted_zones: Vec<HostedZoneSummary>, none, via "route53:ListHostedZonesByVPC";
        /// The groups that the owner's interfaces in it can carry, those of other VPCs and accounts too.
        security_groups: Vec<SecurityGroupForVpc>, none, via "ec2:GetSecurityGroupsForVpc";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A range of a VPC and the state of its association.
    CidrBlockAssociation {
        /// The range.
        cidr_block: Text, gap;
        /// `associated`, `disassociated` and states between.
        state: Text, gap;
    }
}

record! {
    /// A private zone as one VPC sees it.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZoneSummary.html>
    HostedZoneSummary {
        /// The id, without `/hostedzone/`.
        hosted_zone_id: Text, gap;
        /// The name, with its last dot.
        name: Text, gap;
        /// The account that made it, if an account did.
        owning_account: Text, none;
        /// The AWS service that made it, if one did.
        owning_service: Text, none;
    }
}

record! {
    /// A set of DHCP options: what instances are told when they ask for an address.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html>
    DhcpOptions {
        /// `dopt-...`
        dhcp_options_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// The resolvers, `AmazonProvidedDNS` or addresses; none if instances are told of none.
        domain_name_servers: Vec<Text>, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A subnet.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html>
    Subnet {
        /// `subnet-...`
        subnet_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// The IPv4 range; none for an IPv6-only subnet.
        cidr_block: Text, none;
        /// The IPv6 ranges.
        ipv6_cidr_block_associations: Vec<CidrBlockAssociation>, none;
        /// The name of the zone in this account.
        availability_zone: Text, gap;
        /// The id of the zone, the same in every account.
        availability_zone_id: Text, gap;
        /// Free IPv4 addresses.
        available_ip_address_count: i64, gap, volatile true;
        /// Whether interfaces get a public IPv4 address when they are launched.
        map_public_ip_on_launch: bool, gap;
        /// Whether interfaces get an IPv6 address when they are made.
        assign_ipv6_address_on_creation: bool, gap;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A log of the flows of a VPC, a subnet, an interface or a transit gateway.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html>
    FlowLog {
        /// `fl-...`
        flow_log_id: Text, gap;
        /// What is logged.
        resource_id: Text, gap;
        /// `ACTIVE` and other states.
        flow_log_status: Text, gap;
        /// `SUCCESS` or `FAILED`; none until something was delivered.
        deliver_logs_status: Text, none;
        /// `ACCEPT`, `REJECT` or `ALL`; none for a transit gateway, whose log has everything.
        traffic_type: Text, none;
        /// The fields of a line, in their order.
        log_format: Text, gap;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A route table.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html>
    RouteTable {
        /// `rtb-...`
        route_table_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// What uses it.
        associations: Vec<RouteTableAssociation>, gap;
        /// Its routes.
        routes: Vec<Route>, gap;
        /// The virtual private gateways that write their routes into it.
        propagating_vgw_ids: Vec<Text>, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The use of a route table by a subnet, by a gateway, or by every subnet without one (`main`).
    RouteTableAssociation {
        /// Whether it is the main table of the VPC.
        main: bool, gap;
        /// The subnet.
        subnet_id: Text, none;
        /// The gateway, for edge tables.
        gateway_id: Text, none;
        /// `associated` and states between.
        state: Text, none;
    }
}

record! {
    /// A route.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html>
    Route {
        /// The IPv4 destination.
        destination_cidr_block: Text, none;
        /// The IPv6 destination.
        destination_ipv6_cidr_block: Text, none;
        /// The prefix list that is the destination.
        destination_prefix_list_id: Text, none;
        /// An internet gateway, a VPN gateway, a gateway endpoint, `local`, or `VpcLattice`.
        gateway_id: Text, none;
        /// A NAT gateway.
        nat_gateway_id: Text, none;
        /// An egress-only internet gateway.
        egress_only_internet_gateway_id: Text, none;
        /// A transit gateway.
        transit_gateway_id: Text, none;
        /// A peering connection.
        vpc_peering_connection_id: Text, none;
        /// An interface.
        network_interface_id: Text, none;
        /// An instance.
        instance_id: Text, none;
        /// A carrier gateway.
        carrier_gateway_id: Text, none;
        /// A local gateway.
        local_gateway_id: Text, none;
        /// A core network.
        core_network_arn: Text, none;
        /// A network of Oracle Database@AWS.
        odb_network_arn: Text, none;
        /// `active` or `blackhole`; a blackhole still wins and drops.
        state: Text, gap;
        /// Who made it: `CreateRouteTable`, `CreateRoute` or `EnableVgwRoutePropagation`.
        origin: Text, none;
    }
}
