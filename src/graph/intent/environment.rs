//! Services and tasks of ECS, functions and services of App Runner: to what their environment names.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::resource::Resource;
use crate::model::sensitive::EnvironmentVariable;

use crate::graph::dns;
use crate::graph::index::Reverse;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Ports, Service};
use crate::graph::rds;
use crate::graph::reach::untellable;
use crate::graph::reading::{Reading, source};
use crate::graph::workload::environments_of;

use super::{Flow, From, Intent, port_of, port_of_database, secrets};

pub(super) fn add(graph: &Graph<'_>, intent: &mut Intent) {
    for kind in ["ecs.workload", "lambda.function", "apprunner.service"] {
        for &node in graph.of_kind(kind) {
            let mut reading = Reading::new(graph);
            // Its connections begin at the connector; without one they begin in no VPC.
            let from = match kind {
                "apprunner.service" => reading.linked(node, "vpc_connector").first().copied(),
                _ => Some(graph.under(node).unwrap_or(node)),
            };
            let Some(from) = from else { continue };
            let mut client = Client {
                reading,
                intent: &mut *intent,
                from,
            };
            client.read(node);
            client.reading.hide(several_revisions(graph, from));
            if let Some(gap) = client.reading.hidden {
                intent.hide(graph, from, gap);
            }
        }
    }
}

/// While a new version is deployed, a service runs two revisions, of which one is read.
fn several_revisions(graph: &Graph<'_>, service: NodeId) -> Option<Gap> {
    let (resource, Some(Facts::EcsService(facts))) =
        (graph.resource(service)?, graph.facts(service))
    else {
        return None;
    };
    let sets = facts.task_sets.known()?.iter();
    let revisions: BTreeSet<&Text> = sets.filter_map(|set| set.task_definition.known()).collect();
    (revisions.len() > 1).then(|| {
        Gap::new(GapReason::InTransition, resource.kind().operation())
            .within(&resource.account, &resource.region)
            .because(format!("{} runs several revisions", resource.arn.last()))
    })
}

/// Something that runs, and where its connections begin.
struct Client<'a, 'g, 's> {
    reading: Reading<'g, 's>,
    intent: &'a mut Intent,
    from: NodeId,
}

impl Client<'_, '_, '_> {
    fn read(&mut self, node: NodeId) {
        for environment in environments_of(&mut self.reading, node) {
            for (at, variable) in environment.variables.iter().enumerate() {
                let path = format!("{}[{at}]", environment.path);
                self.endpoints(environment.resource, &path, variable);
                self.reference(environment.resource, &path, variable);
            }
        }
    }

    /// The hosts that a variable names.
    fn endpoints(&mut self, resource: &Resource, path: &str, variable: &EnvironmentVariable) {
        let path = format!("{path}.endpoints");
        let endpoints = self.reading.items(resource, &path, &variable.endpoints);
        for (place, endpoint) in endpoints.iter().enumerate() {
            let path = format!("{path}[{place}].host");
            if let Some(host) = self.reading.value(resource, &path, &endpoint.host) {
                let own = source(resource, &path, host);
                let port = endpoint.port.known().copied();
                self.wants_host(resource, host, port, own);
            }
        }
    }

    /// The secret or parameter that a variable names, of which it may be known whose it is. Of its
    /// value, which may name any host, nothing is read.
    fn reference(&mut self, resource: &Resource, path: &str, variable: &EnvironmentVariable) {
        let arn = self
            .reading
            .value(resource, path, &variable.reference_arn)
            .cloned();
        let is_plain = self
            .reading
            .value(resource, path, &variable.kind)
            .is_some_and(|kind| kind == "plain");
        let service = arn.as_ref().and_then(|arn| arn.split(':').nth(2));
        if is_plain && !matches!(service, Some("secretsmanager" | "ssm")) {
            return;
        }
        let graph = self.reading.graph;
        let of = arn.as_ref().map(|arn| secrets::databases_of(graph, arn));
        let of = of.unwrap_or_default();
        if of.is_empty() {
            let name = variable.name.known().map_or("a variable", Text::as_str);
            let gap = Gap::new(GapReason::Redacted, "secretsmanager:GetSecretValue")
                .within(&resource.account, &resource.region)
                .because(format!("which host the value of {name} names"));
            self.reading.hide(Some(gap));
        }
        let own = source(resource, &format!("{path}.reference_arn"), &arn);
        for (database, told) in of {
            self.wants_database(database, None, vec![own.clone(), told]);
        }
    }

    /// To the thing that has a name or an address.
    fn wants_host(&mut self, resource: &Resource, host: &str, port: Option<i64>, own: Source) {
        let graph = self.reading.graph;
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        if let (Some(database), Some((told, _))) =
            (rds::by_host(graph, &host), rds::named(graph, &host))
        {
            return self.wants_database(database, port, vec![own, told]);
        }
        if let Some((balancer, told)) = balancer_named(graph, &host) {
            let usual = || Ports::of([(80, 80), (443, 443)]);
            let ports = port.map_or_else(usual, port_of);
            let why = "the environment names the load balancer";
            return self.add(balancer, ports, why, vec![own, told]);
        }
        let (nodes, _) = graph.naming(Reverse::InterfacesByAddress, &host, self.from);
        if let ([to], Some(port)) = (nodes.as_slice(), port) {
            let why = "the environment names the address";
            return self.add(*to, port_of(port), why, vec![own]);
        }
        // A name of somebody's own zone may lead anywhere; one of another service of AWS does not.
        let is_of_aws = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
        if !is_of_aws || dns::sort_of_aws_name(&host) == Some("rds") {
            let gap = untellable(resource, format!("whose host {host} is"));
            self.reading.hide(Some(gap));
        }
    }

    /// To a database or a proxy.
    fn wants_database(&mut self, to: NodeId, port: Option<i64>, sources: Vec<Source>) {
        let own = || port_of_database(self.reading.graph, to);
        if let Some(ports) = port.map(port_of).or_else(own) {
            self.add(to, ports, "the environment names the database", sources);
        }
    }

    fn add(&mut self, to: NodeId, ports: Ports, why: &'static str, sources: Vec<Source>) {
        self.intent.add(Flow {
            from: From::Resource(self.from),
            to,
            protocol: Service::TCP,
            ports,
            why,
            sources,
        });
    }
}

/// The load balancer with a name, and the fact that says so.
fn balancer_named(graph: &Graph<'_>, host: &str) -> Option<(NodeId, Source)> {
    let mut balancers = graph.of_kind("elbv2.load_balancer").iter();
    balancers.find_map(|node| match graph.facts(*node)? {
        Facts::LoadBalancer(facts) => {
            let name = facts.dns_name.known()?;
            let told = source(graph.resource(*node)?, "dns_name", name);
            name.eq_ignore_ascii_case(host).then_some((*node, told))
        }
        _ => None,
    })
}
