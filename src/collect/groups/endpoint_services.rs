//! The services that the account offers through endpoints, and to whom.

use aws_sdk_ec2::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{tags, text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::vpc_endpoint::{AllowedPrincipal, EndpointService};

operations! {
    SERVICES = "ec2:DescribeVpcEndpointServiceConfigurations";
    PERMISSIONS = "ec2:DescribeVpcEndpointServicePermissions" after SERVICES;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(services(place)),
};

async fn services(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &SERVICES,
        |token| {
            ec2.describe_vpc_endpoint_service_configurations()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.service_configurations, told.next_token),
    );
    let identity = |told: &types::ServiceConfiguration| {
        place.ec2("vpc-endpoint-service", told.service_id.as_ref(), None)
    };
    let mut services = place.drafts(&SERVICES, told.await, identity, service);
    join_all(services.iter_mut().map(|one| permissions(place, one))).await;
    place.keep(services);
}

fn service(told: types::ServiceConfiguration) -> EndpointService {
    EndpointService {
        service_id: text(told.service_id),
        service_name: text(told.service_name),
        service_state: text(told.service_state),
        acceptance_required: Fact::told(told.acceptance_required),
        network_load_balancer_arns: texts(told.network_load_balancer_arns),
        gateway_load_balancer_arns: texts(told.gateway_load_balancer_arns),
        private_dns_name: text(told.private_dns_name),
        tags: tags!(told.tags),
        ..EndpointService::default()
    }
}

async fn permissions(place: &Place<'_>, service: &mut Draft<EndpointService>) {
    let Fact::Known(id) = service.facts.service_id.clone() else {
        return;
    };
    let told = place.pages(
        &PERMISSIONS,
        |token| {
            let ec2 = &place.clients.ec2;
            let call = ec2.describe_vpc_endpoint_service_permissions();
            call.service_id(id.as_str())
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.allowed_principals, told.next_token),
    );
    let allowed = told.await.fact(|one| AllowedPrincipal {
        principal: text(one.principal),
        principal_type: text(one.principal_type),
    });
    service.list(&PERMISSIONS, allowed, |facts| &mut facts.allowed_principals);
}
