//! App Runner: services with their network and reduced environment, and what they are connected with.

mod connections;
mod operations;
mod scaling;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_apprunner::types;
use futures_util::future::join_all;

use super::Group;
use super::load_balancers::WEB_ACL;
use super::web_acls;
use crate::collect::convert::text;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::apprunner::Service;
use crate::model::sensitive::{self, EnvironmentVariable};

operations! {
    pub(super) SERVICES = "apprunner:ListServices";
    SERVICE = "apprunner:DescribeService" after SERVICES;
    SERVICE_OPERATIONS = "apprunner:ListOperations" after SERVICES;
    SCALING = "apprunner:DescribeAutoScalingConfiguration" after SERVICE;
    INGRESSES = "apprunner:ListVpcIngressConnections" after SERVICES;
    INGRESS = "apprunner:DescribeVpcIngressConnection" after INGRESSES;
    CONNECTORS = "apprunner:ListVpcConnectors";
    // Asked for connectors that services use and the list does not tell.
    CONNECTOR = "apprunner:DescribeVpcConnector" after CONNECTORS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            let (used, connectors) = tokio::join!(services(place), connections::connectors(place));
            connections::keep(place, connectors, used).await;
        })
    },
};

/// Collects them. Tells the ARNs of the connectors that they use.
async fn services(place: &Place<'_>) -> BTreeSet<String> {
    let apprunner = &place.clients.apprunner;
    let told = place.pages(
        &SERVICES,
        |token| {
            apprunner
                .list_services()
                .max_results(20)
                .set_next_token(token)
                .send()
        },
        |told| page(Some(told.service_summary_list), told.next_token),
    );
    let identity = |told: &types::ServiceSummary| place.named(told.service_arn.as_ref());
    let told = told.await;
    let all = told.gap.is_none();
    let mut services = place.drafts(&SERVICES, told, identity, |told| Service {
        service_name: text(told.service_name),
        service_id: text(told.service_id),
        status: text(told.status),
        ..Service::default()
    });
    // Where there is no service, there is no way into one.
    let may_have_ingresses = !all || !services.is_empty();
    let ingresses = async {
        if may_have_ingresses {
            connections::ingresses(place).await;
        }
    };
    let each = services.iter_mut().map(|service| async {
        operations::latest(place, service).await;
        web_acl(place, service).await;
        complete(place, service).await;
    });
    tokio::join!(ingresses, join_all(each));
    scaling::configurations(place, &services).await;
    let connectors = services
        .iter()
        .filter_map(|one| one.facts.vpc_connector_arn.known());
    let connectors = connectors.map(|arn| arn.as_str().to_owned()).collect();
    place.keep(services);
    connectors
}

async fn web_acl(place: &Place<'_>, service: &mut Draft<Service>) {
    match web_acls::of(place, service.identity.arn.as_str()).await {
        Ok(told) => service.facts.web_acl_arn = told,
        Err(gap) => service.lacks(&WEB_ACL, &gap),
    }
}

async fn complete(place: &Place<'_>, service: &mut Draft<Service>) {
    // Which hosts in the environment are worth keeping depends on the zones. Waiting for them comes
    // before the call, so that values are in memory only while they are reduced.
    let zones = place.scan.zones().await;
    let call = place.clients.apprunner.describe_service();
    let call = call.service_arn(service.identity.arn.as_str());
    let told = match place.ask(&SERVICE, call.send()).await {
        Ok(told) => told.service,
        Err(gap) => return service.lacks(&SERVICE, &gap),
    };
    let Some(told) = told else {
        let gap = Gap::new(GapReason::Failed, SERVICE.name).because("the answer has no service");
        place.lacks(&SERVICE, &gap);
        return service.lacks(&SERVICE, &gap);
    };
    network(&mut service.facts, told.network_configuration);
    let (health, scaling) = (
        told.health_check_configuration,
        told.auto_scaling_configuration_summary,
    );
    let (protocol, path) = health.map_or((None, None), |health| (health.protocol, health.path));
    let facts = &mut service.facts;
    facts.health_check_protocol = text(protocol);
    facts.health_check_path = text(path);
    facts.instance_role_arn = text(
        told.instance_configuration
            .and_then(|instance| instance.instance_role_arn),
    );
    facts.observability_enabled = Fact::told(
        told.observability_configuration
            .map(|observability| observability.observability_enabled),
    );
    facts.auto_scaling_configuration_arn =
        text(scaling.and_then(|scaling| scaling.auto_scaling_configuration_arn));
    source(service, told.source_configuration, &zones);
}

