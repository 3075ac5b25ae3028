//! VPC endpoints of every type, with what stands behind those of resources and service networks.

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{list, record, tags, text, texts};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_network::GroupIdentifier;
use crate::model::kinds::vpc_endpoint::{DnsEntry, VpcEndpoint, VpcEndpointAssociation};

operations! {
    ENDPOINTS = "ec2:DescribeVpcEndpoints";
    ASSOCIATIONS = "ec2:DescribeVpcEndpointAssociations";
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
    place.keep(endpoints);
}

fn endpoint(told: types::VpcEndpoint) -> VpcEndpoint {
    let dns = told.dns_options;
    let (preference, domains) = dns.map_or((None, None), |dns| {
        (
            dns.private_dns_preference,
            dns.private_dns_specified_domains,
        )
    });
    VpcEndpoint {
        vpc_endpoint_id: text(told.vpc_endpoint_id),
        vpc_endpoint_type: text(told.vpc_endpoint_type),
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        state: text(told.state.map(|state| state.as_str().to_ascii_lowercase())),
        service_name: text(told.service_name),
        resource_configuration_arn: text(told.resource_configuration_arn),
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
