//! What a packet is about besides its addresses: protocol and ports.

use super::Ports;
use super::ranges::Ranges;

/// Protocols by their numbers.
/// <https://www.iana.org/assignments/protocol-numbers/>
pub type Protocols = Ranges<u8>;

/// Protocols, source ports and destination ports that go together.
///
/// A type and a code of ICMP are one number in place of the destination port, and a packet of ICMP
/// has every source port. A packet of any other protocol has every port: nothing asks for one of
/// those without asking for TCP or UDP.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Service {
    /// The protocols.
    pub protocols: Protocols,
    /// The source ports.
    pub source_ports: Ports,
    /// The destination ports; for ICMP `type * 256 + code`.
    pub ports: Ports,
}

impl Service {
    /// The number of ICMP.
    pub const ICMP: u8 = 1;
    /// The number of TCP.
    pub const TCP: u8 = 6;
    /// The number of UDP.
    pub const UDP: u8 = 17;
    /// The number of ICMP for IPv6.
    pub const ICMPV6: u8 = 58;

    /// Everything.
    pub fn all() -> Self {
        Service {
            protocols: Ranges::all(),
            source_ports: Ranges::all(),
            ports: Ranges::all(),
        }
    }

    /// All of one protocol.
    pub fn protocol(protocol: u8) -> Self {
        Service {
            protocols: Ranges::one(protocol),
            ..Service::all()
        }
    }

    /// Destination ports of TCP or UDP.
    pub fn ports(protocol: u8, first: u16, last: u16) -> Self {
        Service {
            ports: Ranges::run(first, last),
            ..Service::protocol(protocol)
        }
    }

    /// A type and a code of ICMP; of either, none is all. A code without a type stands for nothing:
    /// AWS has -1 for both then.
    pub fn icmp(protocol: u8, kind: Option<u8>, code: Option<u8>) -> Self {
        let number = |kind: u8, code: u8| u16::from_be_bytes([kind, code]);
        let ports = match (kind, code) {
            (None, _) => Ranges::all(),
            (Some(kind), None) => Ranges::run(number(kind, 0), number(kind, u8::MAX)),
            (Some(kind), Some(code)) => Ranges::one(number(kind, code)),
        };
        Service {
            ports,
            ..Service::protocol(protocol)
        }
    }

    /// Whether it says nothing but "any".
    pub fn is_all(&self) -> bool {
        self.protocols.is_all() && self.source_ports.is_all() && self.ports.is_all()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.protocols.is_empty() || self.source_ports.is_empty() || self.ports.is_empty()
    }

    pub(super) fn is_apart(&self, other: &Self) -> bool {
        self.protocols.is_apart(&other.protocols)
            || self.ports.is_apart(&other.ports)
            || self.source_ports.is_apart(&other.source_ports)
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Service {
            protocols: self.protocols.and(&other.protocols),
            source_ports: self.source_ports.and(&other.source_ports),
            ports: self.ports.and(&other.ports),
        }
    }

    pub(in crate::graph) fn has_all(&self, other: &Self) -> bool {
        self.protocols.has_all(&other.protocols)
            && self.source_ports.has_all(&other.source_ports)
            && self.ports.has_all(&other.ports)
    }
}
