//! VPC Lattice: resource gateways and configurations, service networks, and what they associate.

use aws_sdk_vpclattice::operation::get_resource_configuration::GetResourceConfigurationOutput;
use aws_sdk_vpclattice::types::{self, ResourceConfigurationDefinition};
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::vpc_lattice::{
    ResourceConfiguration, ResourceEndpointAssociation, ResourceGateway, ServiceNetwork,
    ServiceNetworkResourceAssociation, ServiceNetworkVpcAssociation,
};

operations! {
    GATEWAYS = "vpc-lattice:ListResourceGateways";
    CONFIGURATIONS = "vpc-lattice:ListResourceConfigurations";
    CONFIGURATION = "vpc-lattice:GetResourceConfiguration" after CONFIGURATIONS;
    ENDPOINTS = "vpc-lattice:ListResourceEndpointAssociations" after CONFIGURATIONS;
    NETWORKS = "vpc-lattice:ListServiceNetworks";
    VPCS = "vpc-lattice:ListServiceNetworkVpcAssociations" after NETWORKS;
    RESOURCES = "vpc-lattice:ListServiceNetworkResourceAssociations" after NETWORKS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(gateways(place), configurations(place), networks(place));
        })
    },
};

async fn gateways(place: &Place<'_>) {
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
    let identity = |told: &types::ResourceGatewaySummary| place.named(told.arn.as_ref());
    place.keep(
        place.drafts(&GATEWAYS, told.await, identity, |told| ResourceGateway {
            id: text(told.id),
            name: text(told.name),
            status: text(told.status),
            vpc_id: text(told.vpc_identifier),
            subnet_ids: texts(told.subnet_ids),
            security_group_ids: texts(told.security_group_ids),
        }),
    );
}

async fn configurations(place: &Place<'_>) {
    let lattice = &place.clients.lattice;
    let told = place.pages(
        &CONFIGURATIONS,
        |token| {
            lattice
                .list_resource_configurations()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(told.items, told.next_token),
    );
    let identity = |told: &types::ResourceConfigurationSummary| place.named(told.arn.as_ref());
    let mut configurations = place.drafts(&CONFIGURATIONS, told.await, identity, |told| {
        ResourceConfiguration {
            id: text(told.id),
            name: text(told.name),
            configuration_type: text(told.r#type),
            status: text(told.status),
            resource_gateway_id: text(told.resource_gateway_id),
            resource_configuration_group_id: text(told.resource_configuration_group_id),
            ..ResourceConfiguration::default()
        }
    });
    join_all(configurations.iter_mut().map(|configuration| async {
        if place.owns(&configuration.identity) {
            tokio::join!(
                endpoints(place, configuration.identity.arn.as_str().to_owned()),
                complete(place, configuration)
            );
        } else {
            // Who uses a configuration is told to its owner only.
            complete(place, configuration).await;
        }
    }))
    .await;
    place.keep(configurations);
}

/// What only the call for one configuration tells. It answers for configurations that another
/// account shares, too.
async fn complete(place: &Place<'_>, configuration: &mut Draft<ResourceConfiguration>) {
    let call = place.clients.lattice.get_resource_configuration();
    let call = call.resource_configuration_identifier(configuration.identity.arn.as_str());
    match place.ask(&CONFIGURATION, call.send()).await {
        Ok(told) => definition(&mut configuration.facts, told),
        Err(gap) => configuration.lacks(&CONFIGURATION, &gap),
    }
}

fn definition(facts: &mut ResourceConfiguration, told: GetResourceConfigurationOutput) {
    use ResourceConfigurationDefinition::{ArnResource, DnsResource, IpResource};
    facts.custom_domain_name = text(told.custom_domain_name);
    facts.port_ranges = texts(told.port_ranges);
    // A definition is one of three; the other two are not there. A fourth is not understood, and
    // says nothing about any of them.
    let (domain, arn, address) = match told.resource_configuration_definition {
        Some(DnsResource(dns)) => (text(dns.domain_name), Fact::None, Fact::None),
        Some(ArnResource(arn)) => (Fact::None, text(arn.arn), Fact::None),
        Some(IpResource(ip)) => (Fact::None, Fact::None, text(ip.ip_address)),
        // A group has no definition of its own.
        None => (Fact::None, Fact::None, Fact::None),
        Some(_) => (Fact::Missing, Fact::Missing, Fact::Missing),
    };
    facts.dns_resource_domain_name = domain;
    facts.arn_resource_arn = arn;
    facts.ip_resource_ip_address = address;
}

async fn endpoints(place: &Place<'_>, configuration: String) {
    let told = place.pages(
        &ENDPOINTS,
        |token| {
            let call = place.clients.lattice.list_resource_endpoint_associations();
            let call = call.resource_configuration_identifier(&configuration);
            call.max_results(100).set_next_token(token).send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    let identity =
        |told: &types::ResourceEndpointAssociationSummary| place.named(told.arn.as_ref());
    place.keep(place.drafts(&ENDPOINTS, told.await, identity, |told| {
        ResourceEndpointAssociation {
            id: text(told.id),
            resource_configuration_arn: text(told.resource_configuration_arn),
            vpc_endpoint_id: text(told.vpc_endpoint_id),
            vpc_endpoint_owner: text(told.vpc_endpoint_owner),
        }
    }));
}

async fn networks(place: &Place<'_>) {
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
    let networks = place.drafts(&NETWORKS, told.await, identity, |told| ServiceNetwork {
        id: text(told.id),
        name: text(told.name),
    });
    join_all(networks.iter().map(|network| async {
        let arn = network.identity.arn.as_str();
        tokio::join!(
            vpc_associations(place, arn),
            resource_associations(place, arn)
        );
    }))
    .await;
    place.keep(networks);
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
    place.keep(place.drafts(&VPCS, told.await, identity, |told| {
        ServiceNetworkVpcAssociation {
            id: text(told.id),
            status: text(told.status),
            service_network_arn: text(told.service_network_arn),
            vpc_id: text(told.vpc_id),
        }
    }));
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
    place.keep(place.drafts(&RESOURCES, told.await, identity, |told| {
        ServiceNetworkResourceAssociation {
            id: text(told.id),
            status: text(told.status),
            service_network_arn: text(told.service_network_arn),
            resource_configuration_arn: text(told.resource_configuration_arn),
            dns_name: text(told.dns_entry.and_then(|entry| entry.domain_name)),
        }
    }));
}
