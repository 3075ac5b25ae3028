//! One box of packets: every combination of its addresses, protocols and ports.

use super::addresses::{Addresses, Family};
use super::service::Service;

/// A box. It is never empty, and both its sets of addresses are of one family.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Block {
    source: Addresses,
    destination: Addresses,
    service: Service,
}

impl Block {
    /// A box, if any packet is in it.
    pub fn new(source: Addresses, destination: Addresses, service: Service) -> Option<Self> {
        let fits = source.family() == destination.family();
        let empty = source.is_empty() || destination.is_empty() || service.is_empty();
        (fits && !empty).then_some(Block {
            source,
            destination,
            service,
        })
    }

    /// The family of its addresses.
    pub fn family(&self) -> Family {
        self.source.family()
    }

    /// Where its packets come from.
    pub fn source(&self) -> &Addresses {
        &self.source
    }

    /// Where its packets go to.
    pub fn destination(&self) -> &Addresses {
        &self.destination
    }

    /// Their protocols and ports.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// What is in both.
    pub fn and(&self, other: &Self) -> Option<Self> {
        if self.is_apart(other) {
            return None;
        }
        Block::new(
            self.source.and(&other.source),
            self.destination.and(&other.destination),
            self.service.and(&other.service),
        )
    }

    /// Whether no packet is in both.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.destination.is_apart(&other.destination)
            || self.source.is_apart(&other.source)
            || self.service.is_apart(&other.service)
    }

    /// Whether every packet of the other is in this.
    pub fn has_all(&self, other: &Self) -> bool {
        self.source.has_all(&other.source)
            && self.destination.has_all(&other.destination)
            && self.service.has_all(&other.service)
    }

    /// What is in this and not in the other: boxes apart from each other, one for each dimension at
    /// most.
    pub fn without(&self, other: &Self) -> Vec<Self> {
        if self.is_apart(other) {
            return vec![self.clone()];
        }
        let (all, out) = (&self.service, &other.service);
        let mut left = Vec::new();
        // What is cut off in one dimension is in the other in all those before it.
        let mut rest = self.clone();
        let mut cut = |part: Option<Block>| left.extend(part);
        cut(Block::new(
            rest.source.without(&other.source),
            rest.destination.clone(),
            rest.service.clone(),
        ));
        rest.source = rest.source.and(&other.source);
        cut(Block::new(
            rest.source.clone(),
            rest.destination.without(&other.destination),
            rest.service.clone(),
        ));
        rest.destination = rest.destination.and(&other.destination);
        let mut with = |service: Service| {
            left.extend(Block::new(
                rest.source.clone(),
                rest.destination.clone(),
                service,
            ));
        };
        with(Service {
            protocols: all.protocols.without(&out.protocols),
            ..all.clone()
        });
        let protocols = all.protocols.and(&out.protocols);
        with(Service {
            protocols: protocols.clone(),
            ports: all.ports.without(&out.ports),
            ..all.clone()
        });
        with(Service {
            protocols,
            ports: all.ports.and(&out.ports),
            source_ports: all.source_ports.without(&out.source_ports),
        });
        left
    }
}
