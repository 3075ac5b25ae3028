//! What filters and routes, read once into sets of packets.

pub(super) mod acl;
pub(super) mod group;
pub(super) mod table;
pub(super) mod transit_table;

use crate::graph::packet::Service;
use crate::model::fact::Fact;

/// A protocol as AWS writes it: `-1`, a name, or a number. Nothing for what nobody can read.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
pub(in crate::graph) fn protocol(text: &str) -> Option<Option<u8>> {
    Some(match text.to_ascii_lowercase().as_str() {
        "-1" | "all" => None,
        "tcp" => Some(Service::TCP),
        "udp" => Some(Service::UDP),
        "icmp" => Some(Service::ICMP),
        "icmpv6" => Some(Service::ICMPV6),
        number => Some(number.parse().ok()?),
    })
}

/// A service by protocol, ports and ICMP type and code; nothing where something of it is not told.
/// Of protocols that have no ports, ports say nothing.
pub(in crate::graph) fn service(
    protocol: Option<u8>,
    ports: (&Fact<i64>, &Fact<i64>),
    icmp: (&Fact<i64>, &Fact<i64>),
) -> Option<Service> {
    match protocol {
        None => Some(Service::all()),
        Some(protocol @ (Service::TCP | Service::UDP)) => {
            let (Some(first), Some(last)) = (bound(ports.0)?, bound(ports.1)?) else {
                return Some(Service::protocol(protocol));
            };
            let (first, last) = (u16::try_from(first).ok()?, u16::try_from(last).ok()?);
            Some(Service::ports(protocol, first, last))
        }
        Some(protocol @ (Service::ICMP | Service::ICMPV6)) => {
            let narrow = |fact| {
                Some(match bound(fact)? {
                    None => None,
                    Some(number) => Some(u8::try_from(number).ok()?),
                })
            };
            Some(Service::icmp(protocol, narrow(icmp.0)?, narrow(icmp.1)?))
        }
        Some(protocol) => Some(Service::protocol(protocol)),
    }
}

/// A bound of ports, where absent and -1 stand for all; nothing where nobody told it.
#[expect(
    clippy::option_option,
    reason = "not told, all, and a number are three"
)]
fn bound(fact: &Fact<i64>) -> Option<Option<i64>> {
    match fact {
        Fact::Known(number) if *number >= 0 => Some(Some(*number)),
        Fact::Known(_) | Fact::None => Some(None),
        Fact::Missing => None,
    }
}
