//! The collectors: the one list that names them, and so every call that a scan can make.

mod account;
mod account_settings;
mod alarms;
mod analyzers;
mod apprunner;
mod buckets;
mod builds;
mod certificates;
mod databases;
mod db_events;
mod db_snapshots;
mod deployments;
mod detection;
pub(super) mod dns;
mod dns_firewall;
mod ecs;
mod endpoint_services;
mod endpoints;
mod flow_logs;
mod functions;
mod identity;
mod identity_providers;
mod interfaces;
mod keys;
mod lattice;
mod launch_templates;
mod load_balancers;
mod logs;
pub(super) mod organization;
mod peering;
mod platform;
mod prefix_lists;
mod profiles;
mod proxies;
mod region;
mod reports;
mod repositories;
mod resolver;
mod routes;
mod scaling;
mod schedules;
mod secrets;
mod security;
mod server_certificates;
mod shares;
mod storage;
mod trails;
mod transit;
mod vpc;
mod web_acls;

use std::pin::Pin;

use super::operation::{Extra, Operation};
use super::place::Place;
use super::regions;
use crate::model::kinds::Reach;

/// A collector: resources that are told together.
pub(super) struct Group {
    /// Whether it asks once, or in each region.
    pub(super) reach: Reach,
    /// Every operation that it calls.
    pub(super) operations: &'static [&'static Operation],
    /// Asks.
    pub(super) collect: Collect,
}

type Collect = for<'p> fn(&'p Place<'p>) -> Pin<Box<dyn Future<Output = ()> + 'p>>;

/// Every collector.
pub(super) static GROUPS: &[Group] = &[
    account::GROUP,
    account_settings::GROUP,
    alarms::GROUP,
    analyzers::GROUP,
    apprunner::GROUP,
    buckets::GROUP,
    builds::GROUP,
    certificates::GROUP,
    databases::GROUP,
    db_events::GROUP,
    db_snapshots::GROUP,
    deployments::GROUP,
    detection::GROUP,
    dns::GROUP,
    dns_firewall::GROUP,
    ecs::GROUP,
    endpoint_services::GROUP,
    endpoints::GROUP,
    flow_logs::GROUP,
    functions::GROUP,
    identity::GROUP,
    identity_providers::GROUP,
    interfaces::GROUP,
    keys::GROUP,
    lattice::GROUP,
    launch_templates::GROUP,
    load_balancers::GROUP,
    logs::GROUP,
    organization::GROUP,
    peering::GROUP,
    platform::GROUP,
    prefix_lists::GROUP,
    profiles::GROUP,
    proxies::GROUP,
    region::GROUP,
    reports::GROUP,
    repositories::GROUP,
    resolver::GROUP,
    routes::GROUP,
    scaling::GROUP,
    schedules::GROUP,
    secrets::GROUP,
    security::GROUP,
    server_certificates::GROUP,
    shares::GROUP,
    storage::GROUP,
    trails::GROUP,
    transit::GROUP,
    vpc::GROUP,
];

/// Every operation that collecting can call, and nothing else: those of the collectors, and those that
/// tell where to collect.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    let collectors = GROUPS.iter().flat_map(|group| group.operations);
    collectors.chain(regions::TABLE).copied()
}

/// What the collectors ask in a region, or what they ask globally. What has to be
/// wished for is asked only where it is among the wishes.
pub(super) fn operations_of(
    reach: Reach,
    extras: &[Extra],
) -> impl Iterator<Item = &'static Operation> {
    let groups = GROUPS.iter().filter(move |group| group.reach == reach);
    let operations = groups.flat_map(|group| group.operations.iter().copied());
    operations.filter(|operation| {
        operation
            .only_with
            .is_none_or(|extra| extras.contains(&extra))
    })
}
