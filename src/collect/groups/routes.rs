//! Route tables, internet gateways and NAT gateways.

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{ids, list, tags, text};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_network::{
    InternetGateway, InternetGatewayAttachment, NatGateway, NatGatewayAddress,
};
use crate::model::kinds::ec2_vpc::{Route, RouteTable, RouteTableAssociation};

operations! {
    TABLES = "ec2:DescribeRouteTables";
    INTERNET_GATEWAYS = "ec2:DescribeInternetGateways";
    NAT_GATEWAYS = "ec2:DescribeNatGateways";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(tables(place), internet_gateways(place), nat_gateways(place));
        })
    },
};

async fn tables(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &TABLES,
        |token| {
            ec2.describe_route_tables()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(told.route_tables, told.next_token),
    );
    let identity = |told: &types::RouteTable| {
        place.ec2(
            "route-table",
            told.route_table_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    place.keep(place.drafts(&TABLES, told.await, identity, table));
}

fn table(told: types::RouteTable) -> RouteTable {
    RouteTable {
        route_table_id: text(told.route_table_id),
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        associations: list(told.associations, |use_| RouteTableAssociation {
            main: Fact::told(use_.main),
            subnet_id: text(use_.subnet_id),
            gateway_id: text(use_.gateway_id),
            state: text(use_.association_state.and_then(|state| state.state)),
        }),
        routes: list(told.routes, route),
        propagating_vgw_ids: ids(told.propagating_vgws, |vgw| vgw.gateway_id),
        tags: tags!(told.tags),
    }
}

fn route(told: types::Route) -> Route {
    Route {
        destination_cidr_block: text(told.destination_cidr_block),
        destination_ipv6_cidr_block: text(told.destination_ipv6_cidr_block),
        destination_prefix_list_id: text(told.destination_prefix_list_id),
        gateway_id: text(told.gateway_id),
        nat_gateway_id: text(told.nat_gateway_id),
        egress_only_internet_gateway_id: text(told.egress_only_internet_gateway_id),
        transit_gateway_id: text(told.transit_gateway_id),
        vpc_peering_connection_id: text(told.vpc_peering_connection_id),
        network_interface_id: text(told.network_interface_id),
        instance_id: text(told.instance_id),
        carrier_gateway_id: text(told.carrier_gateway_id),
        local_gateway_id: text(told.local_gateway_id),
        core_network_arn: text(told.core_network_arn),
        odb_network_arn: text(told.odb_network_arn),
        state: text(told.state),
        origin: text(told.origin),
    }
}

async fn internet_gateways(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &INTERNET_GATEWAYS,
        |token| {
            ec2.describe_internet_gateways()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.internet_gateways, told.next_token),
    );
    let identity = |told: &types::InternetGateway| {
        place.ec2(
            "internet-gateway",
            told.internet_gateway_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    place.keep(place.drafts(&INTERNET_GATEWAYS, told.await, identity, internet_gateway));
}

fn internet_gateway(told: types::InternetGateway) -> InternetGateway {
    InternetGateway {
        internet_gateway_id: text(told.internet_gateway_id),
        owner_id: text(told.owner_id),
        attachments: list(told.attachments, |attachment| InternetGatewayAttachment {
            vpc_id: text(attachment.vpc_id),
            state: text(attachment.state),
        }),
        tags: tags!(told.tags),
    }
}

async fn nat_gateways(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &NAT_GATEWAYS,
        |token| {
            ec2.describe_nat_gateways()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.nat_gateways, told.next_token),
    );
    let identity =
        |told: &types::NatGateway| place.ec2("natgateway", told.nat_gateway_id.as_ref(), None);
    place.keep(place.drafts(&NAT_GATEWAYS, told.await, identity, nat_gateway));
}

fn nat_gateway(told: types::NatGateway) -> NatGateway {
    NatGateway {
        nat_gateway_id: text(told.nat_gateway_id),
        vpc_id: text(told.vpc_id),
        subnet_id: text(told.subnet_id),
        state: text(told.state),
        connectivity_type: text(told.connectivity_type),
        availability_mode: text(told.availability_mode),
        nat_gateway_addresses: list(told.nat_gateway_addresses, |address| NatGatewayAddress {
            public_ip: text(address.public_ip),
            private_ip: text(address.private_ip),
            network_interface_id: text(address.network_interface_id),
            availability_zone_id: text(address.availability_zone_id),
        }),
        route_table_id: text(told.route_table_id),
        tags: tags!(told.tags),
    }
}
