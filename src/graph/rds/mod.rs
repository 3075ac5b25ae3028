//! Databases as units of decision, which readers a cluster has, and what a proxy can reach.

mod behind;
mod cluster;
mod database;
mod keys;
mod names;
mod proxy;
mod proxy_secrets;
#[cfg(test)]
mod proxy_tests;
mod proxy_ways;
mod reader_use;
#[cfg(test)]
mod tests;
mod zones;

use crate::model::kinds::Reach;
use crate::model::record::RecordType;

use super::schema::GraphKind;
pub(super) use behind::{by_host, instances_behind, zone_of_instance};
pub(super) use cluster::DERIVED as CLUSTER_DERIVED;
pub(super) use database::{DERIVED, LINKS, add_databases, through};
pub(super) use names::{ByName, NAMED, named, names, untold_name};
pub(super) use proxy::DERIVED as PROXY_DERIVED;
pub(super) use reader_use::ReaderUses;
pub(super) use zones::ZONES;

/// The kind `rds.database`.
pub(super) fn database_kind() -> GraphKind {
    static RECORD: RecordType = RecordType {
        name: "Database",
        doc: "A database as one unit of decision: an Aurora or Multi-AZ cluster, or an instance \
              outside of any cluster. Settings that Aurora keeps for the cluster are judged there, \
              not at its members, which report them as off. DocumentDB and Neptune, which answer \
              the same calls, are left out.",
        attributes: &[],
    };
    GraphKind {
        name: "rds.database",
        doc: RECORD.doc,
        record: &RECORD,
        enumerated_by: vec!["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
        reach: Reach::Regional,
        links: Vec::new(),
        derived: Vec::new(),
    }
}