fn network(facts: &mut Service, told: Option<types::NetworkConfiguration>) {
    let (egress, ingress) = told.map_or((None, None), |network| {
        (network.egress_configuration, network.ingress_configuration)
    });
    let (egress_type, connector) = egress.map_or((None, None), |egress| {
        (egress.egress_type, egress.vpc_connector_arn)
    });
    facts.egress_type = text(egress_type);
    facts.vpc_connector_arn = text(connector);
    facts.is_publicly_accessible =
        Fact::told(ingress.map(|ingress| ingress.is_publicly_accessible));
}

/// Where the service comes from, and its environment. One that stands in the source repository is
/// shown by no API.
fn source(
    service: &mut Draft<Service>,
    told: Option<types::SourceConfiguration>,
    zones: &[String],
) {
    let (image, code) = told.map_or((None, None), |source| {
        (source.image_repository, source.code_repository)
    });
    let facts = &mut service.facts;
    if let Some(image) = image {
        let (values, secrets) = image.image_configuration.map_or((None, None), |image| {
            (
                image.runtime_environment_variables,
                image.runtime_environment_secrets,
            )
        });
        facts.source_type = Fact::Known(Text::const_new("image"));
        facts.configuration_source = Fact::None;
        facts.environment_variables = environment(values, secrets, zones);
        return;
    }
    let Some(code) = code else {
        facts.source_type = Fact::None;
        facts.configuration_source = Fact::None;
        let gap = Gap::new(GapReason::UnsupportedHere, SERVICE.name);
        service.gap(
            "environment_variables",
            gap.because("the service has no source that is known here"),
        );
        return;
    };
    facts.source_type = Fact::Known(Text::const_new("code"));
    let configuration = code.code_configuration;
    facts.configuration_source = text(
        configuration
            .as_ref()
            .map(|code| &code.configuration_source),
    );
    match configuration.and_then(|code| code.code_configuration_values) {
        Some(told) if facts.configuration_source == Fact::Known(Text::const_new("API")) => {
            let (values, secrets) = (
                told.runtime_environment_variables,
                told.runtime_environment_secrets,
            );
            facts.environment_variables = environment(values, secrets, zones);
        }
        _ => {
            let gap = Gap::new(GapReason::UnsupportedHere, SERVICE.name);
            let gap = gap.because("the configuration stands in the source repository");
            service.gap("environment_variables", gap);
        }
    }
}

type Variables = Option<HashMap<String, String>>;

/// The environment by name, reduced to what rules need. No value leaves this function.
fn environment(
    values: Variables,
    secrets: Variables,
    zones: &[String],
) -> Fact<Vec<EnvironmentVariable>> {
    if values.is_none() && secrets.is_none() {
        return Fact::None;
    }
    let values = values.into_iter().flatten();
    let plain = values.map(|(name, value)| {
        let reduced = sensitive::reduced(&name, &value, zones);
        (name, reduced)
    });
    let secrets = secrets.into_iter().flatten();
    let references = secrets.map(|(name, from)| {
        let reduced = sensitive::reference(&name, &from);
        (name, reduced)
    });
    // The API gives a map, which has another order each time. A name in both maps is kept twice.
    let mut by_name: BTreeMap<String, Vec<EnvironmentVariable>> = BTreeMap::new();
    for (name, variable) in plain.chain(references) {
        by_name.entry(name).or_default().push(variable);
    }
    Fact::Known(by_name.into_values().flatten().collect())
}
