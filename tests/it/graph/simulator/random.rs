//! Tiny random networks: two or three VPCs, up to five interfaces, and everything that joins or parts
//! them.

use std::net::IpAddr;

use ipnet::IpNet;

use super::network::{
    Acl, Attachment, By, Entry, Group, Interface, Nat, Network, Peer, Peering, Route, Rule, Subnet,
    Table, Transit, TransitBy, TransitRoute, Vpc,
};

/// SplitMix64. <https://prng.di.unimi.it/splitmix64.c>
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("small")
    }

    fn percent(&mut self, share: u64) -> bool {
        self.next() % 100 < share
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

fn block(text: &str) -> IpNet {
    text.parse().expect("a block")
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

const PORTS: [Option<(u16, u16)>; 7] = [
    None,
    Some((0, 65535)),
    Some((443, 443)),
    Some((22, 443)),
    Some((5432, 5432)),
    Some((1024, 65535)),
    Some((32768, 65535)),
];

pub(super) fn network(seed: u64) -> Network {
    let mut random = Random(seed);
    let mut network = Network {
        block: random.pick(&[
            "off",
            "off",
            "off",
            "off",
            "block-bidirectional",
            "block-ingress",
        ]),
        ..Network::default()
    };
    let vpcs = 1 + random.below(3);
    for at in 0..vpcs {
        network.vpcs.push(Vpc {
            v4: block(&format!("10.{at}.0.0/16")),
            v6: block(&format!("2600:1f1{at}::/56")),
            internet: random.percent(75),
            egress_only: random.percent(40),
            vpn: random.percent(40),
        });
        if random.percent(40) {
            let mode = random.pick(&["allow-bidirectional", "allow-egress"]);
            network.excluded.push((at, mode));
        }
    }
    add_places(&mut network, &mut random);
    add_joints(&mut network, &mut random);
    add_routes(&mut network, &mut random);
    network
}

fn add_places(network: &mut Network, random: &mut Random) {
    for vpc in 0..network.vpcs.len() {
        for _ in 0..2 {
            network.acls.push(acl(network, random));
            network.tables.push(Table {
                vpc,
                routes: Vec::new(),
            });
            network.subnets.push(Subnet {
                vpc,
                zone: random.below(2),
                acl: network.acls.len() - 1,
                table: network.tables.len() - 1,
            });
        }
        for _ in 0..2 {
            network.groups.push(Group {
                vpc,
                ingress: Vec::new(),
                egress: Vec::new(),
            });
        }
    }
    for at in 0..network.groups.len() {
        network.groups[at].ingress = rules(network, random);
        network.groups[at].egress = rules(network, random);
    }
    for at in 0..2 + random.below(4) {
        let subnet = random.below(network.subnets.len());
        let vpc = network.subnets[subnet].vpc;
        let own: Vec<usize> = (0..network.groups.len())
            .filter(|group| network.groups[*group].vpc == vpc)
            .collect();
        let mut groups = vec![random.pick(&own)];
        if random.percent(30) {
            groups.push(random.pick(&own));
            groups.dedup();
        }
        network.interfaces.push(Interface {
            subnet,
            groups,
            address: address(&format!("10.{vpc}.{}.{}", subnet % 2, 10 + at)),
            public: random
                .percent(50)
                .then(|| address(&format!("203.0.113.{}", 10 + at))),
            v6: random
                .percent(60)
                .then(|| address(&format!("2600:1f1{vpc}:0:{}::{:x}", subnet % 2, 10 + at))),
            idle: random.percent(4),
        });
    }
}

fn acl(network: &Network, random: &mut Random) -> Acl {
    let mut entries = Vec::new();
    let whole = random.percent(60);
    for egress in [false, true] {
        for (number, peer) in [(100, "0.0.0.0/0"), (101, "::/0")] {
            if whole || random.percent(60) {
                entries.push(Entry {
                    number,
                    egress,
                    allow: true,
                    protocol: None,
                    ports: None,
                    peer: block(peer),
                });
            }
        }
        if whole {
            continue;
        }
        for number in 0..random.below(4) {
            let protocol = random.pick(&[None, Some(6), Some(6), Some(17)]);
            entries.push(Entry {
                number: [90, 110, 95, 120][number],
                egress,
                allow: random.percent(60),
                protocol,
                ports: protocol.and_then(|_| random.pick(&PORTS)),
                peer: peer_block(network, random),
            });
        }
    }
    entries.reverse();
    Acl { entries }
}

fn peer_block(network: &Network, random: &mut Random) -> IpNet {
    let vpc = random.below(network.vpcs.len());
    let text = random.pick(&[
        "0.0.0.0/0".to_owned(),
        "::/0".to_owned(),
        format!("10.{vpc}.0.0/16"),
        format!("10.{vpc}.0.0/24"),
        format!("10.{vpc}.1.0/24"),
        format!("2600:1f1{vpc}::/56"),
        "10.0.0.0/8".to_owned(),
        "203.0.113.0/24".to_owned(),
        "198.51.100.7/32".to_owned(),
        "192.168.0.0/16".to_owned(),
    ]);
    block(&text)
}

fn rules(network: &Network, random: &mut Random) -> Vec<Rule> {
    if random.percent(35) {
        let open = |peer| Rule {
            protocol: None,
            ports: None,
            peer: Peer::Block(block(peer)),
        };
        return ["0.0.0.0/0", "::/0"].map(open).into();
    }
    let count = 1 + random.below(4);
    let rule = |_| {
        let protocol = random.pick(&[None, Some(6), Some(6), Some(17)]);
        Rule {
            protocol,
            ports: protocol.and_then(|_| random.pick(&PORTS)),
            peer: match random.percent(40) {
                true => Peer::Group(random.below(network.groups.len())),
                false => Peer::Block(peer_block(network, random)),
            },
        }
    };
    (0..count).map(rule).collect()
}

fn add_joints(network: &mut Network, random: &mut Random) {
    let vpcs = network.vpcs.len();
    for at in 0..random.below(2) {
        let subnet = random.below(network.subnets.len());
        let vpc = network.subnets[subnet].vpc;
        network.nats.push(Nat {
            subnet,
            address: address(&format!("10.{vpc}.{}.{}", subnet % 2, 100 + at)),
            public: random
                .percent(70)
                .then(|| address(&format!("203.0.113.{}", 100 + at))),
        });
    }
    for one in 0..vpcs {
        for other in one + 1..vpcs {
            if random.percent(50) {
                network.peerings.push(Peering {
                    sides: (one, other),
                    active: random.percent(85),
                    same_region: random.percent(70),
                });
            }
        }
    }
    if random.percent(50) {
        network.transit = Some(transit(network, random));
    }
}

fn transit(network: &Network, random: &mut Random) -> Transit {
    let vpn = random.percent(40);
    let mut transit = Transit {
        references: random.percent(60),
        attachments: Vec::new(),
        routes: Vec::new(),
        vpn,
    };
    for vpc in 0..network.vpcs.len() {
        if random.percent(20) {
            continue;
        }
        let taken = |subnet: &usize| network.nats.iter().any(|nat| nat.subnet == *subnet);
        let own: Vec<usize> = (0..network.subnets.len())
            .filter(|subnet| network.subnets[*subnet].vpc == vpc && !taken(subnet))
            .collect();
        let zones: Vec<usize> = own.iter().map(|at| network.subnets[*at].zone).collect();
        let both = !vpn && own.len() == 2 && zones[0] != zones[1] && random.percent(60);
        let subnets = match both {
            true => own,
            false => vec![random.pick(&own)],
        };
        transit.attachments.push(Attachment {
            vpc,
            subnets,
            references: random.percent(80),
            associated: random.percent(90),
        });
    }
    for at in 0..transit.attachments.len() {
        let vpc = &network.vpcs[transit.attachments[at].vpc];
        for to in [vpc.v4, vpc.v6] {
            if random.percent(85) {
                transit.routes.push(TransitRoute {
                    to,
                    by: TransitBy::Attachment(at),
                    propagated: true,
                });
            }
        }
        if random.percent(15) {
            transit.routes.push(TransitRoute {
                to: vpc.v4,
                by: TransitBy::Blackhole,
                propagated: false,
            });
        }
    }
    if vpn {
        let to = random.pick(&["192.168.0.0/16", "0.0.0.0/0", "192.168.7.0/24"]);
        transit.routes.push(TransitRoute {
            to: block(to),
            by: TransitBy::Vpn,
            propagated: random.percent(50),
        });
    } else if !transit.attachments.is_empty() && random.percent(30) {
        transit.routes.push(TransitRoute {
            to: block("0.0.0.0/0"),
            by: TransitBy::Attachment(random.below(transit.attachments.len())),
            propagated: false,
        });
    }
    transit
}

fn add_routes(network: &mut Network, random: &mut Random) {
    for at in 0..network.tables.len() {
        let vpc = network.tables[at].vpc;
        let own = network.vpcs[vpc].clone();
        let mut routes: Vec<Route> = [own.v4, own.v6].map(|to| route(to, By::Local)).into();
        let peerings = peerings_of(network, vpc);
        let ways = ways_out(network, vpc, &peerings);
        add_ways(&mut routes, &ways, random);
        for (peering, other) in peerings {
            let other = network.vpcs[other].clone();
            for to in [other.v4, other.v6] {
                if random.percent(75) {
                    routes.push(route(to, By::Peering(peering)));
                }
            }
        }
        add_outward(&mut routes, network, vpc, random);
        if let Some(nat) = ways.iter().find(|way| matches!(way, By::Nat(_)))
            && random.percent(15)
        {
            routes.push(route(block(&format!("10.{vpc}.1.0/24")), *nat));
        }
        let interfaces = (0..network.interfaces.len())
            .filter(|one| network.subnets[network.interfaces[*one].subnet].vpc == vpc);
        let interfaces: Vec<usize> = interfaces.collect();
        if !interfaces.is_empty() && random.percent(10) {
            let by = By::Interface(random.pick(&interfaces));
            routes.push(route(block(&format!("10.{vpc}.0.0/24")), by));
        }
        for route in &mut routes {
            route.blackhole = route.by != By::Local && random.percent(6);
        }
        // One destination has one static route, and one that is propagated.
        let mut seen = std::collections::BTreeSet::new();
        routes.retain(|one| seen.insert((one.to, one.propagated)));
        network.tables[at].routes = routes;
    }
}

/// The peerings of a VPC, each with the VPC on its other side.
fn peerings_of(network: &Network, vpc: usize) -> Vec<(usize, usize)> {
    let peerings = network.peerings.iter().enumerate();
    peerings
        .filter_map(|(at, one)| match one.sides {
            (near, far) if near == vpc => Some((at, far)),
            (far, near) if near == vpc => Some((at, far)),
            _ => None,
        })
        .collect()
}

/// What a route of a VPC can lead to; the internet twice, as it is met most.
fn ways_out(network: &Network, vpc: usize, peerings: &[(usize, usize)]) -> Vec<By> {
    let own = &network.vpcs[vpc];
    let mut ways = Vec::new();
    if own.internet {
        ways.extend([By::Internet, By::Internet]);
    }
    let nats = 0..network.nats.len();
    ways.extend(
        nats.filter(|nat| network.subnets[network.nats[*nat].subnet].vpc == vpc)
            .map(By::Nat),
    );
    ways.extend(peerings.iter().map(|(at, _)| By::Peering(*at)));
    ways.extend(network.transit.is_some().then_some(By::Transit));
    ways.extend(own.vpn.then_some(By::Vpn));
    ways
}

fn add_ways(routes: &mut Vec<Route>, ways: &[By], random: &mut Random) {
    for _ in 0..1 + random.below(3) {
        if ways.is_empty() {
            break;
        }
        let to = random.pick(&["0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "198.51.100.0/24"]);
        routes.push(route(block(to), random.pick(ways)));
    }
}

/// IPv6 to anywhere, and what lies behind VPN and the transit gateway.
fn add_outward(routes: &mut Vec<Route>, network: &Network, vpc: usize, random: &mut Random) {
    let own = &network.vpcs[vpc];
    let attached = network.transit.is_some();
    for by in [
        (own.internet, By::Internet),
        (own.egress_only, By::EgressOnly),
        (attached, By::Transit),
    ] {
        if by.0 && random.percent(50) {
            routes.push(route(block("::/0"), by.1));
        }
    }
    if own.vpn && random.percent(70) {
        routes.push(Route {
            propagated: true,
            ..route(block("192.168.0.0/16"), By::Vpn)
        });
    }
    if attached && random.percent(60) {
        let to = random.pick(&["10.0.0.0/8", "192.168.0.0/16", "10.1.0.0/16"]);
        routes.push(route(block(to), By::Transit));
    }
}

fn route(to: IpNet, by: By) -> Route {
    Route {
        to,
        by,
        blackhole: false,
        propagated: false,
    }
}
