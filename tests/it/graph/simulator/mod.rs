//! An independent packet simulator: one packet at a time through tiny random networks, written from the
//! rules of AWS and not from the engine, and the property that both always say the same.

mod beyond;
mod facts;
mod flow;
mod metamorphic;
mod network;
mod random;

use std::net::IpAddr;

use assize::graph::Graph;
use assize::graph::packet::{Addresses, Block, PacketSet, Ranges, Service};
use assize::graph::reach::{Party, Question, ask};
use proptest::prelude::*;

use flow::Packet;
use network::Network;

/// Hosts of the internet, and ports and protocols that are tried.
const HOSTS: [&str; 3] = ["198.51.100.7", "203.0.113.200", "2a00:1450::7"];
const PROTOCOLS: [u8; 2] = [6, 17];
const PORTS: [u16; 3] = [22, 443, 5432];
const SOURCE_PORTS: [u16; 3] = [443, 1024, 40000];

/// An end of a flow: an interface by its number, or the internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Interface(usize),
    Internet,
    OnPremises,
}

fn check(seed: u64) {
    let network = random::network(seed);
    let snapshot = facts::world(&network).snapshot();
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let mut ends: Vec<End> = (0..network.interfaces.len()).map(End::Interface).collect();
    ends.push(End::Internet);
    ends.push(End::OnPremises);
    for from in &ends {
        for to in &ends {
            if from == to || !matches!((from, to), (End::Interface(_), _) | (_, End::Interface(_)))
            {
                continue;
            }
            compare(seed, &network, &graph, *from, *to);
        }
    }
}

fn compare(seed: u64, network: &Network, graph: &Graph<'_>, from: End, to: End) {
    let party = |end: End| match end {
        End::Interface(at) => Party::find(graph, &facts::interface_id(at)).expect("an interface"),
        End::Internet => Party::Internet,
        End::OnPremises => Party::OnPremises,
    };
    let question = Question {
        from: party(from),
        to: party(to),
        service: Service::all(),
    };
    let answer = ask(graph, &question);
    let mut any = false;
    for packet in packets(network, from, to) {
        let wanted = [false, true].map(|on| flow::connects(network, from, to, packet, on));
        any |= wanted[0];
        let said = [has(&answer.must, packet), has(&answer.may, packet)];
        assert!(
            said == wanted,
            "{:#?}\n{network:#?}\nseed {seed}: {from:?} to {to:?}, {packet:?}: the simulator says \
             {wanted:?}, the engine says {said:?} (must, may)",
            answer.report,
        );
    }
    // What is tried is a sample: the engine may know packets that work where none of them does.
    let yes = answer.report.answer.as_str() == "yes";
    assert!(
        yes || !any,
        "seed {seed}: {from:?} to {to:?}\n{:#?}",
        answer.report
    );
}

fn packets(network: &Network, from: End, to: End) -> Vec<Packet> {
    let addresses = |end: End, as_destination: bool| -> Vec<IpAddr> {
        match end {
            End::Interface(at) => {
                let own = &network.interfaces[at];
                let mut all = vec![own.address];
                all.extend(own.v6);
                if as_destination {
                    all.extend(own.public);
                }
                all
            }
            End::Internet => HOSTS
                .iter()
                .map(|one| one.parse().expect("an address"))
                .collect(),
            End::OnPremises => ["192.168.7.7", "172.16.0.9"]
                .iter()
                .map(|one| one.parse().expect("an address"))
                .collect(),
        }
    };
    let mut packets = Vec::new();
    for source in addresses(from, false) {
        for destination in addresses(to, true) {
            if source.is_ipv4() != destination.is_ipv4() {
                continue;
            }
            for protocol in PROTOCOLS {
                for source_port in SOURCE_PORTS {
                    packets.extend(PORTS.map(|port| Packet {
                        source,
                        destination,
                        protocol,
                        source_port,
                        port,
                    }));
                }
            }
        }
    }
    packets
}

fn has(set: &PacketSet, packet: Packet) -> bool {
    let service = Service {
        protocols: Ranges::one(packet.protocol),
        source_ports: Ranges::one(packet.source_port),
        ports: Ranges::one(packet.port),
    };
    let source = Addresses::one(packet.source);
    let block = Block::new(source, Addresses::one(packet.destination), service);
    let block = block.expect("a packet");
    set.blocks().iter().any(|one| one.has_all(&block))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn the_engine_says_what_the_simulator_says(seed in any::<u64>()) {
        check(seed);
    }
}

/// The property would hold of an engine that always says no in a world where nothing works.
#[test]
fn random_networks_have_flows_that_work_and_flows_that_do_not() {
    let mut counts = [0_usize; 2];
    for seed in 0..200 {
        let network = random::network(seed);
        for to in 0..network.interfaces.len() {
            for from in [
                End::Internet,
                End::OnPremises,
                End::Interface((to + 1) % network.interfaces.len()),
            ] {
                if from == End::Interface(to) {
                    continue;
                }
                for packet in packets(&network, from, End::Interface(to)) {
                    let works = flow::connects(&network, from, End::Interface(to), packet, false);
                    counts[usize::from(works)] += 1;
                }
            }
        }
    }
    let share = counts[1] * 100 / (counts[0] + counts[1]);
    assert!((3..97).contains(&share), "{share} % of the flows work");
}
