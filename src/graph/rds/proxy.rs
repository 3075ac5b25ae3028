//! The databases behind a proxy: which are settled, and whether one of them can serve reads.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds_proxy::DbProxyTarget;
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::reading::source;
use super::super::schema::{Answer, Derived, Linked};
use super::cluster::{self, Reader};
use super::database::through;
use super::proxy_secrets::{self, SecretProblem};
use super::proxy_ways::{self, ProxyWay};

record! {
    /// An instance behind a proxy, whose health is settled.
    SettledTarget {
        /// The instance.
        rds_resource_id: Text, gap;
        /// `AVAILABLE`, `UNAVAILABLE` or `UNUSED`.
        state: Text, gap;
        /// Why it is not available.
        reason: Text, none;
    }
}

/// The derived facts of proxies.
pub(in crate::graph) const DERIVED: &[Derived] = &[
    Derived {
        kind: "rds.db_proxy",
        name: "settled_targets",
        doc: "The instances behind the proxy with their health. One that is registering, or that \
              waits for capacity of the proxy, is not among them: its state is not known yet. Nor is one \
              in a state that the documentation does not name. \
              <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_TargetHealth.html>",
        ty: Vec::<SettledTarget>::ty,
        compute: settled_targets,
    },
    Derived {
        kind: "rds.db_proxy",
        name: "settled_status",
        doc: "The status of the proxy itself, once it has settled: `available`, or why it serves nobody. \
              Not known while it is made, changed or deleted. \
              <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBProxy.html>",
        ty: Text::ty,
        compute: settled_status,
    },
    Derived {
        kind: "rds.db_proxy",
        name: "has_available_reader",
        doc: "Whether a reader of a cluster behind the proxy is available, both by its own state \
              and by the proxy's checks of health. Not known while the only candidates change.",
        ty: bool::ty,
        compute: has_available_reader,
    },
    Derived {
        kind: "rds.db_proxy",
        name: "target_ways",
        doc: "Whether connections get from each subnet of the proxy to each instance behind it, and the \
              answers back.",
        ty: Vec::<ProxyWay>::ty,
        compute: proxy_ways::to_targets,
    },
    Derived {
        kind: "rds.db_proxy",
        name: "client_ways",
        doc: "Whether connections get to the proxy, or to an endpoint of it, from those whose \
              environment names it: services and tasks of ECS, functions, services of App Runner. An \
              endpoint may stand in another VPC than its proxy, with groups of its own. \
              <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html>",
        ty: Vec::<ProxyWay>::ty,
        compute: proxy_ways::from_clients,
    },
    Derived {
        kind: "rds.db_proxy",
        name: "direct_ways",
        doc: "Whether those whose environment names the proxy get to the instances behind it without \
              it.",
        ty: Vec::<ProxyWay>::ty,
        compute: proxy_ways::past_the_proxy,
    },
    Derived {
        kind: "rds.db_proxy",
        name: "secret_problems",
        doc: "The secrets of the proxy that its role cannot read or decrypt, or that are not there: by \
              the policies of the role less denials, its boundary and the organization's policies, by \
              the policy of the secret, and by the state, policy and grants of the key. The key of AWS \
              for secrets needs no statement. \
              <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html>",
        ty: Vec::<SecretProblem>::ty,
        compute: proxy_secrets::compute,
    },
];

fn settled_targets(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let targets = match targets(graph, node) {
        Ok(targets) => targets,
        Err(gap) => return Answer::gap(gap),
    };
    let mut settled = Vec::new();
    let mut sources = Vec::new();
    let mut incomplete = targets.incomplete.clone();
    for (index, target) in targets.all.iter().enumerate() {
        match &target.target_type {
            Fact::Known(kind) if kind == "RDS_INSTANCE" => {}
            Fact::Known(_) => continue,
            Fact::None | Fact::Missing => {
                incomplete = incomplete.or(Some(targets.missing(graph, index, "target_type")));
                continue;
            }
        }
        match targets.health(graph, index, target) {
            Ok((state, reason)) => {
                sources.push((
                    format!("[{}]", settled.len()),
                    targets.source(index, target),
                ));
                settled.push(SettledTarget {
                    rds_resource_id: target.rds_resource_id.clone(),
                    state: state.clone().into(),
                    reason: reason.clone(),
                });
            }
            Err(gap) => incomplete = incomplete.or(Some(gap)),
        }
    }
    Answer::list(settled, incomplete, sources)
}

fn settled_status(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    const CALL: &str = "rds:DescribeDBProxies";
    let Some(proxy) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DbProxy(facts) = &proxy.facts else {
        return Answer::none();
    };
    let Fact::Known(status) = &facts.status else {
        return Answer::gap(graph.missing(proxy, "status"));
    };
    match status.as_str() {
        "available" | "incompatible-network" | "insufficient-resource-limits" | "suspended" => {
            let by = source(proxy, "status", status);
            Answer::known(status.clone(), whole(vec![by]))
        }
        "creating" | "modifying" | "deleting" | "suspending" | "reactivating" => {
            let gap = Gap::new(GapReason::InTransition, CALL);
            let gap = gap.within(&proxy.account, &proxy.region);
            Answer::gap(gap.because(format!("the proxy is {status}")))
        }
        _ => Answer::gap(strange(proxy, CALL, status)),
    }
}

/// A state that the documentation does not name: nobody knows what it means.
fn strange(proxy: &Resource, call: &'static str, state: &str) -> Gap {
    let gap = Gap::new(GapReason::UnsupportedHere, call).within(&proxy.account, &proxy.region);
    gap.because(format!("the state {state} is not known"))
}

