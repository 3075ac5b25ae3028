//! Hosted zones, and the records and VPCs of private ones.

use aws_sdk_route53::types::{self, RrType};
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{int, list, record, required, text};
use crate::collect::draft::{Draft, Identity};
use crate::collect::operation::operations;
use crate::collect::page::{Listed, page, truncated};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::Reach;
use crate::model::kinds::route53::{
    AliasTarget, HostedZone, HostedZoneVpc, QueryLoggingConfig, RecordSet,
};

operations! {
    ZONES = "route53:ListHostedZones";
    LOGGING = "route53:ListQueryLoggingConfigs";
    ZONE = "route53:GetHostedZone" after ZONES;
    AUTHORIZATIONS = "route53:ListVPCAssociationAuthorizations" after ZONES;
    RECORDS = "route53:ListResourceRecordSets" after ZONES;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(zones(place)),
};

async fn zones(place: &Place<'_>) {
    let (listed, logging) = tokio::join!(listed(place), logging(place));
    let mut zones = place.drafts(&ZONES, listed, |told| identity(place, told), zone);
    place.share(
        &LOGGING,
        logging,
        &mut zones,
        |facts| &facts.hosted_zone_id,
        |facts| &mut facts.query_logging_configs,
    );
    join_all(zones.iter_mut().map(|zone| complete(place, zone))).await;
    place.keep(zones);
}

/// Tells the names of the zones to those who wait for them, where nobody scans the account globally.
pub(in crate::collect) async fn tell_names(place: &Place<'_>) {
    listed(place).await;
}

async fn listed(place: &Place<'_>) -> Listed<types::HostedZone> {
    let route53 = &place.clients.route53;
    let told = place.pages(
        &ZONES,
        |marker| {
            route53
                .list_hosted_zones()
                .max_items(100)
                .set_marker(marker)
                .send()
        },
        |told| truncated(Some(told.hosted_zones), told.is_truncated, told.next_marker),
    );
    let listed = told.await;
    let names = listed
        .items
        .iter()
        .map(|zone| zone.name.trim_end_matches('.').to_ascii_lowercase());
    place.scan.tell_zones(names.collect());
    listed
}

/// The ARN of a zone has neither region nor account.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html>
fn identity(place: &Place<'_>, told: &types::HostedZone) -> Option<Identity> {
    let id = Some(bare_id(&told.id)).filter(|id| !id.is_empty())?;
    let nobody = AccountId::default();
    let arn = Arn::build_in(
        place.partition(),
        "route53",
        &Region::global(),
        &nobody,
        &format!("hostedzone/{id}"),
    );
    Some(Identity {
        arn,
        account: place.scan.account.clone(),
        region: Region::global(),
    })
}

/// The id of a zone without the path that some calls put before it.
pub(super) fn bare_id(id: &str) -> &str {
    id.strip_prefix("/hostedzone/").unwrap_or(id)
}

fn zone(told: types::HostedZone) -> HostedZone {
    HostedZone {
        hosted_zone_id: required(bare_id(&told.id)),
        name: required(told.name),
        private_zone: Fact::told(told.config.map(|config| config.private_zone)),
        linked_service: text(
            told.linked_service
                .and_then(|service| service.service_principal),
        ),
        ..HostedZone::default()
    }
}

