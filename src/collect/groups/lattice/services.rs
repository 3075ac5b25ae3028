//! Services, of the account and shared with it.

use aws_sdk_vpclattice::types;
use futures_util::future::join_all;

use super::policies::{self, access_logs, auth_policy};
use super::{ACCESS_LOGS, AUTH_POLICY, SERVICE, SERVICES};
use crate::collect::convert::text;
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::vpc_lattice_network::LatticeService;

pub(super) async fn services(place: &Place<'_>) {
    let lattice = &place.clients.lattice;
    let told = place.pages(
        &SERVICES,
        |token| {
            lattice
                .list_services()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(told.items, told.next_token),
    );
    let identity = |told: &types::ServiceSummary| place.named(told.arn.as_ref());
    let mut services = place.drafts(&SERVICES, told.await, identity, |told| LatticeService {
        id: text(told.id),
        name: text(told.name),
        status: text(told.status),
        dns_name: text(told.dns_entry.and_then(|entry| entry.domain_name)),
        custom_domain_name: text(told.custom_domain_name),
        ..LatticeService::default()
    });
    join_all(services.iter_mut().map(|service| complete(place, service))).await;
    place.keep(services);
}

async fn complete(place: &Place<'_>, service: &mut Draft<LatticeService>) {
    let arn = service.identity.arn.as_str().to_owned();
    let call = place.clients.lattice.get_service();
    match place
        .ask(&SERVICE, call.service_identifier(&arn).send())
        .await
    {
        Ok(told) => service.facts.auth_type = text(told.auth_type),
        Err(gap) => service.lacks(&SERVICE, &gap),
    }
    if !place.owns(&service.identity) {
        for operation in [&AUTH_POLICY, &ACCESS_LOGS] {
            let gap = place.only_owner(operation, &service.identity);
            service.lacks(operation, &gap);
        }
        return;
    }
    // A policy that decides nothing is not asked for.
    let decides = service.facts.auth_type != Fact::Known(Text::const_new("NONE"));
    let auth = async {
        match decides {
            true => auth_policy(place, &arn).await,
            false => Ok(None),
        }
    };
    let (auth, logs) = tokio::join!(auth, access_logs(place, &arn));
    policies::set(service, &AUTH_POLICY, "auth_policy", auth, |facts| {
        &mut facts.auth_policy
    });
    service.list(&ACCESS_LOGS, logs, |facts| {
        &mut facts.access_log_subscriptions
    });
}
