//! What joins a VPC to other networks: peering, egress-only gateways, VPN.

use crate::model::id::Text;
use crate::model::kinds::ec2_network::InternetGatewayAttachment;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A peering connection of two VPCs. It is the requester's, and both sides see it.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html>
    VpcPeeringConnection {
        /// `pcx-...`
        vpc_peering_connection_id: Text, gap;
        /// The code of its status: `active`, `pending-acceptance`, `deleted`, ...
        status: Text, gap;
        /// The side that asked for it.
        requester_vpc_info: PeeredVpc, gap;
        /// The side that accepted it, or may yet.
        accepter_vpc_info: PeeredVpc, gap;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// One side of a peering connection.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnectionVpcInfo.html>
    PeeredVpc {
        /// `vpc-...`
        vpc_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its region.
        region: Text, gap;
        /// Its IPv4 ranges; of the accepter they are told only once the connection is active.
        cidr_block_set: Vec<Text>, gap;
        /// Its IPv6 ranges.
        ipv6_cidr_block_set: Vec<Text>, none;
        /// Whether the other side's queries for its public names are answered with private addresses.
        allow_dns_resolution_from_remote_vpc: bool, gap;
    }
}

record! {
    /// A gateway through which IPv6 traffic leaves a VPC, and none comes in.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EgressOnlyInternetGateway.html>
    EgressOnlyInternetGateway {
        /// `eigw-...`
        egress_only_internet_gateway_id: Text, gap;
        /// The VPCs it is attached to (one at most).
        attachments: Vec<InternetGatewayAttachment>, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A virtual private gateway: where a VPN or Direct Connect enters a VPC.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnGateway.html>
    VpnGateway {
        /// `vgw-...`
        vpn_gateway_id: Text, gap;
        /// `pending`, `available`, `deleting` or `deleted`.
        state: Text, gap;
        /// The VPCs it is attached to (one at most).
        vpc_attachments: Vec<VpcAttachment>, none;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The attachment of a VPN gateway.
    VpcAttachment {
        /// The VPC.
        vpc_id: Text, gap;
        /// `attached` and states between.
        state: Text, gap;
    }
}

record! {
    /// A site-to-site VPN connection. Its configuration, which holds the keys, is never kept.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html>
    VpnConnection {
        /// `vpn-...`
        vpn_connection_id: Text, gap;
        /// `pending`, `available`, `deleting` or `deleted`.
        state: Text, gap;
        /// The virtual private gateway, if it ends at one.
        vpn_gateway_id: Text, none;
        /// The transit gateway, if it ends at one.
        transit_gateway_id: Text, none;
        /// Whether routes are only the static ones, and none comes by BGP.
        static_routes_only: bool, gap;
        /// The static routes.
        routes: Vec<VpnStaticRoute>, none;
        /// What AWS saw of its tunnels last.
        vgw_telemetry: Vec<VgwTelemetry>, none, volatile true;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A static route of a VPN connection.
    VpnStaticRoute {
        /// The range on the far side.
        destination_cidr_block: Text, gap;
        /// `available` and states between.
        state: Text, gap;
    }
}

record! {
    /// A tunnel of a VPN connection.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VgwTelemetry.html>
    VgwTelemetry {
        /// The address of the tunnel on the side of AWS.
        outside_ip_address: Text, gap;
        /// `UP` or `DOWN`.
        status: Text, gap;
        /// How many routes BGP brought.
        accepted_route_count: i64, none;
    }
}
