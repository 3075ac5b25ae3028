//! VPC Lattice: resource gateways and configurations, service networks and services, and what they
//! associate.

mod configurations;
mod gateways;
mod networks;
mod policies;
mod services;

use aws_sdk_vpclattice::types;

use super::Group;
use crate::collect::convert::{required, text};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::kinds::Reach;
use crate::model::kinds::vpc_lattice::DomainVerification;

operations! {
    GATEWAYS = "vpc-lattice:ListResourceGateways";
    CONFIGURATIONS = "vpc-lattice:ListResourceConfigurations";
    CONFIGURATION = "vpc-lattice:GetResourceConfiguration" after CONFIGURATIONS;
    // Asked for gateways that configurations name and the list does not tell.
    GATEWAY = "vpc-lattice:GetResourceGateway" after GATEWAYS;
    ENDPOINTS = "vpc-lattice:ListResourceEndpointAssociations" after CONFIGURATIONS;
    DOMAINS = "vpc-lattice:ListDomainVerifications";
    NETWORKS = "vpc-lattice:ListServiceNetworks";
    NETWORK = "vpc-lattice:GetServiceNetwork" after NETWORKS;
    NETWORK_ENDPOINTS = "vpc-lattice:ListServiceNetworkVpcEndpointAssociations" after NETWORKS;
    VPCS = "vpc-lattice:ListServiceNetworkVpcAssociations" after NETWORKS;
    VPC = "vpc-lattice:GetServiceNetworkVpcAssociation" after VPCS;
    RESOURCES = "vpc-lattice:ListServiceNetworkResourceAssociations" after NETWORKS;
    RESOURCE = "vpc-lattice:GetServiceNetworkResourceAssociation" after RESOURCES;
    SERVICES = "vpc-lattice:ListServices";
    SERVICE = "vpc-lattice:GetService" after SERVICES;
    RESOURCE_POLICY = "vpc-lattice:GetResourcePolicy" after CONFIGURATIONS, NETWORKS;
    AUTH_POLICY = "vpc-lattice:GetAuthPolicy" after NETWORKS, SERVICES;
    ACCESS_LOGS = "vpc-lattice:ListAccessLogSubscriptions" after CONFIGURATIONS, NETWORKS, SERVICES;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(
                targets(place),
                domains(place),
                networks::networks(place),
                services::services(place)
            );
        })
    },
};

/// What endpoints lead to, and through what.
async fn targets(place: &Place<'_>) {
    let (gateways, used) = tokio::join!(
        gateways::listed(place),
        configurations::configurations(place)
    );
    gateways::keep(place, gateways, used).await;
}

async fn domains(place: &Place<'_>) {
    let lattice = &place.clients.lattice;
    let told = place.pages(
        &DOMAINS,
        |token| {
            lattice
                .list_domain_verifications()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    let identity = |told: &types::DomainVerificationSummary| place.named(Some(&told.arn));
    place.keep(
        place.drafts(&DOMAINS, told.await, identity, |told| DomainVerification {
            id: required(told.id),
            domain_name: required(told.domain_name),
            status: text(Some(told.status)),
        }),
    );
}
