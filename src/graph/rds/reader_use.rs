//! Who uses the reader's name of a cluster.

use std::collections::{BTreeSet, HashMap};

use crate::model::datum::Source;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds::DbCluster;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::dns::bare;
use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::super::workload::environments_of;

record! {
    /// A use of the reader's name.
    ReaderUse {
        /// What uses it.
        user: Text, gap;
        /// How: `environment`, `resource-endpoint`, `resource-configuration`, `record` or
        /// `custom-endpoint`.
        how: Text, gap;
        /// The name.
        name: Text, gap;
    }
}

/// The derived fact `reader_endpoint_use`: one use is enough.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let mut reading = Reading::new(graph);
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::DbCluster(cluster) = &resource.facts else {
        return Answer::none();
    };
    if let Some((told, by)) = custom(&mut reading, resource, cluster) {
        return Answer::known(told, vec![(String::new(), by)]);
    }
    let name = reading.value(resource, "reader_endpoint", &cluster.reader_endpoint);
    let uses = graph.reader_uses.get_or_init(|| ReaderUses::of(graph));
    if let Some(name) = name.map(|name| bare(name))
        && let Some((how, by)) = uses.by_name.get(&name)
    {
        let told = ReaderUse {
            user: by.resource.clone().into(),
            how: Text::const_new(how).into(),
            name: Text::from(name.as_str()).into(),
        };
        return Answer::known(told, vec![(String::new(), by.clone())]);
    }
    match reading.hidden.or_else(|| uses.hidden.clone()) {
        Some(gap) => Answer::gap(gap),
        None => Answer::none(),
    }
}

/// A custom endpoint for readers.
fn custom(
    reading: &mut Reading<'_, '_>,
    resource: &Resource,
    cluster: &DbCluster,
) -> Option<(ReaderUse, Source)> {
    let endpoints = reading.items(resource, "endpoints", &cluster.endpoints);
    for (at, endpoint) in endpoints.iter().enumerate() {
        let sort = reading.value(resource, "endpoints", &endpoint.custom_endpoint_type);
        if sort.is_some_and(|sort| sort == "READER") {
            let told = ReaderUse {
                user: Text::from(resource.arn.as_str()).into(),
                how: Text::const_new("custom-endpoint").into(),
                name: endpoint.endpoint.clone(),
            };
            let by = source(resource, &format!("endpoints[{at}]"), endpoint);
            return Some((told, by));
        }
    }
    None
}

/// The uses of the readers' names of all clusters.
#[derive(Default)]
pub(in crate::graph) struct ReaderUses {
    /// By name, the first use and how it is used.
    by_name: HashMap<String, (&'static str, Source)>,
    /// Why there may be others.
    hidden: Option<Gap>,
}

/// The kinds of what may use a name.
const USERS: [&str; 6] = [
    "ecs.task_definition",
    "lambda.function",
    "apprunner.service",
    "ec2.vpc_endpoint",
    "vpc_lattice.resource_configuration",
    "route53.hosted_zone",
];

impl ReaderUses {
    fn of(graph: &Graph<'_>) -> Self {
        let mut finder = Finder {
            wanted: reader_names(graph),
            reading: Reading::new(graph),
            found: HashMap::new(),
        };
        finder.in_endpoints();
        finder.in_configurations();
        finder.in_environments();
        finder.in_zones();
        let mut hidden = finder.reading.hidden;
        for kind in USERS {
            for (account, region) in graph.places(kind) {
                hidden = hidden.or_else(|| graph.extent(kind, &account, &region));
            }
        }
        ReaderUses {
            by_name: finder.found,
            hidden,
        }
    }
}

/// The readers' names of all clusters.
fn reader_names(graph: &Graph<'_>) -> BTreeSet<String> {
    let clusters = graph.of_kind("rds.db_cluster").iter();
    let names = clusters.filter_map(|node| match graph.facts(*node) {
        Some(Facts::DbCluster(cluster)) => cluster.reader_endpoint.known(),
        _ => None,
    });
    names.map(|name| bare(name)).collect()
}

/// Looks for uses; the first of a name counts.
struct Finder<'g, 's> {
    wanted: BTreeSet<String>,
    reading: Reading<'g, 's>,
    found: HashMap<String, (&'static str, Source)>,
}

impl Finder<'_, '_> {
    fn add(&mut self, name: &str, how: &'static str, by: impl FnOnce() -> Source) {
        let name = bare(name);
        if self.wanted.contains(&name) {
            self.found.entry(name).or_insert_with(|| (how, by()));
        }
    }

    /// Resource endpoints whose associations answer names.
    fn in_endpoints(&mut self) {
        let graph = self.reading.graph;
        for &node in graph.of_kind("ec2.vpc_endpoint") {
            let Some(resource) = graph.resource(node) else {
                continue;
            };
            let Facts::VpcEndpoint(facts) = &resource.facts else {
                continue;
            };
            let reading = &mut self.reading;
            let all = reading.items(resource, "associations", &facts.associations);
            for (at, association) in all.iter().enumerate() {
                let path = format!("associations[{at}]");
                let reading = &mut self.reading;
                let entry = reading.value(resource, &path, &association.private_dns_entry);
                let name = entry.and_then(|entry| reading.value(resource, &path, &entry.dns_name));
                if let Some(name) = name {
                    let path = format!("{path}.private_dns_entry");
                    self.add(name, "resource-endpoint", || {
                        source(resource, &path, &entry)
                    });
                }
            }
        }
    }

    /// Resource configurations that give names.
    fn in_configurations(&mut self) {
        let graph = self.reading.graph;
        for &node in graph.of_kind("vpc_lattice.resource_configuration") {
            let Some(resource) = graph.resource(node) else {
                continue;
            };
            let Facts::ResourceConfiguration(facts) = &resource.facts else {
                continue;
            };
            let path = "dns_resource_domain_name";
            let own = &facts.dns_resource_domain_name;
            if let Some(name) = self.reading.value(resource, path, own) {
                let by = || source(resource, path, &Some(name));
                self.add(name, "resource-configuration", by);
            }
        }
    }

    /// Variables that name hosts.
    fn in_environments(&mut self) {
        let graph = self.reading.graph;
        let mut hosts = Vec::new();
        for kind in [
            "ecs.task_definition",
            "lambda.function",
            "apprunner.service",
        ] {
            for &node in graph.of_kind(kind) {
                for environment in environments_of(&mut self.reading, node) {
                    environment.hosts(&mut self.reading, &mut hosts);
                }
            }
        }
        for (host, by) in hosts {
            self.add(&host, "environment", || by);
        }
    }

    /// Records that lead to names, or have them.
    fn in_zones(&mut self) {
        let graph = self.reading.graph;
        for &zone in graph.of_kind("route53.hosted_zone") {
            let Some(resource) = graph.resource(zone) else {
                continue;
            };
            let Facts::HostedZone(facts) = &resource.facts else {
                continue;
            };
            let reading = &mut self.reading;
            let records = reading.items(resource, "record_sets", &facts.record_sets);
            for (at, record) in records.iter().enumerate() {
                let path = format!("record_sets[{at}]");
                let reading = &mut self.reading;
                let own = reading.value(resource, &path, &record.name);
                let values = reading.items(resource, &path, &record.resource_records);
                for name in values.iter().chain(own) {
                    self.add(name, "record", || source(resource, &path, record));
                }
            }
        }
    }
}
