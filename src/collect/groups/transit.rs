//! Transit gateways with their attachments and route tables.

use std::collections::BTreeMap;

use aws_sdk_ec2::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{ids, record, tags, text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::{Listed, page, truncated};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_transit::{
    TransitGateway, TransitGatewayAttachment, TransitGatewayAttachmentAssociation,
    TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayRouteTableAssociation,
    TransitGatewayRouteTablePropagation, TransitGatewayVpcAttachment,
};

operations! {
    GATEWAYS = "ec2:DescribeTransitGateways";
    ATTACHMENTS = "ec2:DescribeTransitGatewayAttachments";
    VPC_ATTACHMENTS = "ec2:DescribeTransitGatewayVpcAttachments" after ATTACHMENTS;
    TABLES = "ec2:DescribeTransitGatewayRouteTables" after GATEWAYS;
    ROUTES = "ec2:SearchTransitGatewayRoutes" after TABLES;
    ASSOCIATIONS = "ec2:GetTransitGatewayRouteTableAssociations" after TABLES;
    PROPAGATIONS = "ec2:GetTransitGatewayRouteTablePropagations" after TABLES;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(gateways(place), attachments(place));
        })
    },
};

async fn gateways(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &GATEWAYS,
        |token| {
            ec2.describe_transit_gateways()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.transit_gateways, told.next_token),
    );
    let told = told.await;
    let all = told.gap.is_none();
    let identity = |told: &types::TransitGateway| place.named(told.transit_gateway_arn.as_ref());
    let gateways = place.drafts(&GATEWAYS, told, identity, gateway);
    // The route tables of a gateway that is shared with the account are not shown to it.
    if !all || gateways.iter().any(|one| place.owns(&one.identity)) {
        tables(place).await;
    }
    place.keep(gateways);
}

fn gateway(told: types::TransitGateway) -> TransitGateway {
    let (mut auto_accept, mut referencing, mut dns) = (None, None, None);
    if let Some(options) = told.options {
        auto_accept = options.auto_accept_shared_attachments;
        referencing = options.security_group_referencing_support;
        dns = options.dns_support;
    }
    TransitGateway {
        transit_gateway_id: text(told.transit_gateway_id),
        owner_id: text(told.owner_id),
        state: text(told.state),
        auto_accept_shared_attachments: text(auto_accept),
        security_group_referencing_support: text(referencing),
        dns_support: text(dns),
        tags: tags!(told.tags),
    }
}

async fn attachments(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &ATTACHMENTS,
        |token| {
            ec2.describe_transit_gateway_attachments()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.transit_gateway_attachments, told.next_token),
    );
    let told = told.await;
    place.joined.attached(attached(&told));
    let identity = |told: &types::TransitGatewayAttachment| {
        place.ec2(
            "transit-gateway-attachment",
            told.transit_gateway_attachment_id.as_ref(),
            told.resource_owner_id.as_ref(),
        )
    };
    let mut attachments = place.drafts(&ATTACHMENTS, told, identity, attachment);
    vpc_attachments(place, &mut attachments).await;
    place.keep(attachments);
}

/// What is attached, in whatever state; nothing if there may be more.
fn attached(told: &Listed<types::TransitGatewayAttachment>) -> Option<Vec<String>> {
    let resources = told.items.iter().map(|one| one.resource_id.clone());
    let resources: Option<Vec<String>> = resources.collect();
    resources.filter(|_| told.gap.is_none())
}

fn attachment(told: types::TransitGatewayAttachment) -> TransitGatewayAttachment {
    TransitGatewayAttachment {
        transit_gateway_attachment_id: text(told.transit_gateway_attachment_id),
        transit_gateway_id: text(told.transit_gateway_id),
        transit_gateway_owner_id: text(told.transit_gateway_owner_id),
        resource_owner_id: text(told.resource_owner_id),
        resource_type: text(told.resource_type),
        resource_id: text(told.resource_id),
        state: text(told.state),
        association: record(told.association, |association| {
            TransitGatewayAttachmentAssociation {
                transit_gateway_route_table_id: text(association.transit_gateway_route_table_id),
                state: text(association.state),
            }
        }),
        tags: tags!(told.tags),
        ..TransitGatewayAttachment::default()
    }
}

/// What only the attachments of VPCs have, if there is any.
async fn vpc_attachments(place: &Place<'_>, attachments: &mut [Draft<TransitGatewayAttachment>]) {
    let of_vpc = |facts: &TransitGatewayAttachment| match &facts.resource_type {
        Fact::Known(kind) => kind == "vpc",
        Fact::None | Fact::Missing => true,
    };
    if !attachments.iter().any(|one| of_vpc(&one.facts)) {
        for attachment in attachments {
            attachment.facts.vpc = Fact::None;
        }
        return;
    }
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &VPC_ATTACHMENTS,
        |token| {
            ec2.describe_transit_gateway_vpc_attachments()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.transit_gateway_vpc_attachments, told.next_token),
    );
    let told = told.await;
    let details = told.items.into_iter().filter_map(|one| {
        let id = Text::from(one.transit_gateway_attachment_id.clone()?);
        Some((id, vpc_attachment(one)))
    });
    let mut details: BTreeMap<Text, TransitGatewayVpcAttachment> = details.collect();
    for attachment in attachments {
        let id = attachment.facts.transit_gateway_attachment_id.known();
        match id.and_then(|id| details.remove(id)) {
            Some(detail) => attachment.facts.vpc = Fact::Known(detail),
            None if !of_vpc(&attachment.facts) => attachment.facts.vpc = Fact::None,
            None => {
                let gap = told.gap.clone();
                let gap = gap.unwrap_or_else(|| match place.owns(&attachment.identity) {
                    true => Gap::new(GapReason::Failed, VPC_ATTACHMENTS.name)
                        .because("the attachment is not among those of VPCs"),
                    false => place.only_owner(&VPC_ATTACHMENTS, &attachment.identity),
                });
                attachment.lacks(&VPC_ATTACHMENTS, &gap);
            }
        }
    }
}

