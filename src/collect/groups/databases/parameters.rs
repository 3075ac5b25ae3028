//! Parameter groups: each that a database has is asked about once, and only for the parameters that
//! rules look at.

use std::collections::BTreeSet;

use aws_sdk_rds::types;
use futures_util::future::join_all;

use super::{CLUSTER_PARAMETERS, PARAMETERS};
use crate::collect::convert::text;
use crate::collect::draft::{Draft, Identity};
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::{Arn, Text};
use crate::model::kinds::rds::{DbCluster, DbInstance};
use crate::model::kinds::rds_engine::{DbClusterParameterGroup, DbParameter, DbParameterGroup};

/// Parameters that decide something, of the few hundred that a group has.
const NAMES: [&str; 3] = [
    "rds.force_ssl",
    "require_secure_transport",
    "shared_preload_libraries",
];

/// The groups of clusters.
pub(super) async fn of_clusters(place: &Place<'_>, clusters: &[Draft<DbCluster>]) {
    let names = clusters
        .iter()
        .filter_map(|one| one.facts.db_cluster_parameter_group.known());
    let names: BTreeSet<&Text> = names.collect();
    let groups = names.into_iter().map(|name| async move {
        let mut group = draft(
            place,
            "cluster-pg",
            name,
            DbClusterParameterGroup {
                db_cluster_parameter_group_name: Fact::Known(name.clone()),
                ..DbClusterParameterGroup::default()
            },
        );
        let told = place.pages(
            &CLUSTER_PARAMETERS,
            |token| {
                let call = place.clients.rds.describe_db_cluster_parameters();
                call.db_cluster_parameter_group_name(name.as_str())
                    .filters(by_name())
                    .max_records(100)
                    .set_marker(token)
                    .send()
            },
            |told| page(told.parameters, told.marker),
        );
        let told = parameters(told.await);
        group.list(&CLUSTER_PARAMETERS, told, |facts| &mut facts.parameters);
        group
    });
    place.keep(join_all(groups).await);
}

/// The groups of instances.
pub(super) async fn of_instances(place: &Place<'_>, instances: &[Draft<DbInstance>]) {
    let groups = instances
        .iter()
        .filter_map(|one| one.facts.db_parameter_groups.known());
    let names = groups
        .flatten()
        .filter_map(|group| group.db_parameter_group_name.known());
    let names: BTreeSet<&Text> = names.collect();
    let groups = names.into_iter().map(|name| async move {
        let mut group = draft(
            place,
            "pg",
            name,
            DbParameterGroup {
                db_parameter_group_name: Fact::Known(name.clone()),
                ..DbParameterGroup::default()
            },
        );
        let told = place.pages(
            &PARAMETERS,
            |token| {
                let call = place.clients.rds.describe_db_parameters();
                call.db_parameter_group_name(name.as_str())
                    .filters(by_name())
                    .max_records(100)
                    .set_marker(token)
                    .send()
            },
            |told| page(told.parameters, told.marker),
        );
        let told = parameters(told.await);
        group.list(&PARAMETERS, told, |facts| &mut facts.parameters);
        group
    });
    place.keep(join_all(groups).await);
}

/// A group, which the API names without its ARN.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html>
fn draft<T>(place: &Place<'_>, kind: &str, name: &str, facts: T) -> Draft<T> {
    let account = &place.scan.account;
    let identity = Identity {
        arn: Arn::build("rds", &place.region, account, &format!("{kind}:{name}")),
        account: account.clone(),
        region: place.region.clone(),
    };
    Draft::of(identity, facts)
}

fn by_name() -> types::Filter {
    let filter = types::Filter::builder().name("parameter-name");
    filter
        .set_values(Some(NAMES.map(str::to_owned).to_vec()))
        .build()
}

/// The parameters that are kept, even if the filter was not heeded.
fn parameters(told: Listed<types::Parameter>) -> (Fact<Vec<DbParameter>>, Option<Gap>) {
    let (parameters, gap) = told.fact(|one| DbParameter {
        parameter_name: text(one.parameter_name),
        parameter_value: text(one.parameter_value),
        source: text(one.source),
    });
    let wanted = |one: &DbParameter| {
        let name = one.parameter_name.known();
        name.is_none_or(|name| NAMES.contains(&name.as_str()))
    };
    (
        parameters.map(|all| all.into_iter().filter(wanted).collect()),
        gap,
    )
}
