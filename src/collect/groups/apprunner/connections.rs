//! What services are connected with: VPC connectors on the way out, ingress connections on the way in.

use aws_sdk_apprunner::types;
use futures_util::future::join_all;

use super::{CONNECTORS, INGRESS, INGRESSES};
use crate::collect::convert::{text, texts};
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::apprunner::{VpcConnector, VpcIngressConnection};

pub(super) async fn connectors(place: &Place<'_>) {
    let apprunner = &place.clients.apprunner;
    let told = place.pages(
        &CONNECTORS,
        |token| {
            apprunner
                .list_vpc_connectors()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(Some(told.vpc_connectors), told.next_token),
    );
    let identity = |told: &types::VpcConnector| place.named(told.vpc_connector_arn.as_ref());
    place.keep(
        place.drafts(&CONNECTORS, told.await, identity, |told| VpcConnector {
            vpc_connector_name: text(told.vpc_connector_name),
            // Revisions count from one: zero is what the SDK says where the service said nothing.
            vpc_connector_revision: Fact::told(
                Some(told.vpc_connector_revision.into()).filter(|number| *number > 0),
            ),
            status: text(told.status),
            subnets: texts(told.subnets),
            security_groups: texts(told.security_groups),
        }),
    );
}

pub(super) async fn ingresses(place: &Place<'_>) {
    let apprunner = &place.clients.apprunner;
    let told = place.pages(
        &INGRESSES,
        |token| {
            apprunner
                .list_vpc_ingress_connections()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| {
            page(
                Some(told.vpc_ingress_connection_summary_list),
                told.next_token,
            )
        },
    );
    let identity = |told: &types::VpcIngressConnectionSummary| {
        place.named(told.vpc_ingress_connection_arn.as_ref())
    };
    let mut ingresses = place.drafts(&INGRESSES, told.await, identity, |told| {
        VpcIngressConnection {
            service_arn: text(told.service_arn),
            ..VpcIngressConnection::default()
        }
    });
    join_all(ingresses.iter_mut().map(|ingress| complete(place, ingress))).await;
    place.keep(ingresses);
}

async fn complete(place: &Place<'_>, ingress: &mut Draft<VpcIngressConnection>) {
    let call = place.clients.apprunner.describe_vpc_ingress_connection();
    let call = call.vpc_ingress_connection_arn(ingress.identity.arn.as_str());
    let told = match place.ask(&INGRESS, call.send()).await {
        Ok(told) => told.vpc_ingress_connection,
        Err(gap) => return ingress.lacks(&INGRESS, &gap),
    };
    let Some(told) = told else {
        let gap = Gap::new(GapReason::Failed, INGRESS.name).because("the answer has no connection");
        place.lacks(&INGRESS, &gap);
        return ingress.lacks(&INGRESS, &gap);
    };
    let into = told.ingress_vpc_configuration;
    let (vpc, endpoint) = into.map_or((None, None), |into| (into.vpc_id, into.vpc_endpoint_id));
    ingress.facts.status = text(told.status);
    ingress.facts.vpc_id = text(vpc);
    ingress.facts.vpc_endpoint_id = text(endpoint);
}
