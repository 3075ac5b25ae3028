//! The names that AWS makes for endpoints: public DNS answers them with private addresses.
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames>

use foldhash::HashMap;

use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_endpoint::VpcEndpoint;

use crate::graph::node::{Graph, NodeId};

use super::super::addresses;
use super::super::found::Found;
use super::super::private::is_made;
use super::super::resolver::Query;
use super::step;
use crate::graph::dns::name::bare;

/// A name that AWS made.
pub(super) struct Made {
    endpoint: NodeId,
    path: String,
    call: &'static str,
}

pub(super) fn answer(query: &Query<'_, '_>, name: &str) -> Option<Found> {
    let graph = query.graph;
    let names = graph.dns.names.endpoints.get_or_init(|| all(graph));
    let made = names.get(name).or_else(|| {
        let (_, above) = name.split_once('.')?;
        names.get(&format!("*.{above}"))
    })?;
    let zone = zone_of(graph, made.endpoint, name);
    let wanted = |interface: NodeId| match (&zone, graph.facts(interface)) {
        (Some(zone), Some(Facts::NetworkInterface(facts))) => {
            facts.availability_zone.known() == Some(zone)
        }
        _ => true,
    };
    let found = addresses::of_endpoint(graph, made.endpoint, query.qtype, &wanted);
    Some(found.after(step(
        graph,
        made.endpoint,
        name,
        made.path.clone(),
        made.call,
    )))
}

fn all(graph: &Graph<'_>) -> HashMap<String, Made> {
    let mut all = HashMap::default();
    for &endpoint in graph.of_kind("ec2.vpc_endpoint") {
        let Some(Facts::VpcEndpoint(facts)) = graph.facts(endpoint) else {
            continue;
        };
        for (path, call, name) in told(facts) {
            let made = Made {
                endpoint,
                path,
                call,
            };
            all.entry(bare(name)).or_insert(made);
        }
    }
    all
}

fn told(facts: &VpcEndpoint) -> impl Iterator<Item = (String, &'static str, &Text)> {
    let entries = facts.dns_entries.known().into_iter().flatten().enumerate();
    let own = entries.filter_map(|(index, entry)| {
        let path = format!("dns_entries[{index}].dns_name");
        Some((path, "ec2:DescribeVpcEndpoints", entry.dns_name.known()?))
    });
    let associations = facts.associations.known().into_iter().flatten().enumerate();
    let associated = associations.filter_map(|(index, one)| {
        let path = format!("associations[{index}].dns_entry.dns_name");
        let name = one.dns_entry.known()?.dns_name.known()?;
        Some((path, "ec2:DescribeVpcEndpointAssociations", name))
    });
    own.filter(|(_, _, name)| is_made(name)).chain(associated)
}

/// The zone of a name that is of one zone only: its first label ends in it.
fn zone_of(graph: &Graph<'_>, endpoint: NodeId, name: &str) -> Option<Text> {
    let label = name.trim_start_matches("*.").split('.').next()?;
    let Some(Facts::VpcEndpoint(facts)) = graph.facts(endpoint) else {
        return None;
    };
    let interfaces = facts.network_interface_ids.known().into_iter().flatten();
    let zones = interfaces.filter_map(|id| {
        let node = graph.find("ec2.network_interface", id, endpoint).ok()?;
        match graph.facts(node)? {
            Facts::NetworkInterface(facts) => facts.availability_zone.known(),
            _ => None,
        }
    });
    let mut of_label = zones.filter(|zone| {
        let before = label.strip_suffix(zone.as_str());
        before.is_some_and(|before| before.ends_with('-'))
    });
    of_label.next().cloned()
}