/// Where the queries to each zone are written down, which one list tells.
async fn logging(place: &Place<'_>) -> Listed<(Option<String>, QueryLoggingConfig)> {
    let route53 = &place.clients.route53;
    let told = place.pages(
        &LOGGING,
        |token| {
            route53
                .list_query_logging_configs()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(Some(told.query_logging_configs), told.next_token),
    );
    told.await.map(|told| {
        let zone = Some(told.hosted_zone_id).filter(|zone| !zone.is_empty());
        let config = QueryLoggingConfig {
            cloud_watch_logs_log_group_arn: required(told.cloud_watch_logs_log_group_arn),
        };
        (zone, config)
    })
}

async fn complete(place: &Place<'_>, zone: &mut Draft<HostedZone>) {
    let Fact::Known(id) = zone.facts.hosted_zone_id.clone() else {
        return;
    };
    if zone.facts.private_zone == Fact::Known(true) {
        let (vpcs, authorizations) = tokio::join!(vpcs(place, &id), authorizations(place, &id));
        match vpcs {
            Ok(vpcs) => zone.facts.vpcs = vpcs,
            Err(gap) => zone.lacks(&ZONE, &gap),
        }
        zone.list(&AUTHORIZATIONS, authorizations, |facts| {
            &mut facts.vpc_association_authorizations
        });
    } else {
        zone.facts.vpcs = Fact::None;
        zone.facts.vpc_association_authorizations = Fact::None;
    }
    records(place, zone).await;
}

async fn vpcs(place: &Place<'_>, zone: &Text) -> Result<Fact<Vec<HostedZoneVpc>>, Gap> {
    let call = place.clients.route53.get_hosted_zone().id(zone.as_str());
    let told = place.ask(&ZONE, call.send()).await?;
    Ok(list(told.vpcs, vpc))
}

async fn authorizations(place: &Place<'_>, zone: &Text) -> (Fact<Vec<HostedZoneVpc>>, Option<Gap>) {
    let told = place.pages(
        &AUTHORIZATIONS,
        |token| {
            let route53 = &place.clients.route53;
            let call = route53.list_vpc_association_authorizations();
            call.hosted_zone_id(zone.as_str())
                .max_results(50)
                .set_next_token(token)
                .send()
        },
        |told| page(Some(told.vpcs), told.next_token),
    );
    told.await.fact(vpc)
}

fn vpc(told: types::Vpc) -> HostedZoneVpc {
    HostedZoneVpc {
        vpc_id: text(told.vpc_id),
        vpc_region: text(told.vpc_region),
    }
}

/// The records of a private zone. Those of public zones, which may be very many, decide no rule.
async fn records(place: &Place<'_>, zone: &mut Draft<HostedZone>) {
    let Fact::Known(id) = zone.facts.hosted_zone_id.clone() else {
        return;
    };
    if zone.facts.private_zone != Fact::Known(true) {
        let gap = Gap::new(GapReason::NotCollected, RECORDS.name);
        zone.lacks(
            &RECORDS,
            &gap.because("records of public zones are not read"),
        );
        return;
    }
    let told = place.pages(
        &RECORDS,
        |next: Option<Next>| {
            let Next(name, kind, identifier) = next.unwrap_or(Next(None, None, None));
            let call = place.clients.route53.list_resource_record_sets();
            let call = call.hosted_zone_id(id.as_str()).max_items(300);
            let call = call.set_start_record_name(name).set_start_record_type(kind);
            call.set_start_record_identifier(identifier).send()
        },
        |told| {
            let next = told.next_record_name.is_some();
            let next = next.then_some(Next(
                told.next_record_name,
                told.next_record_type,
                told.next_record_identifier,
            ));
            truncated(Some(told.resource_record_sets), told.is_truncated, next)
        },
    );
    zone.list(&RECORDS, told.await.fact(record_set), |facts| {
        &mut facts.record_sets
    });
}

/// What asks for the next page of records: the next record itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Next(Option<String>, Option<RrType>, Option<String>);

fn record_set(told: types::ResourceRecordSet) -> RecordSet {
    RecordSet {
        name: required(told.name.to_ascii_lowercase()),
        record_type: required(told.r#type),
        set_identifier: text(told.set_identifier),
        ttl: int(told.ttl),
        resource_records: list(told.resource_records, |record| Text::from(record.value)),
        alias_target: record(told.alias_target, |alias| AliasTarget {
            dns_name: required(alias.dns_name),
            hosted_zone_id: required(alias.hosted_zone_id),
        }),
    }
}
