//! The hosts that a service's environment names, with the places where it names them.

use std::collections::BTreeSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::apprunner::Service;
use crate::model::resource::Resource;

use super::super::cidr::canonical;
use super::super::node::Graph;

/// A host that a variable names.
pub(super) struct Named<'s> {
    /// The variable.
    pub(super) variable: &'s Fact<Text>,
    /// The host in its one form.
    pub(super) host: Text,
    /// The port, if one was written.
    pub(super) port: Option<i64>,
    /// The fact that says so.
    pub(super) source: Source,
}

/// Every host that the environment names, once for each variable; and why there may be more.
pub(super) fn hosts<'s>(
    graph: &Graph<'_>,
    resource: &'s Resource,
    service: &'s Service,
) -> (Vec<Named<'s>>, Option<Gap>) {
    let attribute = "environment_variables";
    let variables = match &service.environment_variables {
        Fact::Known(variables) => variables.as_slice(),
        Fact::None => &[],
        Fact::Missing => return (Vec::new(), Some(graph.missing(resource, attribute))),
    };
    let mut hidden = graph.hole(resource, attribute);
    let mut hosts = Vec::new();
    for (index, variable) in variables.iter().enumerate() {
        let path = format!("{attribute}[{index}].endpoints");
        if variable.endpoints.is_missing() {
            hidden = hidden.or(Some(graph.missing(resource, attribute)));
        }
        let mut seen = BTreeSet::new();
        let endpoints = variable.endpoints.known().into_iter().flatten();
        for (place, endpoint) in endpoints.enumerate() {
            let path = format!("{path}[{place}].host");
            let Some(host) = endpoint.host.known().map(|host| canonical(bare(host))) else {
                hidden.get_or_insert_with(|| graph.missing(resource, &path));
                continue;
            };
            if endpoint.port.is_missing() {
                hidden.get_or_insert_with(|| graph.missing(resource, attribute));
            }
            let port = endpoint.port.known().copied();
            if !seen.insert((host.clone(), port)) {
                continue;
            }
            hosts.push(Named {
                variable: &variable.name,
                source: source(resource, path, &host),
                host,
                port,
            });
        }
    }
    (hosts, hidden)
}

/// An IPv6 address as URLs write it, without its brackets.
fn bare(host: &str) -> &str {
    host.strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host)
}

fn source(resource: &Resource, path: String, host: &str) -> Source {
    Source {
        resource: Text::from(resource.arn.as_str()),
        path,
        value: host.into(),
        operation: Text::const_new("apprunner:DescribeService"),
    }
}
