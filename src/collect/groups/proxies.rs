//! RDS proxies with their target groups and targets, and their endpoints.

use aws_sdk_rds::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{int, list, record, text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::rds_proxy::{
    DbProxy, DbProxyAuth, DbProxyEndpoint, DbProxyTarget, DbProxyTargetGroup, TargetHealth,
};

operations! {
    PROXIES = "rds:DescribeDBProxies";
    TARGET_GROUPS = "rds:DescribeDBProxyTargetGroups" after PROXIES;
    TARGETS = "rds:DescribeDBProxyTargets" after PROXIES;
    ENDPOINTS = "rds:DescribeDBProxyEndpoints";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(proxies(place), endpoints(place));
        })
    },
};

async fn proxies(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &PROXIES,
        |token| {
            rds.describe_db_proxies()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_proxies, told.marker),
    );
    let identity = |told: &types::DbProxy| place.named(told.db_proxy_arn.as_ref());
    let mut proxies = place.drafts(&PROXIES, told.await, identity, proxy);
    join_all(proxies.iter_mut().map(|proxy| complete(place, proxy))).await;
    place.keep(proxies);
}

async fn complete(place: &Place<'_>, proxy: &mut Draft<DbProxy>) {
    let Fact::Known(name) = proxy.facts.db_proxy_name.clone() else {
        return;
    };
    let rds = &place.clients.rds;
    let groups = place.pages(
        &TARGET_GROUPS,
        |token| {
            let call = rds
                .describe_db_proxy_target_groups()
                .db_proxy_name(name.as_str());
            call.max_records(100).set_marker(token).send()
        },
        |told| page(told.target_groups, told.marker),
    );
    let targets = place.pages(
        &TARGETS,
        |token| {
            let call = rds.describe_db_proxy_targets().db_proxy_name(name.as_str());
            call.max_records(100).set_marker(token).send()
        },
        |told| page(told.targets, told.marker),
    );
    let (groups, targets) = tokio::join!(groups, targets);
    proxy.list(&TARGET_GROUPS, groups.fact(target_group), |facts| {
        &mut facts.target_groups
    });
    proxy.list(&TARGETS, targets.fact(target), |facts| &mut facts.targets);
}

fn proxy(told: types::DbProxy) -> DbProxy {
    DbProxy {
        db_proxy_name: text(told.db_proxy_name),
        status: text(told.status),
        engine_family: text(told.engine_family),
        endpoint: text(told.endpoint),
        vpc_id: text(told.vpc_id),
        vpc_subnet_ids: texts(told.vpc_subnet_ids),
        vpc_security_group_ids: texts(told.vpc_security_group_ids),
        require_tls: Fact::told(told.require_tls),
        debug_logging: Fact::told(told.debug_logging),
        default_auth_scheme: text(told.default_auth_scheme),
        auth: list(told.auth, |way| DbProxyAuth {
            secret_arn: text(way.secret_arn),
            iam_auth: text(way.iam_auth),
        }),
        role_arn: text(told.role_arn),
        ..DbProxy::default()
    }
}

fn target_group(told: types::DbProxyTargetGroup) -> DbProxyTargetGroup {
    DbProxyTargetGroup {
        target_group_name: text(told.target_group_name),
        is_default: Fact::told(told.is_default),
        status: text(told.status),
    }
}

fn target(told: types::DbProxyTarget) -> DbProxyTarget {
    DbProxyTarget {
        target_type: text(told.r#type),
        rds_resource_id: text(told.rds_resource_id),
        endpoint: text(told.endpoint),
        port: int(told.port),
        tracked_cluster_id: text(told.tracked_cluster_id),
        role: text(told.role),
        target_health: record(told.target_health, |health| TargetHealth {
            state: text(health.state),
            reason: text(health.reason),
            description: text(health.description),
        }),
    }
}

async fn endpoints(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &ENDPOINTS,
        |token| {
            rds.describe_db_proxy_endpoints()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.db_proxy_endpoints, told.marker),
    );
    let identity = |told: &types::DbProxyEndpoint| place.named(told.db_proxy_endpoint_arn.as_ref());
    place.keep(place.drafts(&ENDPOINTS, told.await, identity, endpoint));
}

fn endpoint(told: types::DbProxyEndpoint) -> DbProxyEndpoint {
    DbProxyEndpoint {
        db_proxy_endpoint_name: text(told.db_proxy_endpoint_name),
        db_proxy_name: text(told.db_proxy_name),
        status: text(told.status),
        target_role: text(told.target_role),
        is_default: Fact::told(told.is_default),
        endpoint: text(told.endpoint),
        vpc_id: text(told.vpc_id),
        vpc_subnet_ids: texts(told.vpc_subnet_ids),
        vpc_security_group_ids: texts(told.vpc_security_group_ids),
    }
}
