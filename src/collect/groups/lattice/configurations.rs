//! Resource configurations, of the account and shared with it, and who uses them.

use std::collections::BTreeSet;

use aws_sdk_vpclattice::operation::get_resource_configuration::GetResourceConfigurationOutput;
use aws_sdk_vpclattice::types::{self, ResourceConfigurationDefinition};
use futures_util::future::join_all;

use super::policies::{self, access_logs, resource_policy};
use super::{ACCESS_LOGS, CONFIGURATION, CONFIGURATIONS, ENDPOINTS, RESOURCE_POLICY};
use crate::collect::convert::{text, texts};
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::vpc_lattice::{ResourceConfiguration, ResourceEndpointAssociation};

/// Collects them. Tells the ids of the gateways that those of the account go through.
pub(super) async fn configurations(place: &Place<'_>) -> BTreeSet<String> {
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
            let arn = configuration.identity.arn.as_str().to_owned();
            let (policy, logs, ..) = tokio::join!(
                resource_policy(place, &arn),
                access_logs(place, &arn),
                endpoints(place, arn.clone()),
                complete(place, configuration)
            );
            policies::set(
                configuration,
                &RESOURCE_POLICY,
                "resource_policy",
                policy,
                |facts| &mut facts.resource_policy,
            );
            configuration.list(&ACCESS_LOGS, logs, |facts| {
                &mut facts.access_log_subscriptions
            });
        } else {
            // Who uses a configuration, and how it is shared, is told to its owner only.
            for operation in [&RESOURCE_POLICY, &ACCESS_LOGS] {
                let gap = place.only_owner(operation, &configuration.identity);
                configuration.lacks(operation, &gap);
            }
            complete(place, configuration).await;
        }
    }))
    .await;
    let own = configurations
        .iter()
        .filter(|one| place.owns(&one.identity));
    let gateways = own.filter_map(|one| one.facts.resource_gateway_id.known());
    let gateways = gateways.map(|id| id.as_str().to_owned()).collect();
    place.keep(configurations);
    gateways
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
    facts.allow_association_to_shareable_service_network =
        Fact::told(told.allow_association_to_shareable_service_network);
    facts.domain_verification_status = text(told.domain_verification_status);
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
