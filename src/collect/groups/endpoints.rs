//! VPC endpoints of every type, with their services and with what stands behind those of resources
//! and service networks.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types;

use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{ids, list, policy, record, tags, text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_network::GroupIdentifier;
use crate::model::kinds::vpc_endpoint::{
    DnsEntry, ServiceDetail, VpcEndpoint, VpcEndpointAssociation,
};

operations! {
    ENDPOINTS = "ec2:DescribeVpcEndpoints";
    ASSOCIATIONS = "ec2:DescribeVpcEndpointAssociations";
    SERVICES = "ec2:DescribeVpcEndpointServices" after ENDPOINTS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(endpoints(place)),
};

async fn endpoints(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &ENDPOINTS,
        |token| {
            ec2.describe_vpc_endpoints()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.vpc_endpoints, told.next_token),
    );
    let associations = place.pages(
        &ASSOCIATIONS,
        |token| {
            ec2.describe_vpc_endpoint_associations()
                .set_next_token(token)
                .send()
        },
        |told| page(told.vpc_endpoint_associations, told.next_token),
    );
    let (told, associations) = tokio::join!(told, associations);
    let identity = |told: &types::VpcEndpoint| {
        place.ec2(
            "vpc-endpoint",
            told.vpc_endpoint_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    let mut endpoints = place.drafts(&ENDPOINTS, told, identity, endpoint);
    let associations = associations.map(|told| (told.vpc_endpoint_id.clone(), association(told)));
    place.share(
        &ASSOCIATIONS,
        associations,
        &mut endpoints,
        |facts| &facts.vpc_endpoint_id,
        |facts| &mut facts.associations,
    );
    services(place, &mut endpoints).await;
    for endpoint in &mut endpoints {
        if endpoint.facts.policy_document.is_missing() {
            let gap = Gap::new(GapReason::Failed, ENDPOINTS.name);
            endpoint.gap("policy_document", gap.because("the policy cannot be read"));
        }
    }
    place.keep(endpoints);
}

/// What the services of the endpoints say of themselves: only these, of the hundreds that there are.
async fn services(place: &Place<'_>, endpoints: &mut [Draft<VpcEndpoint>]) {
    /// How many values a filter may have.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html>
    const AT_ONCE: usize = 200;
    let names = endpoints
        .iter()
        .filter_map(|one| one.facts.service_name.known());
    let names: BTreeSet<Text> = names.cloned().collect();
    let names: Vec<Text> = names.into_iter().collect();
    let asked = names
        .chunks(AT_ONCE)
        .map(|some| services_named(place, some));
    let (mut told, mut gap) = (BTreeMap::new(), None);
    for listed in join_all(asked).await {
        gap = gap.or(listed.gap);
        let named = listed.items.into_iter();
        told.extend(named.filter_map(|one| Some((Text::from(one.service_name.clone()?), one))));
    }
    for endpoint in endpoints {
        match &endpoint.facts.service_name {
            // An endpoint to a resource or a service network has no service.
            Fact::None => endpoint.facts.service = Fact::None,
            Fact::Missing => {}
            Fact::Known(name) => match (told.get(name), &gap) {
                (Some(detail), _) => endpoint.facts.service = service(detail.clone()).into(),
                (None, Some(gap)) => endpoint.lacks(&SERVICES, gap),
                (None, None) => {
                    let gap = Gap::new(GapReason::UnsupportedHere, SERVICES.name);
                    let why = "the service is not shown to the account any more";
                    endpoint.lacks(&SERVICES, &gap.because(why));
                }
            },
        }
    }
}

async fn services_named(place: &Place<'_>, names: &[Text]) -> Listed<types::ServiceDetail> {
    let values = names.iter().map(Text::to_string).collect();
    let filter = types::Filter::builder().name("service-name");
    let filter = filter.set_values(Some(values)).build();
    let told = place.pages(
        &SERVICES,
        |token| {
            let call = place.clients.ec2.describe_vpc_endpoint_services();
            call.filters(filter.clone())
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.service_details, told.next_token),
    );
    told.await
}

fn service(told: types::ServiceDetail) -> ServiceDetail {
    ServiceDetail {
        owner: text(told.owner),
        availability_zone_ids: texts(told.availability_zone_ids),
        private_dns_names: ids(told.private_dns_names, |name| name.private_dns_name),
        acceptance_required: Fact::told(told.acceptance_required),
    }
}

fn endpoint(told: types::VpcEndpoint) -> VpcEndpoint {
    let dns = told.dns_options;
    let (preference, domains) = dns.map_or((None, None), |dns| {
        (
            dns.private_dns_preference,
            dns.private_dns_specified_domains,
        )
    });
    // Each resource endpoint has a configuration: where none is told, it is not that there is none.
    let sort = text(told.vpc_endpoint_type);
    let is_resource = sort.known().is_some_and(|sort| sort == "Resource");
    let configuration = match text(told.resource_configuration_arn) {
        Fact::None if is_resource => Fact::Missing,
        told => told,
    };
    VpcEndpoint {
        vpc_endpoint_id: text(told.vpc_endpoint_id),
        vpc_endpoint_type: sort,
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        state: text(told.state.map(|state| state.as_str().to_ascii_lowercase())),
        service_name: text(told.service_name),
        resource_configuration_arn: configuration,
        service_network_arn: text(told.service_network_arn),
        private_dns_enabled: Fact::told(told.private_dns_enabled),
        private_dns_preference: text(preference),
        private_dns_specified_domains: texts(domains),
        dns_entries: list(told.dns_entries, dns_entry),
        network_interface_ids: texts(told.network_interface_ids),
        subnet_ids: texts(told.subnet_ids),
        route_table_ids: texts(told.route_table_ids),
        groups: list(told.groups, |group| GroupIdentifier {
            group_id: text(group.group_id),
            group_name: text(group.group_name),
        }),
        policy_document: policy(told.policy_document),
        last_error_code: text(told.last_error.and_then(|error| error.code)),
        tags: tags!(told.tags),
        ..VpcEndpoint::default()
    }
}

fn association(told: types::VpcEndpointAssociation) -> VpcEndpointAssociation {
    VpcEndpointAssociation {
        id: text(told.id),
        associated_resource_accessibility: text(told.associated_resource_accessibility),
        associated_resource_arn: text(told.associated_resource_arn),
        resource_configuration_group_arn: text(told.resource_configuration_group_arn),
        service_network_arn: text(told.service_network_arn),
        dns_entry: record(told.dns_entry, dns_entry),
        private_dns_entry: record(told.private_dns_entry, dns_entry),
        failure_code: text(told.failure_code),
    }
}

fn dns_entry(told: types::DnsEntry) -> DnsEntry {
    DnsEntry {
        dns_name: text(told.dns_name),
        hosted_zone_id: text(told.hosted_zone_id),
    }
}
