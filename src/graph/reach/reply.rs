//! The answers to packets: addresses and ports the other way round, and for ICMP the type that answers.

use crate::graph::packet::{Block, PacketSet, Ports, Protocols, Ranges, Service};

use super::state::State;

/// Types of ICMP with the type that answers them: echo and timestamp.
/// <https://www.iana.org/assignments/icmp-parameters/>
const ANSWERED: [(u8, u8, u8); 3] = [
    (Service::ICMP, 8, 0),
    (Service::ICMP, 13, 14),
    (Service::ICMPV6, 128, 129),
];

/// Packets that arrived, and what is sent back.
pub(super) struct Reply {
    /// The packets as their source sent them.
    pub(super) sent: PacketSet,
    /// The answers, as they leave the destination; none where nothing answers.
    pub(super) answer: Option<PacketSet>,
}

/// The answers to the packets of a state that arrived.
pub(super) fn to(state: &State) -> Vec<Reply> {
    let mut replies = Vec::new();
    let mut push = |block: &Block, service: Service, answer: Option<Service>| {
        let own = Block::new(block.source().clone(), block.destination().clone(), service);
        let Some(own) = own else { return };
        let answer = answer.and_then(|service| {
            Block::new(own.destination().clone(), own.source().clone(), service)
        });
        replies.push(Reply {
            sent: sent(state, &own).into_iter().collect(),
            answer: answer.map(|block| [block].into_iter().collect()),
        });
    };
    for block in state.packets.blocks() {
        let service = block.service();
        let mut rest = service.protocols.clone();
        for protocol in [Service::ICMP, Service::ICMPV6] {
            if !rest.has(protocol) {
                continue;
            }
            rest = rest.without(&Ranges::one(protocol));
            let mut silent = service.ports.clone();
            for (_, asks, answers) in ANSWERED.into_iter().filter(|one| one.0 == protocol) {
                let asked = Service::icmp(protocol, Some(asks), None);
                silent = silent.without(&asked.ports);
                let answer = Service::icmp(protocol, Some(answers), Some(0));
                push(
                    block,
                    of_protocol(service, protocol).and(&asked),
                    Some(answer),
                );
            }
            let service = Service {
                ports: silent,
                ..of_protocol(service, protocol)
            };
            push(block, service, None);
        }
        let service = Service {
            protocols: rest,
            ..service.clone()
        };
        let answer = Service {
            source_ports: service.ports.clone(),
            ports: service.source_ports.clone(),
            ..service.clone()
        };
        push(block, service, Some(answer));
    }
    replies
}

fn of_protocol(service: &Service, protocol: u8) -> Service {
    Service {
        protocols: Protocols::one(protocol),
        ..service.clone()
    }
}

/// A box that arrived, as its source sent it.
fn sent(state: &State, block: &Block) -> Option<Block> {
    let was = &state.was;
    let mut service = block.service().clone();
    if let Some(ports) = &was.source_ports
        && service.protocols.is_apart(&Ranges::of([
            (Service::ICMP, Service::ICMP),
            (Service::ICMPV6, Service::ICMPV6),
        ]))
    {
        service.source_ports = ports.clone();
    }
    Block::new(
        was.source.clone().unwrap_or_else(|| block.source().clone()),
        was.destination
            .clone()
            .unwrap_or_else(|| block.destination().clone()),
        service,
    )
}

/// The packets whose answers are among those that came back.
pub(super) fn answered(sent: &PacketSet, came: &PacketSet) -> PacketSet {
    let mut answered = PacketSet::none();
    for block in came.blocks() {
        let own = &block.service().protocols;
        let icmp = own.has(Service::ICMP) || own.has(Service::ICMPV6);
        let swapped = |ports: &Ports| match icmp {
            // Its type is that of the answer.
            true => Ranges::all(),
            false => ports.clone(),
        };
        let service = Service {
            protocols: own.clone(),
            source_ports: swapped(&block.service().ports),
            ports: swapped(&block.service().source_ports),
        };
        let asked = Block::new(block.destination().clone(), block.source().clone(), service);
        if let Some(asked) = asked {
            answered.add(sent.within(&asked));
        }
    }
    answered
}
