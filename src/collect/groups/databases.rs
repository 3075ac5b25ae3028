//! Database clusters, instances and subnet groups, with what single calls tell of their engines,
//! parameters and maintenance.

mod capacity;
mod engines;
mod facts;
mod maintenance;
mod parameters;

use aws_sdk_rds::types;

use super::Group;
use crate::collect::convert::{list, text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::rds::{DbCluster, DbClusterEndpoint, DbInstance, DbSubnet, DbSubnetGroup};
use crate::model::kinds::rds_engine::{
    DbEngineVersion, PendingMaintenanceAction, SupportedEngineLifecycle,
};
use crate::model::record::Record;

operations! {
    CLUSTERS = "rds:DescribeDBClusters";
    INSTANCES = "rds:DescribeDBInstances";
    SUBNET_GROUPS = "rds:DescribeDBSubnetGroups";
    ENDPOINTS = "rds:DescribeDBClusterEndpoints" after CLUSTERS;
    CLUSTER_PARAMETERS = "rds:DescribeDBClusterParameters" after CLUSTERS;
    PARAMETERS = "rds:DescribeDBParameters" after INSTANCES;
    VERSIONS = "rds:DescribeDBEngineVersions" after CLUSTERS, INSTANCES;
    MAJOR_VERSIONS = "rds:DescribeDBMajorEngineVersions" after CLUSTERS, INSTANCES;
    MAINTENANCE = "rds:DescribePendingMaintenanceActions" after CLUSTERS, INSTANCES;
    METRICS = "cloudwatch:GetMetricData" after CLUSTERS as Metrics;
    CERTIFICATES = "rds:DescribeCertificates" after INSTANCES;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(databases(place), subnet_groups(place));
        })
    },
};

/// What clusters and instances have in common.
trait Database: Record {
    /// The engine and its version.
    fn engine(&self) -> (&Fact<Text>, &Fact<Text>);
    /// What calls that are made for both tell.
    fn parts(&mut self) -> Parts<'_>;
}

struct Parts<'a> {
    version: &'a mut Fact<DbEngineVersion>,
    lifecycles: &'a mut Fact<Vec<SupportedEngineLifecycle>>,
    maintenance: &'a mut Fact<Vec<PendingMaintenanceAction>>,
}

macro_rules! database {
    ($kind:ident) => {
        impl Database for $kind {
            fn engine(&self) -> (&Fact<Text>, &Fact<Text>) {
                (&self.engine, &self.engine_version)
            }

            fn parts(&mut self) -> Parts<'_> {
                Parts {
                    version: &mut self.db_engine_version,
                    lifecycles: &mut self.supported_engine_lifecycles,
                    maintenance: &mut self.pending_maintenance_actions,
                }
            }
        }
    };
}
database!(DbCluster);
database!(DbInstance);

async fn databases(place: &Place<'_>) {
    let (mut clusters, mut instances) = tokio::join!(clusters(place), instances(place));
    // An idle region is asked no more.
    if !clusters.is_empty() || !instances.is_empty() {
        let (engines, maintenance, ..) = tokio::join!(
            engines::told(place, &clusters, &instances),
            maintenance::told(place),
            parameters::of_clusters(place, &clusters),
            parameters::of_instances(place, &instances),
            maintenance::certificates(place, &instances),
        );
        engines.share(&mut clusters);
        engines.share(&mut instances);
        maintenance.share(&mut clusters);
        maintenance.share(&mut instances);
        endpoints(place, &mut clusters).await;
        capacity::of_clusters(place, &mut clusters).await;
    }
    place.keep(clusters);
    place.keep(instances);
}

async fn clusters(place: &Place<'_>) -> Vec<Draft<DbCluster>> {
    let rds = &place.clients.rds;
    let told = place.pages(
        &CLUSTERS,
        |token| {
            rds.describe_db_clusters()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_clusters, told.marker),
    );
    let identity = |told: &types::DbCluster| place.named(told.db_cluster_arn.as_ref());
    place.drafts(&CLUSTERS, told.await, identity, facts::cluster)
}

async fn instances(place: &Place<'_>) -> Vec<Draft<DbInstance>> {
    let rds = &place.clients.rds;
    let told = place.pages(
        &INSTANCES,
        |token| {
            rds.describe_db_instances()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_instances, told.marker),
    );
    let identity = |told: &types::DbInstance| place.named(told.db_instance_arn.as_ref());
    place.drafts(&INSTANCES, told.await, identity, facts::instance)
}

/// The endpoints of all clusters, if there are any.
async fn endpoints(place: &Place<'_>, clusters: &mut [Draft<DbCluster>]) {
    if clusters.is_empty() {
        return;
    }
    let rds = &place.clients.rds;
    let told = place.pages(
        &ENDPOINTS,
        |token| {
            rds.describe_db_cluster_endpoints()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_cluster_endpoints, told.marker),
    );
    let endpoints = told.await.map(|told| {
        let endpoint = DbClusterEndpoint {
            endpoint: text(told.endpoint),
            endpoint_type: text(told.endpoint_type),
            status: text(told.status),
            custom_endpoint_type: text(told.custom_endpoint_type),
            static_members: texts(told.static_members),
            excluded_members: texts(told.excluded_members),
        };
        (told.db_cluster_identifier, endpoint)
    });
    place.share(
        &ENDPOINTS,
        endpoints,
        clusters,
        |facts| &facts.db_cluster_identifier,
        |facts| &mut facts.endpoints,
    );
}

async fn subnet_groups(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &SUBNET_GROUPS,
        |token| {
            rds.describe_db_subnet_groups()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_subnet_groups, told.marker),
    );
    let identity = |told: &types::DbSubnetGroup| place.named(told.db_subnet_group_arn.as_ref());
    place.keep(place.drafts(&SUBNET_GROUPS, told.await, identity, subnet_group));
}

fn subnet_group(told: types::DbSubnetGroup) -> DbSubnetGroup {
    DbSubnetGroup {
        db_subnet_group_name: text(told.db_subnet_group_name),
        vpc_id: text(told.vpc_id),
        subnet_group_status: text(told.subnet_group_status),
        subnets: list(told.subnets, |subnet| DbSubnet {
            subnet_identifier: text(subnet.subnet_identifier),
            subnet_status: text(subnet.subnet_status),
            availability_zone: text(subnet.subnet_availability_zone.and_then(|zone| zone.name)),
        }),
    }
}