fn has_available_reader(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let targets = match targets(graph, node) {
        Ok(targets) => targets,
        Err(gap) => return Answer::gap(gap),
    };
    let mut untold = targets.incomplete.clone();
    let mut sources = Vec::new();
    let Linked::Many(clusters, more) = through(graph, node, "clusters") else {
        return Answer::none();
    };
    untold = untold.or(more);
    for cluster in clusters {
        let readers = match cluster.and_then(|cluster| cluster::of_cluster(graph, cluster)) {
            Ok(readers) => readers,
            Err(gap) => {
                untold = untold.or(Some(gap));
                continue;
            }
        };
        untold = untold.or(readers.incomplete);
        sources.extend(readers.sources.into_iter().map(|(_, source)| source));
        for reader in &readers.known {
            let own = targets.of(reader);
            sources.extend(own.map(|(index, target)| targets.source(index, target)));
            match targets.serves(graph, reader, own) {
                Ok(true) => return Answer::known(true, whole(sources)),
                Ok(false) => {}
                Err(gap) => untold = untold.or(Some(gap)),
            }
        }
    }
    match untold {
        Some(gap) => Answer::gap(gap),
        None => Answer::known(false, whole(sources)),
    }
}

/// Sources of the value as a whole.
fn whole(sources: Vec<Source>) -> Vec<(String, Source)> {
    let all = sources.into_iter().map(|source| (String::new(), source));
    all.collect()
}

/// The targets of a proxy.
struct Targets<'g> {
    proxy: &'g Resource,
    all: &'g [DbProxyTarget],
    incomplete: Option<Gap>,
}

fn targets<'g>(graph: &'g Graph<'_>, node: NodeId) -> Result<Targets<'g>, Gap> {
    let unsupported = || Gap::new(GapReason::UnsupportedHere, "rds:DescribeDBProxyTargets");
    let proxy = graph.resource(node).ok_or_else(unsupported)?;
    let Facts::DbProxy(facts) = &proxy.facts else {
        return Err(unsupported());
    };
    let all = match &facts.targets {
        Fact::Known(targets) => targets.as_slice(),
        Fact::None => &[],
        Fact::Missing => return Err(graph.missing(proxy, "targets")),
    };
    let cut_short = proxy.gaps.get("targets").cloned();
    let cut_short = cut_short.map(|gap| gap.within(&proxy.account, &proxy.region));
    let nameless = |target: &DbProxyTarget| {
        target.target_type.is_missing() || target.rds_resource_id.is_missing()
    };
    let untold = || {
        all.iter()
            .any(nameless)
            .then(|| graph.missing(proxy, "targets"))
    };
    Ok(Targets {
        proxy,
        all,
        incomplete: cut_short.or_else(untold),
    })
}

impl<'g> Targets<'g> {
    /// The target that is a reader.
    fn of(&self, reader: &Reader) -> Option<(usize, &'g DbProxyTarget)> {
        let mut targets = self.all.iter().enumerate();
        targets.find(|(_, target)| {
            target
                .target_type
                .known()
                .is_some_and(|kind| kind == "RDS_INSTANCE")
                && target.rds_resource_id == reader.db_instance_identifier
        })
    }

    /// Whether a reader serves. A reader that is stopped or that the proxy cannot use does not,
    /// whatever else is said of it.
    fn serves(
        &self,
        graph: &Graph<'_>,
        reader: &Reader,
        own: Option<(usize, &DbProxyTarget)>,
    ) -> Result<bool, Gap> {
        let Some((index, target)) = own else {
            // The proxy does not have it, unless a target that was not told in full is it.
            return Ok(false);
        };
        let serves = cluster::serves(reader);
        let health = self.health(graph, index, target);
        if serves == Some(false) || matches!(health, Ok((state, _)) if state != "AVAILABLE") {
            return Ok(false);
        }
        health?;
        if serves == Some(true) {
            return Ok(true);
        }
        let gap = Gap::new(GapReason::InTransition, "rds:DescribeDBInstances");
        Err(gap.within(&self.proxy.account, &self.proxy.region))
    }

    /// The settled state of a target, and its reason.
    fn health<'t>(
        &self,
        graph: &Graph<'_>,
        index: usize,
        target: &'t DbProxyTarget,
    ) -> Result<(&'t Text, &'t Fact<Text>), Gap> {
        let Fact::Known(health) = &target.target_health else {
            return Err(self.missing(graph, index, "target_health"));
        };
        let Fact::Known(state) = &health.state else {
            return Err(self.missing(graph, index, "target_health.state"));
        };
        let waits = health
            .reason
            .known()
            .is_some_and(|why| why == "PENDING_PROXY_CAPACITY");
        const CALL: &str = "rds:DescribeDBProxyTargets";
        match state.as_str() {
            "AVAILABLE" => Ok((state, &health.reason)),
            "UNAVAILABLE" | "UNUSED" if !waits => Ok((state, &health.reason)),
            "REGISTERING" | "UNAVAILABLE" | "UNUSED" => {
                let gap = Gap::new(GapReason::InTransition, CALL);
                Err(gap.within(&self.proxy.account, &self.proxy.region))
            }
            _ => Err(strange(self.proxy, CALL, state)),
        }
    }

    fn missing(&self, graph: &Graph<'_>, index: usize, attribute: &str) -> Gap {
        let recorded = self
            .proxy
            .recorded_gap(&format!("targets[{index}].{attribute}"));
        match recorded {
            Some(gap) => gap.clone().within(&self.proxy.account, &self.proxy.region),
            None => graph.missing(self.proxy, "targets"),
        }
    }

    fn source(&self, index: usize, target: &DbProxyTarget) -> Source {
        Source {
            resource: Text::from(self.proxy.arn.as_str()),
            path: format!("targets[{index}]"),
            value: serde_json::to_value(target).unwrap_or_default(),
            operation: Text::const_new("rds:DescribeDBProxyTargets"),
        }
    }
}
