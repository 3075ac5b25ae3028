//! Endpoints by the names of the resources behind them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::Facts;
use crate::model::kinds::route53::HostedZone;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;
use crate::model::resource::Resource;

use crate::graph::dns::name::bare;
use crate::graph::node::{Graph, NodeId};
use crate::graph::reading::Reading;

/// The endpoints of all accounts by the names of their resources.
#[derive(Default)]
pub(in crate::graph) struct Endpoints {
    by_name: BTreeMap<String, BTreeSet<NodeId>>,
    /// Why an endpoint may have a resource of any name.
    pub(in crate::graph) hidden: Option<Gap>,
}

/// The endpoints of all accounts.
pub(super) fn endpoints<'g>(graph: &'g Graph<'_>) -> &'g Endpoints {
    const KIND: &str = "ec2.vpc_endpoint";
    graph.dns.endpoints.get_or_init(|| {
        let mut all = Endpoints::default();
        for (account, region) in graph.places(KIND) {
            all.hide(graph.extent(KIND, &account, &region));
        }
        for &node in graph.of_kind(KIND) {
            let Some(resource) = graph.resource(node) else {
                continue;
            };
            if let Facts::VpcEndpoint(endpoint) = &resource.facts {
                let added = all.endpoint(graph, node, resource, endpoint);
                all.hide(added.err());
            }
        }
        all
    })
}

impl Endpoints {
    fn hide(&mut self, gap: Option<Gap>) {
        self.hidden = self.hidden.take().or(gap);
    }

    fn endpoint(
        &mut self,
        graph: &Graph<'_>,
        node: NodeId,
        resource: &Resource,
        endpoint: &VpcEndpoint,
    ) -> Result<(), Gap> {
        let missing = |path: &str| graph.missing(resource, path);
        match &endpoint.resource_configuration_arn {
            Fact::Known(_) => {}
            Fact::None => return Ok(()),
            Fact::Missing => return Err(missing("resource_configuration_arn")),
        }
        let untold = endpoint.associations.is_missing();
        self.hide(untold.then(|| missing("associations")));
        self.hide(graph.hole(resource, "associations"));
        for one in endpoint.associations.known().into_iter().flatten() {
            let name = one.dns_entry.known().map(|entry| &entry.dns_name);
            let hidden = one.dns_entry.is_missing() || name.is_some_and(Fact::is_missing);
            self.hide(hidden.then(|| missing("associations")));
            self.add(name.and_then(Fact::known).map(|name| bare(name)), node);
        }
        let mut reading = Reading::new(graph);
        for configuration in reading.linked(node, "resource_configurations") {
            let Some(told) = graph.resource(configuration) else {
                continue;
            };
            let Facts::ResourceConfiguration(facts) = &told.facts else {
                continue;
            };
            let names = [
                ("dns_resource_domain_name", &facts.dns_resource_domain_name),
                ("custom_domain_name", &facts.custom_domain_name),
            ];
            for (path, name) in names {
                let name = reading.value(told, path, name);
                self.add(name.map(|name| bare(name)), node);
            }
        }
        self.hide(reading.hidden);
        Ok(())
    }

    fn add(&mut self, name: Option<String>, node: NodeId) {
        if let Some(name) = name {
            self.by_name.entry(name).or_default().insert(node);
        }
    }

    /// All names of resources.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The endpoints that have a resource of a name.
    pub(super) fn of_resource(&self, name: &str) -> BTreeSet<NodeId> {
        self.by_name.get(name).cloned().unwrap_or_default()
    }

    /// The endpoints that a name of a zone is of, by the name of their resource or by the target of an
    /// alias or a CNAME, and why it may be of others.
    pub(super) fn of_name(
        &self,
        graph: &Graph<'_>,
        resource: &Resource,
        zone: &HostedZone,
        name: &str,
    ) -> (BTreeSet<NodeId>, Option<Gap>) {
        let mut found = self.of_resource(name);
        let mut untold = None;
        for (at, record) in zone.record_sets.known().into_iter().flatten().enumerate() {
            if record.name.known().is_none_or(|own| bare(own) != name) {
                continue;
            }
            let alias = record.alias_target.known().map(|alias| &alias.dns_name);
            let hidden = record.alias_target.is_missing()
                || record.resource_records.is_missing()
                || alias.is_some_and(Fact::is_missing);
            if hidden {
                let path = format!("record_sets[{at}]");
                untold = untold.or_else(|| Some(graph.missing(resource, &path)));
            }
            let is_cname = record
                .record_type
                .known()
                .is_some_and(|kind| kind == "CNAME");
            let values = record.resource_records.known().filter(|_| is_cname);
            let targets = alias.and_then(Fact::known).into_iter();
            for target in targets.chain(values.into_iter().flatten()) {
                found.extend(self.by_name.get(&bare(target)).into_iter().flatten());
            }
        }
        (found, untold)
    }
}
