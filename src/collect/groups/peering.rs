//! What joins VPCs to other networks: peering, egress-only gateways, VPN gateways and connections.

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{ids, int, list, record, tags, text};
use crate::collect::draft::Identity;
use crate::collect::operation::operations;
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::id::{AccountId, Arn, Region};
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_network::InternetGatewayAttachment;
use crate::model::kinds::ec2_peering::{
    EgressOnlyInternetGateway, PeeredVpc, VgwTelemetry, VpcAttachment, VpcPeeringConnection,
    VpnConnection, VpnGateway, VpnStaticRoute,
};

operations! {
    PEERINGS = "ec2:DescribeVpcPeeringConnections";
    EGRESS_ONLY_GATEWAYS = "ec2:DescribeEgressOnlyInternetGateways";
    VPN_GATEWAYS = "ec2:DescribeVpnGateways";
    VPN_CONNECTIONS = "ec2:DescribeVpnConnections";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(
                peerings(place),
                egress_only_gateways(place),
                vpn_gateways(place),
                vpn_connections(place)
            );
        })
    },
};

async fn peerings(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &PEERINGS,
        |token| {
            ec2.describe_vpc_peering_connections()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.vpc_peering_connections, told.next_token),
    );
    let told = told.await;
    place.joined.peered(peered(&told));
    place.keep(place.drafts(
        &PEERINGS,
        told,
        |told| peering_identity(place, told),
        peering,
    ));
}

/// The VPCs of the connections, in whatever state; nothing if there may be more.
fn peered(told: &Listed<types::VpcPeeringConnection>) -> Option<Vec<String>> {
    let sides = told.items.iter().flat_map(|connection| {
        [
            &connection.requester_vpc_info,
            &connection.accepter_vpc_info,
        ]
        .map(|side| {
            side.as_ref()
                .and_then(|vpc| vpc.vpc_id.as_ref())
                .map(String::from)
        })
    });
    let vpcs: Option<Vec<String>> = sides.collect();
    vpcs.filter(|_| told.gap.is_none())
}

/// A connection is the requester's, in the requester's region, from wherever it is seen: both sides
/// must tell of one resource.
fn peering_identity(place: &Place<'_>, told: &types::VpcPeeringConnection) -> Option<Identity> {
    let id = told.vpc_peering_connection_id.as_ref();
    let requester = told.requester_vpc_info.as_ref();
    let owner = requester.and_then(|vpc| vpc.owner_id.as_deref());
    let region = requester.and_then(|vpc| vpc.region.as_deref());
    let account = owner.map_or_else(|| place.scan.account.clone(), AccountId::from);
    let region = region.map_or_else(|| place.region.clone(), Region::from);
    let id = id.filter(|id| !id.is_empty())?;
    let name = format!("vpc-peering-connection/{id}");
    Some(Identity {
        arn: Arn::build("ec2", &region, &account, &name),
        account,
        region,
    })
}

fn peering(told: types::VpcPeeringConnection) -> VpcPeeringConnection {
    VpcPeeringConnection {
        vpc_peering_connection_id: text(told.vpc_peering_connection_id),
        status: text(told.status.and_then(|status| status.code)),
        requester_vpc_info: record(told.requester_vpc_info, peered_vpc),
        accepter_vpc_info: record(told.accepter_vpc_info, peered_vpc),
        tags: tags!(told.tags),
    }
}

fn peered_vpc(told: types::VpcPeeringConnectionVpcInfo) -> PeeredVpc {
    let options = told.peering_options;
    PeeredVpc {
        vpc_id: text(told.vpc_id),
        owner_id: text(told.owner_id),
        region: text(told.region),
        cidr_block_set: ids(told.cidr_block_set, |block| block.cidr_block),
        ipv6_cidr_block_set: ids(told.ipv6_cidr_block_set, |block| block.ipv6_cidr_block),
        allow_dns_resolution_from_remote_vpc: Fact::told(
            options.and_then(|options| options.allow_dns_resolution_from_remote_vpc),
        ),
    }
}

async fn egress_only_gateways(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &EGRESS_ONLY_GATEWAYS,
        |token| {
            ec2.describe_egress_only_internet_gateways()
                .max_results(255)
                .set_next_token(token)
                .send()
        },
        |told| page(told.egress_only_internet_gateways, told.next_token),
    );
    let identity = |told: &types::EgressOnlyInternetGateway| {
        let id = told.egress_only_internet_gateway_id.as_ref();
        place.ec2("egress-only-internet-gateway", id, None)
    };
    place.keep(
        place.drafts(&EGRESS_ONLY_GATEWAYS, told.await, identity, |told| {
            EgressOnlyInternetGateway {
                egress_only_internet_gateway_id: text(told.egress_only_internet_gateway_id),
                attachments: list(told.attachments, |attachment| InternetGatewayAttachment {
                    vpc_id: text(attachment.vpc_id),
                    state: text(attachment.state),
                }),
                tags: tags!(told.tags),
            }
        }),
    );
}

async fn vpn_gateways(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &VPN_GATEWAYS,
        |_: Option<String>| ec2.describe_vpn_gateways().send(),
        |told| page(told.vpn_gateways, None),
    );
    let identity =
        |told: &types::VpnGateway| place.ec2("vpn-gateway", told.vpn_gateway_id.as_ref(), None);
    place.keep(
        place.drafts(&VPN_GATEWAYS, told.await, identity, |told| VpnGateway {
            vpn_gateway_id: text(told.vpn_gateway_id),
            state: text(told.state),
            vpc_attachments: list(told.vpc_attachments, |attachment| VpcAttachment {
                vpc_id: text(attachment.vpc_id),
                state: text(attachment.state),
            }),
            tags: tags!(told.tags),
        }),
    );
}

async fn vpn_connections(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &VPN_CONNECTIONS,
        |_: Option<String>| ec2.describe_vpn_connections().send(),
        |told| page(told.vpn_connections, None),
    );
    let identity = |told: &types::VpnConnection| {
        place.ec2("vpn-connection", told.vpn_connection_id.as_ref(), None)
    };
    place.keep(place.drafts(&VPN_CONNECTIONS, told.await, identity, vpn_connection));
}

/// Without the configuration and the options of tunnels, which hold pre-shared keys.
fn vpn_connection(told: types::VpnConnection) -> VpnConnection {
    VpnConnection {
        vpn_connection_id: text(told.vpn_connection_id),
        state: text(told.state),
        vpn_gateway_id: text(told.vpn_gateway_id),
        transit_gateway_id: text(told.transit_gateway_id),
        static_routes_only: Fact::told(told.options.and_then(|options| options.static_routes_only)),
        routes: list(told.routes, |route| VpnStaticRoute {
            destination_cidr_block: text(route.destination_cidr_block),
            state: text(route.state),
        }),
        vgw_telemetry: list(told.vgw_telemetry, |tunnel| VgwTelemetry {
            outside_ip_address: text(tunnel.outside_ip_address),
            status: text(tunnel.status),
            accepted_route_count: int(tunnel.accepted_route_count),
        }),
        tags: tags!(told.tags),
    }
}
