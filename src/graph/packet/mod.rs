//! Sets of packets, exactly: unions of boxes over addresses, protocol and ports, for IPv4 and IPv6.
//!
//! A filter (a security group, a network ACL, a route) is such a set, and what passes it is an
//! intersection. Nothing here knows AWS.

mod addresses;
mod block;
mod ranges;
mod service;
mod set;
#[cfg(test)]
mod tests;

pub use addresses::{Addresses, Family};
pub use block::Block;
pub use ranges::Ranges;
pub use service::{Protocols, Service};
pub use set::PacketSet;

/// Ports, or types and codes of ICMP.
pub type Ports = Ranges<u16>;
