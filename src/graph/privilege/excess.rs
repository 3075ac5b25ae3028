//! What of a service is not needed.

use std::collections::BTreeMap;

use crate::graph::packet::{Ports, Protocols, Service};

/// What a rule admits of the other side beyond what is needed by it, as disjoint services.
pub(super) fn beyond<'a>(
    service: &Service,
    needed: impl Iterator<Item = (u8, &'a Ports)>,
) -> Vec<Service> {
    let mut ports: BTreeMap<u8, Ports> = BTreeMap::new();
    for (protocol, own) in needed {
        let all = ports.entry(protocol).or_insert_with(Ports::none);
        *all = all.or(own);
    }
    let mut others = service.protocols.clone();
    let mut left = Vec::new();
    for (protocol, needed) in ports {
        let own = Protocols::one(protocol);
        others = others.without(&own);
        left.push(Service {
            protocols: own,
            ports: service.ports.without(&needed),
            ..service.clone()
        });
    }
    left.push(Service {
        protocols: others,
        ..service.clone()
    });
    let is_some = |one: &Service| !one.protocols.is_empty() && !one.ports.is_empty();
    left.into_iter().filter(is_some).collect()
}
