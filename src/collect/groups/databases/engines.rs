//! What RDS says of the engines that are in use: their versions, and until when it supports them.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_rds::types;
use futures_util::future::join_all;

use super::{Database, MAJOR_VERSIONS, VERSIONS};
use crate::collect::convert::{list, number, text, time};
use crate::collect::draft::Draft;
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::rds::{DbCluster, DbInstance};
use crate::model::kinds::rds_engine::{DbEngineVersion, SupportedEngineLifecycle, UpgradeTarget};

/// The engines in use, each asked about once.
pub(super) struct Engines {
    versions: BTreeMap<Version, Listed<types::DbEngineVersion>>,
    majors: BTreeMap<Text, Listed<types::DbMajorEngineVersion>>,
}

/// An engine and its version.
type Version = (Text, Text);

/// Asks about each engine, and each version of one, that a database has.
pub(super) async fn told(
    place: &Place<'_>,
    clusters: &[Draft<DbCluster>],
    instances: &[Draft<DbInstance>],
) -> Engines {
    let of_clusters = clusters.iter().filter_map(|one| version_of(&one.facts));
    let of_instances = instances.iter().filter_map(|one| version_of(&one.facts));
    let versions: BTreeSet<Version> = of_clusters.chain(of_instances).collect();
    let engines: BTreeSet<Text> = versions.iter().map(|(engine, _)| engine.clone()).collect();
    let (details, majors) = tokio::join!(
        join_all(versions.iter().map(|version| detail(place, version))),
        join_all(engines.iter().map(|engine| lifecycles(place, engine))),
    );
    Engines {
        versions: versions.into_iter().zip(details).collect(),
        majors: engines.into_iter().zip(majors).collect(),
    }
}

fn version_of(facts: &impl Database) -> Option<Version> {
    let (engine, version) = facts.engine();
    Some((engine.known()?.clone(), version.known()?.clone()))
}

/// With the versions that can no longer be had: those are the ones that matter.
async fn detail(place: &Place<'_>, (engine, version): &Version) -> Listed<types::DbEngineVersion> {
    let told = place.pages(
        &VERSIONS,
        |token| {
            let call = place.clients.rds.describe_db_engine_versions();
            call.engine(engine.as_str())
                .engine_version(version.as_str())
                .include_all(true)
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_engine_versions, told.marker),
    );
    told.await
}

async fn lifecycles(place: &Place<'_>, engine: &Text) -> Listed<types::DbMajorEngineVersion> {
    let told = place.pages(
        &MAJOR_VERSIONS,
        |token| {
            let call = place.clients.rds.describe_db_major_engine_versions();
            call.engine(engine.as_str())
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_major_engine_versions, told.marker),
    );
    told.await
}

impl Engines {
    /// Gives each database what was told of its engine.
    pub(super) fn share<T: Database>(&self, databases: &mut [Draft<T>]) {
        for database in databases {
            if let Some(version) = version_of(&database.facts) {
                self.detail(&version, database);
                self.lifecycles(&version, database);
            }
        }
    }

    fn detail<T: Database>(&self, version: &Version, database: &mut Draft<T>) {
        let Some(told) = self.versions.get(version) else {
            return;
        };
        let same = |one: &&types::DbEngineVersion| one.engine_version() == Some(version.1.as_str());
        match (told.items.iter().find(same), &told.gap) {
            (Some(detail), _) => {
                *database.facts.parts().version = Fact::Known(engine_version(detail.clone()));
            }
            (None, Some(gap)) => database.lacks(&VERSIONS, gap),
            (None, None) => *database.facts.parts().version = Fact::None,
        }
    }

    fn lifecycles<T: Database>(&self, (engine, version): &Version, database: &mut Draft<T>) {
        let Some(told) = self.majors.get(engine) else {
            return;
        };
        let majors = told.items.iter().filter(|one| {
            let major = one.major_engine_version();
            major.is_some_and(|major| is_of(version, major))
        });
        // `8.0` says more than `8`.
        let major = majors.max_by_key(|one| one.major_engine_version().map(str::len));
        match (major, &told.gap) {
            (Some(major), _) => {
                let told = list(major.supported_engine_lifecycles.clone(), lifecycle);
                *database.facts.parts().lifecycles = told;
            }
            (None, Some(gap)) => database.lacks(&MAJOR_VERSIONS, gap),
            (None, None) => *database.facts.parts().lifecycles = Fact::None,
        }
    }
}

/// Whether a version is one of a major version: `8.0.mysql_aurora.3.04.0` is one of `8.0`.
fn is_of(version: &str, major: &str) -> bool {
    let rest = version.strip_prefix(major);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn engine_version(told: types::DbEngineVersion) -> DbEngineVersion {
    let serverless = told.serverless_v2_features_support;
    DbEngineVersion {
        status: text(told.status),
        valid_upgrade_target: list(told.valid_upgrade_target, |target| UpgradeTarget {
            engine_version: text(target.engine_version),
            is_major_version_upgrade: Fact::told(target.is_major_version_upgrade),
        }),
        serverless_v2_max_capacity: number(serverless.and_then(|support| support.max_capacity)),
    }
}

fn lifecycle(told: types::SupportedEngineLifecycle) -> SupportedEngineLifecycle {
    SupportedEngineLifecycle {
        lifecycle_support_name: text(told.lifecycle_support_name),
        lifecycle_support_end_date: time(told.lifecycle_support_end_date),
    }
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn a_version_is_of_a_major_one_up_to_a_dot() {
        for (version, major, wanted) in [
            ("15.4", "15", true),
            ("15", "15", true),
            ("8.0.mysql_aurora.3.04.0", "8.0", true),
            ("11.5", "1", false),
            ("8.4.3", "8.0", false),
        ] {
            assert_eq!(is_of(version, major), wanted, "{version} of {major}");
        }
    }
}
