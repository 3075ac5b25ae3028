//! Transit gateways with their attachments and route tables.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::record;

record! {
    /// A transit gateway, of the account or shared with it.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGateway.html>
    TransitGateway {
        /// `tgw-...`
        transit_gateway_id: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// `available` and other states.
        state: Text, gap;
        /// `enable` or `disable`: whether attachments from other accounts need no consent.
        auto_accept_shared_attachments: Text, gap;
        /// `enable` or `disable`: whether groups of other attached VPCs can be referenced.
        security_group_referencing_support: Text, default(Text::const_new("disable"));
        /// `enable` or `disable`: whether public names of attached VPCs are answered with private
        /// addresses.
        dns_support: Text, gap;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// An attachment of a transit gateway: a VPC, a VPN connection, another transit gateway, ...
    /// The owner of the gateway sees those of other accounts, too.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html>
    TransitGatewayAttachment {
        /// `tgw-attach-...`
        transit_gateway_attachment_id: Text, gap;
        /// The transit gateway.
        transit_gateway_id: Text, gap;
        /// The account that owns the transit gateway.
        transit_gateway_owner_id: Text, gap;
        /// The account that owns what is attached.
        resource_owner_id: Text, gap;
        /// `vpc`, `vpn`, `direct-connect-gateway`, `peering`, `connect`, ...
        resource_type: Text, gap;
        /// The id of what is attached.
        resource_id: Text, gap;
        /// `available`, `pendingAcceptance`, `deleted`, ...
        state: Text, gap;
        /// The route table by which what comes from the attachment is routed.
        association: TransitGatewayAttachmentAssociation, none;
        /// What only attachments of VPCs have.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayVpcAttachment.html>
        vpc: TransitGatewayVpcAttachment, none, via "ec2:DescribeTransitGatewayVpcAttachments";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The route table of an attachment.
    TransitGatewayAttachmentAssociation {
        /// `tgw-rtb-...`
        transit_gateway_route_table_id: Text, gap;
        /// `associated` and states between.
        state: Text, gap;
    }
}

record! {
    /// Where a transit gateway enters a VPC, and what it does there.
    TransitGatewayVpcAttachment {
        /// One subnet in each zone that it serves.
        subnet_ids: Vec<Text>, gap;
        /// `enable` or `disable`: whether public names of the other VPCs are answered with private
        /// addresses.
        dns_support: Text, gap;
        /// `enable` or `disable`: whether groups of the other VPCs can be referenced.
        security_group_referencing_support: Text, default(Text::const_new("enable"));
        /// `enable` or `disable`: whether IPv6 goes through it.
        ipv6_support: Text, gap;
        /// `enable` or `disable`: whether both directions of a flow stay in one zone.
        appliance_mode_support: Text, default(Text::const_new("disable"));
    }
}

record! {
    /// A route table of a transit gateway. Only the owner of the gateway sees it.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRouteTable.html>
    TransitGatewayRouteTable {
        /// `tgw-rtb-...`
        transit_gateway_route_table_id: Text, gap;
        /// The transit gateway.
        transit_gateway_id: Text, gap;
        /// `available` and other states.
        state: Text, gap;
        /// Its routes, static and propagated.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SearchTransitGatewayRoutes.html>
        routes: Vec<TransitGatewayRoute>, none, via "ec2:SearchTransitGatewayRoutes";
        /// The attachments from which traffic is routed by it.
        associations: Vec<TransitGatewayRouteTableAssociation>, none, via "ec2:GetTransitGatewayRouteTableAssociations";
        /// The attachments that write their routes into it.
        propagations: Vec<TransitGatewayRouteTablePropagation>, none, via "ec2:GetTransitGatewayRouteTablePropagations";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// A route of a transit gateway.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRoute.html>
    TransitGatewayRoute {
        /// The destination, IPv4 or IPv6.
        destination_cidr_block: Text, none;
        /// The prefix list that the route came with.
        prefix_list_id: Text, none;
        /// `static` or `propagated`.
        route_type: Text, gap;
        /// `active` or `blackhole`; a blackhole still wins and drops.
        state: Text, gap;
        /// Where it leads; none for a blackhole.
        transit_gateway_attachment_ids: Vec<Text>, none;
    }
}

record! {
    /// An attachment that uses a route table.
    TransitGatewayRouteTableAssociation {
        /// `tgw-attach-...`
        transit_gateway_attachment_id: Text, gap;
        /// `associated` and states between.
        state: Text, gap;
    }
}

record! {
    /// An attachment that writes its routes into a route table.
    TransitGatewayRouteTablePropagation {
        /// `tgw-attach-...`
        transit_gateway_attachment_id: Text, gap;
        /// `enabled` and states between.
        state: Text, gap;
    }
}
