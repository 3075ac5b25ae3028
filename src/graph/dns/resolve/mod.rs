//! What a name resolves to in a VPC, by the rules of Route 53 Resolver.
//!
//! A query meets the DNS firewall, then the most specific of the VPC's resolver rules and private zones,
//! a rule before a zone of the same name. The zone that decides answers alone: what it does not hold is
//! answered as not there, whatever wider zones or public DNS hold. CNAMEs are asked for anew, aliases lead
//! to records of their own zone or to things of AWS. What is not known makes the answer unknown.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>

mod addresses;
mod amazon;
mod custom;
mod firewall;
mod forward;
mod found;
mod held;
mod hidden;
mod inbound;
mod lattice;
mod managed;
mod private;
mod profiles;
mod records;
mod report;
mod resolver;
mod rules;
mod servers;
mod space;
mod zones;

use super::super::node::{Graph, NodeId};
use super::name::bare;
pub(in crate::graph) use found::Found;
pub(in crate::graph) use held::{has_namesake, has_zone, overruled_names};
pub(in crate::graph) use hidden::{Hidden, hidden_names};
pub(in crate::graph) use managed::is_untold;
pub use report::resolve;
use resolver::Query;
pub(in crate::graph) use servers::others as other_servers;
pub(in crate::graph) use space::Memory;

/// Whether a text is a name that can be asked for: labels of up to 63 characters, 253 in all.
/// <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>
pub fn is_name(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        let known = |c: char| c.is_ascii_graphic() && !matches!(c, '/' | ':' | '@' | '"' | '\\');
        (1..=63).contains(&label.len()) && label.chars().all(known)
    };
    name.len() <= 253 && name.split('.').all(is_label) && name.parse::<std::net::IpAddr>().is_err()
}

/// What hosts of a VPC are answered: addresses of both families.
pub(in crate::graph) fn addresses_of(graph: &Graph<'_>, vpc: NodeId, name: &str) -> Found {
    let name = bare(name);
    let of = |qtype| Query::new(graph, qtype).of_host(vpc, &name);
    of("A").or(of("AAAA"))
}
