//! The networks of the reference systems are consistent: ranges, addresses, groups.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::Facts;
use assize::model::kinds::ec2_security::SecurityGroup;
use assize::model::kinds::ec2_vpc::Subnet;

use super::all;

fn known<T>(fact: &Fact<T>) -> &T {
    fact.known().expect("the fact is told")
}

fn range(fact: &Fact<Text>) -> IpNet {
    known(fact).parse().expect("a range")
}

#[test]
fn subnets_lie_in_their_vpc_and_interfaces_in_their_subnet() {
    for system in all() {
        let resources = &system.snapshot.resources;
        let vpcs: BTreeMap<&Text, IpNet> = resources
            .iter()
            .filter_map(|resource| match &resource.facts {
                Facts::Vpc(vpc) => Some((known(&vpc.vpc_id), range(&vpc.cidr_block))),
                _ => None,
            })
            .collect();
        let subnets: BTreeMap<&Text, &Subnet> = resources
            .iter()
            .filter_map(|resource| match &resource.facts {
                Facts::Subnet(subnet) => Some((known(&subnet.subnet_id), subnet.as_ref())),
                _ => None,
            })
            .collect();
        for (id, subnet) in &subnets {
            let vpc = vpcs[known(&subnet.vpc_id)];
            assert!(vpc.contains(&range(&subnet.cidr_block)), "{id}");
        }
        let mut held = BTreeSet::new();
        for resource in resources {
            let Facts::NetworkInterface(interface) = &resource.facts else {
                continue;
            };
            let subnet = subnets[known(&interface.subnet_id)];
            assert_eq!(interface.vpc_id, subnet.vpc_id, "{}", resource.arn);
            assert_eq!(interface.availability_zone, subnet.availability_zone);
            for address in known(&interface.private_ip_addresses) {
                let address: IpAddr = known(&address.private_ip_address).parse().unwrap();
                let inside = range(&subnet.cidr_block).contains(&address);
                assert!(inside, "{}: {address}", resource.arn);
                let new = held.insert((known(&subnet.vpc_id), address));
                assert!(new, "{}: {address} is held twice", resource.arn);
            }
        }
    }
}

#[test]
fn a_group_says_the_same_in_permissions_and_in_rules() {
    for system in all() {
        for resource in &system.snapshot.resources {
            if let Facts::SecurityGroup(group) = &resource.facts {
                assert_eq!(by_permission(group), by_rule(group), "{}", resource.arn);
            }
        }
    }
}

/// Whether it is egress, protocol, ports, and peer of each rule.
type Rules = BTreeSet<(bool, Text, Option<i64>, Option<i64>, Text)>;

fn port(port: &Fact<i64>) -> Option<i64> {
    port.known().copied().filter(|port| *port >= 0)
}

fn by_permission(group: &SecurityGroup) -> Rules {
    let mut rules = Rules::new();
    for (egress, permissions) in [
        (false, &group.ip_permissions),
        (true, &group.ip_permissions_egress),
    ] {
        for permission in permissions.known().into_iter().flatten() {
            let ranges = permission.ip_ranges.known().into_iter().flatten();
            let groups = permission.user_id_group_pairs.known().into_iter().flatten();
            let peers = ranges
                .map(|range| known(&range.cidr_ip))
                .chain(groups.map(|group| known(&group.group_id)));
            rules.extend(peers.map(|peer| {
                (
                    egress,
                    known(&permission.ip_protocol).clone(),
                    port(&permission.from_port),
                    port(&permission.to_port),
                    peer.clone(),
                )
            }));
        }
    }
    rules
}

fn by_rule(group: &SecurityGroup) -> Rules {
    let rules = group.rules.known().into_iter().flatten();
    let rules = rules.map(|rule| {
        let peer = rule.cidr_ipv4.known().or(rule.referenced_group_id.known());
        (
            *known(&rule.is_egress),
            known(&rule.ip_protocol).clone(),
            port(&rule.from_port),
            port(&rule.to_port),
            peer.expect("a peer").clone(),
        )
    });
    rules.collect()
}
