//! Resource gateways: those of the list, and those that a configuration goes through and the list does
//! not tell.

use std::collections::BTreeSet;

use aws_sdk_vpclattice::types::ResourceGatewaySummary;
use futures_util::future::join_all;

use super::{GATEWAY, GATEWAYS};
use crate::collect::convert::{text, texts};
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::vpc_lattice::ResourceGateway;

/// Reads the list.
pub(super) async fn listed(place: &Place<'_>) -> Vec<Draft<ResourceGateway>> {
    let lattice = &place.clients.lattice;
    let told = place.pages(
        &GATEWAYS,
        |token| {
            lattice
                .list_resource_gateways()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(told.items, told.next_token),
    );
    let identity = |told: &ResourceGatewaySummary| place.named(told.arn.as_ref());
    place.drafts(&GATEWAYS, told.await, identity, |told| ResourceGateway {
        id: text(told.id),
        name: text(told.name),
        status: text(told.status),
        vpc_id: text(told.vpc_identifier),
        subnet_ids: texts(told.subnet_ids),
        security_group_ids: texts(told.security_group_ids),
        resource_config_dns_resolution: text(told.resource_config_dns_resolution),
    })
}

/// Keeps the gateways of the list, and asks for each of these that are not among them: a list that is
/// refused, or cut, hides none that is in use.
pub(super) async fn keep(
    place: &Place<'_>,
    mut gateways: Vec<Draft<ResourceGateway>>,
    mut used: BTreeSet<String>,
) {
    for gateway in &gateways {
        used.remove(gateway.identity.arn.last());
    }
    let asked = join_all(used.iter().map(|id| one(place, id))).await;
    gateways.extend(asked.into_iter().flatten());
    place.keep(gateways);
}

async fn one(place: &Place<'_>, id: &str) -> Option<Draft<ResourceGateway>> {
    let call = place.clients.lattice.get_resource_gateway();
    let call = call.resource_gateway_identifier(id);
    let told = place.ask(&GATEWAY, call.send()).await.ok()?;
    let Some(identity) = place.named(told.arn.as_ref()) else {
        let gap = Gap::new(GapReason::Failed, GATEWAY.name).because("the answer has no ARN");
        place.lacks(&GATEWAY, &gap);
        return None;
    };
    let facts = ResourceGateway {
        id: text(told.id),
        name: text(told.name),
        status: text(told.status),
        vpc_id: text(told.vpc_id),
        subnet_ids: texts(told.subnet_ids),
        security_group_ids: texts(told.security_group_ids),
        resource_config_dns_resolution: text(told.resource_config_dns_resolution),
    };
    Some(Draft::of(identity, facts))
}