fn vpc_attachment(told: types::TransitGatewayVpcAttachment) -> TransitGatewayVpcAttachment {
    let (mut dns, mut referencing, mut ipv6, mut appliance) = (None, None, None, None);
    if let Some(options) = told.options {
        dns = options.dns_support;
        referencing = options.security_group_referencing_support;
        ipv6 = options.ipv6_support;
        appliance = options.appliance_mode_support;
    }
    TransitGatewayVpcAttachment {
        subnet_ids: texts(told.subnet_ids),
        dns_support: text(dns),
        security_group_referencing_support: text(referencing),
        ipv6_support: text(ipv6),
        appliance_mode_support: text(appliance),
    }
}

async fn tables(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &TABLES,
        |token| {
            ec2.describe_transit_gateway_route_tables()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.transit_gateway_route_tables, told.next_token),
    );
    let identity = |told: &types::TransitGatewayRouteTable| {
        let id = told.transit_gateway_route_table_id.as_ref();
        place.ec2("transit-gateway-route-table", id, None)
    };
    let mut tables = place.drafts(&TABLES, told.await, identity, |told| {
        TransitGatewayRouteTable {
            transit_gateway_route_table_id: text(told.transit_gateway_route_table_id),
            transit_gateway_id: text(told.transit_gateway_id),
            state: text(told.state),
            tags: tags!(told.tags),
            ..TransitGatewayRouteTable::default()
        }
    });
    join_all(tables.iter_mut().map(|table| complete(place, table))).await;
    place.keep(tables);
}

async fn complete(place: &Place<'_>, table: &mut Draft<TransitGatewayRouteTable>) {
    let Fact::Known(id) = table.facts.transit_gateway_route_table_id.clone() else {
        return;
    };
    let (routes, associations, propagations) = tokio::join!(
        routes(place, &id),
        associations(place, &id),
        propagations(place, &id)
    );
    table.list(&ROUTES, routes.fact(route), |facts| &mut facts.routes);
    let associations = associations.fact(|told| TransitGatewayRouteTableAssociation {
        transit_gateway_attachment_id: text(told.transit_gateway_attachment_id),
        state: text(told.state),
    });
    table.list(&ASSOCIATIONS, associations, |facts| &mut facts.associations);
    let propagations = propagations.fact(|told| TransitGatewayRouteTablePropagation {
        transit_gateway_attachment_id: text(told.transit_gateway_attachment_id),
        state: text(told.state),
    });
    table.list(&PROPAGATIONS, propagations, |facts| &mut facts.propagations);
}

/// The search needs a filter: this one lets everything through.
async fn routes(place: &Place<'_>, table: &Text) -> Listed<types::TransitGatewayRoute> {
    let every_type = types::Filter::builder()
        .name("type")
        .values("static")
        .values("propagated")
        .build();
    let told = place.pages(
        &ROUTES,
        |token| {
            let call = place.clients.ec2.search_transit_gateway_routes();
            call.transit_gateway_route_table_id(table.as_str())
                .filters(every_type.clone())
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| {
            let token = told.next_token.filter(|token| !token.is_empty());
            let more = told.additional_routes_available == Some(true) || token.is_some();
            truncated(told.routes, more, token)
        },
    );
    told.await
}

async fn associations(
    place: &Place<'_>,
    table: &Text,
) -> Listed<types::TransitGatewayRouteTableAssociation> {
    let told = place.pages(
        &ASSOCIATIONS,
        |token| {
            let ec2 = &place.clients.ec2;
            let call = ec2.get_transit_gateway_route_table_associations();
            call.transit_gateway_route_table_id(table.as_str())
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.associations, told.next_token),
    );
    told.await
}

async fn propagations(
    place: &Place<'_>,
    table: &Text,
) -> Listed<types::TransitGatewayRouteTablePropagation> {
    let told = place.pages(
        &PROPAGATIONS,
        |token| {
            let ec2 = &place.clients.ec2;
            let call = ec2.get_transit_gateway_route_table_propagations();
            call.transit_gateway_route_table_id(table.as_str())
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| {
            page(
                told.transit_gateway_route_table_propagations,
                told.next_token,
            )
        },
    );
    told.await
}

fn route(told: types::TransitGatewayRoute) -> TransitGatewayRoute {
    TransitGatewayRoute {
        destination_cidr_block: text(told.destination_cidr_block),
        prefix_list_id: text(told.prefix_list_id),
        route_type: text(told.r#type),
        state: text(told.state),
        transit_gateway_attachment_ids: ids(told.transit_gateway_attachments, |one| {
            one.transit_gateway_attachment_id
        }),
    }
}
