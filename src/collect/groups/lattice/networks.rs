//! Service networks, and the VPCs, endpoints and resources that are associated with them.

use aws_sdk_vpclattice::types;
use futures_util::future::join_all;

use super::policies::{self, access_logs, auth_policy, resource_policy};
use super::{
    ACCESS_LOGS, AUTH_POLICY, NETWORK, NETWORK_ENDPOINTS, NETWORKS, RESOURCE, RESOURCE_POLICY,
    RESOURCES, VPC, VPCS,
};
use crate::collect::convert::{int, text, texts};
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::vpc_lattice_network::{
    ServiceNetwork, ServiceNetworkEndpointAssociation, ServiceNetworkResourceAssociation,
    ServiceNetworkVpcAssociation,
};

pub(super) async fn networks(place: &Place<'_>) {
    let lattice = &place.clients.lattice;
    let told = place.pages(
        &NETWORKS,
        |token| {
            lattice
                .list_service_networks()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    let identity = |told: &types::ServiceNetworkSummary| place.named(told.arn.as_ref());
    let mut networks = place.drafts(&NETWORKS, told.await, identity, |told| ServiceNetwork {
        id: text(told.id),
        name: text(told.name),
        number_of_associated_services: int(told.number_of_associated_services),
        ..ServiceNetwork::default()
    });
    join_all(networks.iter_mut().map(|network| async {
        let arn = network.identity.arn.as_str().to_owned();
        tokio::join!(
            vpc_associations(place, &arn),
            resource_associations(place, &arn),
            complete(place, network, &arn)
        );
    }))
    .await;
    place.keep(networks);
}

async fn complete(place: &Place<'_>, network: &mut Draft<ServiceNetwork>, arn: &str) {
    let call = place.clients.lattice.get_service_network();
    let call = call.service_network_identifier(arn);
    match place.ask(&NETWORK, call.send()).await {
        Ok(told) => network.facts.auth_type = text(told.auth_type),
        Err(gap) => network.lacks(&NETWORK, &gap),
    }
    if !place.owns(&network.identity) {
        for operation in [
            &AUTH_POLICY,
            &RESOURCE_POLICY,
            &ACCESS_LOGS,
            &NETWORK_ENDPOINTS,
        ] {
            let gap = place.only_owner(operation, &network.identity);
            network.lacks(operation, &gap);
        }
        return;
    }
    // A policy that decides nothing is not asked for.
    let decides = network.facts.auth_type != Fact::Known(Text::const_new("NONE"));
    let auth = async {
        match decides {
            true => auth_policy(place, arn).await,
            false => Ok(None),
        }
    };
    let (auth, shared, logs, endpoints) = tokio::join!(
        auth,
        resource_policy(place, arn),
        access_logs(place, arn),
        endpoints(place, arn)
    );
    policies::set(network, &AUTH_POLICY, "auth_policy", auth, |facts| {
        &mut facts.auth_policy
    });
    policies::set(
        network,
        &RESOURCE_POLICY,
        "resource_policy",
        shared,
        |facts| &mut facts.resource_policy,
    );
    network.list(&ACCESS_LOGS, logs, |facts| {
        &mut facts.access_log_subscriptions
    });
    network.list(&NETWORK_ENDPOINTS, endpoints, |facts| {
        &mut facts.vpc_endpoint_associations
    });
}

async fn endpoints(
    place: &Place<'_>,
    network: &str,
) -> (Fact<Vec<ServiceNetworkEndpointAssociation>>, Option<Gap>) {
    let told = place.pages(
        &NETWORK_ENDPOINTS,
        |token| {
            let lattice = &place.clients.lattice;
            let call = lattice.list_service_network_vpc_endpoint_associations();
            let call = call.service_network_identifier(network);
            call.max_results(100).set_next_token(token).send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    told.await.fact(|told| ServiceNetworkEndpointAssociation {
        vpc_endpoint_id: text(told.vpc_endpoint_id),
        vpc_endpoint_owner_id: text(told.vpc_endpoint_owner_id),
        vpc_id: text(told.vpc_id),
        state: text(told.state),
    })
}

async fn vpc_associations(place: &Place<'_>, network: &str) {
    let told = place.pages(
        &VPCS,
        |token| {
            let call = place
                .clients
                .lattice
                .list_service_network_vpc_associations();
            let call = call.service_network_identifier(network);
            call.max_results(100).set_next_token(token).send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    let identity =
        |told: &types::ServiceNetworkVpcAssociationSummary| place.named(told.arn.as_ref());
    let mut associations = place.drafts(&VPCS, told.await, identity, |told| {
        ServiceNetworkVpcAssociation {
            id: text(told.id),
            status: text(told.status),
            service_network_arn: text(told.service_network_arn),
            vpc_id: text(told.vpc_id),
            ..ServiceNetworkVpcAssociation::default()
        }
    });
    join_all(associations.iter_mut().map(|association| async {
        let call = place.clients.lattice.get_service_network_vpc_association();
        let arn = association.identity.arn.as_str();
        let call = call.service_network_vpc_association_identifier(arn);
        match place.ask(&VPC, call.send()).await {
            Ok(told) => {
                association.facts.security_group_ids = texts(told.security_group_ids);
                association.facts.private_dns_enabled = Fact::told(told.private_dns_enabled);
            }
            Err(gap) => association.lacks(&VPC, &gap),
        }
    }))
    .await;
    place.keep(associations);
}

async fn resource_associations(place: &Place<'_>, network: &str) {
    let told = place.pages(
        &RESOURCES,
        |token| {
            let call = place
                .clients
                .lattice
                .list_service_network_resource_associations();
            let call = call.service_network_identifier(network);
            call.max_results(100).set_next_token(token).send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    let identity =
        |told: &types::ServiceNetworkResourceAssociationSummary| place.named(told.arn.as_ref());
    let mut associations = place.drafts(&RESOURCES, told.await, identity, |told| {
        ServiceNetworkResourceAssociation {
            id: text(told.id),
            status: text(told.status),
            service_network_arn: text(told.service_network_arn),
            resource_configuration_arn: text(told.resource_configuration_arn),
            dns_name: text(told.dns_entry.and_then(|entry| entry.domain_name)),
            ..ServiceNetworkResourceAssociation::default()
        }
    });
    join_all(associations.iter_mut().map(|association| async {
        let lattice = &place.clients.lattice;
        let call = lattice.get_service_network_resource_association();
        let arn = association.identity.arn.as_str();
        let call = call.service_network_resource_association_identifier(arn);
        match place.ask(&RESOURCE, call.send()).await {
            Ok(told) => {
                association.facts.private_dns_enabled = Fact::told(told.private_dns_enabled);
            }
            Err(gap) => association.lacks(&RESOURCE, &gap),
        }
    }))
    .await;
    place.keep(associations);
}
