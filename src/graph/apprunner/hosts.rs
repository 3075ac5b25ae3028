//! The hosts that a service's environment names and its egress does not reach.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::record;

use super::super::dns;
use super::super::node::{Graph, NodeId};
use super::super::rds;
use super::super::schema::Answer;
use super::variables;

record! {
    /// A host that a variable names and that is not reached.
    UnreachableHost {
        /// The variable.
        variable: Text, gap;
        /// The host.
        host: Text, gap;
        /// `address` (of private use), `database` or `cache`.
        sort: Text, gap;
        /// The resource, if it was scanned.
        resource_arn: Text, none;
    }
}

/// The derived fact `unreachable_hosts`.
pub(super) fn unreachable(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::AppRunnerService(service) = &resource.facts else {
        return Answer::none();
    };
    match &service.egress_type {
        Fact::Known(egress) if egress == "VPC" => {
            return Answer::list(Vec::<UnreachableHost>::new(), None, Vec::new());
        }
        Fact::Known(_) => {}
        Fact::None | Fact::Missing => return Answer::gap(graph.missing(resource, "egress_type")),
    }
    let (named, mut incomplete) = variables::hosts(graph, resource, service);
    let mut hosts = Vec::new();
    let mut seen = BTreeSet::new();
    let mut sources = Vec::new();
    for one in named {
        let Some(private) = answer(private(graph, node, &one.host), &mut incomplete) else {
            continue;
        };
        if !seen.insert((one.variable.known(), one.host.clone())) {
            continue;
        }
        let at = format!("[{}]", hosts.len());
        let resource_arn = private.told.as_ref().map(|told| told.resource.clone());
        let told = [one.source].into_iter().chain(private.told);
        sources.extend(told.map(|told| (at.clone(), told)));
        hosts.push(UnreachableHost {
            variable: one.variable.clone(),
            host: one.host.into(),
            sort: Text::const_new(private.sort).into(),
            resource_arn: Fact::told(resource_arn),
        });
    }
    Answer::list(hosts, incomplete, sources)
}

fn answer<T>(told: Result<Option<T>, Gap>, incomplete: &mut Option<Gap>) -> Option<T> {
    told.unwrap_or_else(|gap| {
        incomplete.get_or_insert(gap);
        None
    })
}

/// A host that no route from outside of a VPC leads to.
struct Private {
    sort: &'static str,
    told: Option<Source>,
}

/// Whether a host is private. A name that may be is a gap.
fn private(graph: &Graph<'_>, node: NodeId, host: &str) -> Result<Option<Private>, Gap> {
    let of_sort = |sort| Some(Private { sort, told: None });
    if let Ok(address) = host.parse::<IpAddr>() {
        let is_private = match address {
            IpAddr::V4(address) => address.is_private(),
            IpAddr::V6(address) => address.is_unique_local(),
        };
        return Ok(is_private.then_some(()).and_then(|()| of_sort("address")));
    }
    if let Some((told, public)) = rds::named(graph, host) {
        let told = Some(told);
        return public.map(|public| {
            (!public).then_some(Private {
                sort: "database",
                told,
            })
        });
    }
    match dns::sort_of_aws_name(host) {
        Some("rds") => Err(unknown_database(graph, node, host)),
        Some(sort) => Ok(of_sort(sort)),
        None => match dns::private_zone_of(graph, host) {
            Some(gap) => Err(gap),
            None => Ok(None),
        },
    }
}

/// Why nobody knows whose a name of RDS is.
pub(super) fn unknown_database(graph: &Graph<'_>, node: NodeId, host: &str) -> Gap {
    const KINDS: [&str; 4] = [
        "rds.db_cluster",
        "rds.db_instance",
        "rds.db_proxy",
        "rds.db_proxy_endpoint",
    ];
    let here = graph.node(node);
    let refused = KINDS
        .iter()
        .find_map(|kind| graph.extent(kind, here.account, here.region));
    refused.unwrap_or_else(|| {
        Gap::new(GapReason::AccountNotScanned, "rds:DescribeDBInstances")
            .because(format!("{host} is no database that was scanned"))
    })
}
