//! What services are connected with: VPC connectors on the way out, ingress connections on the way in.

use std::collections::BTreeSet;

use aws_sdk_apprunner::types;
use futures_util::future::join_all;

use super::{CONNECTOR, CONNECTORS, INGRESS, INGRESSES};
use crate::collect::convert::{text, texts};
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::apprunner::{VpcConnector, VpcIngressConnection};

/// Reads the list of connectors.
pub(super) async fn connectors(place: &Place<'_>) -> Vec<Draft<VpcConnector>> {
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
    place.drafts(&CONNECTORS, told.await, identity, connector)
}

fn connector(told: types::VpcConnector) -> VpcConnector {
    VpcConnector {
        vpc_connector_name: text(told.vpc_connector_name),
        // Revisions count from one: zero is what the SDK says where the service said nothing.
        vpc_connector_revision: Fact::told(
            Some(told.vpc_connector_revision.into()).filter(|number| *number > 0),
        ),
        status: text(told.status),
        subnets: texts(told.subnets),
        security_groups: texts(told.security_groups),
    }
}

/// Keeps the connectors of the list, and asks for each of these that are not among them: a list that
/// is refused, or cut, hides none that a service uses.
pub(super) async fn keep(
    place: &Place<'_>,
    mut connectors: Vec<Draft<VpcConnector>>,
    mut used: BTreeSet<String>,
) {
    for connector in &connectors {
        used.remove(connector.identity.arn.as_str());
    }
    let asked = join_all(used.iter().map(|arn| one_connector(place, arn))).await;
    connectors.extend(asked.into_iter().flatten());
    place.keep(connectors);
}

async fn one_connector(place: &Place<'_>, arn: &str) -> Option<Draft<VpcConnector>> {
    let call = place.clients.apprunner.describe_vpc_connector();
    let call = call.vpc_connector_arn(arn);
    let told = place.ask(&CONNECTOR, call.send()).await.ok()?.vpc_connector;
    let identity = told
        .as_ref()
        .and_then(|told| place.named(told.vpc_connector_arn.as_ref()));
    let Some((told, identity)) = told.zip(identity) else {
        let gap = Gap::new(GapReason::Failed, CONNECTOR.name);
        place.lacks(&CONNECTOR, &gap.because("the answer has no connector"));
        return None;
    };
    Some(Draft::of(identity, connector(told)))
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
