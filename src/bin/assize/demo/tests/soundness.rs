//! Each reference system is what a scan would have told: whole, consistent, nothing left hanging.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use assize::graph::ViewPlan;
use assize::graph::schema::{self, GraphKind};
use assize::model::coverage::Completeness;
use assize::model::fact::Fact;
use assize::model::gap::Gap;
use assize::model::id::Text;
use assize::model::kinds::Facts;
use assize::model::kinds::ec2_security::SecurityGroup;
use assize::model::kinds::ec2_vpc::Subnet;
use assize::model::path::Need;
use assize::model::record::{Record, Type, ValueRef};
use assize::snapshot::Snapshot;

use super::super::systems::{System, read};
use super::{all, graph};

/// The calls that are known not to have been answered.
fn untold(system: &System) -> BTreeSet<&str> {
    let coverage = system.snapshot.coverage.iter();
    coverage
        .filter(|entry| entry.status != Completeness::Complete)
        .map(|entry| entry.operation.as_str())
        .collect()
}

/// Whether gaps come only from calls that were not answered.
fn explained(system: &System, gaps: &[Gap]) -> bool {
    let untold = untold(system);
    gaps.iter()
        .all(|gap| untold.contains(gap.operation.as_str()))
}

#[test]
fn each_says_what_it_is() {
    let systems = all();
    let titles: BTreeSet<&str> = systems.iter().map(|system| system.title.as_str()).collect();
    assert_eq!(titles.len(), systems.len());
    for system in &systems {
        assert!(system.about.ends_with('.'), "{}", system.name);
        assert!(system.snapshot.header.started < system.snapshot.header.ended);
    }
}

#[test]
fn one_system_has_one_call_that_was_denied() {
    let untold: Vec<(&str, Vec<String>)> = all()
        .iter()
        .map(|system| {
            let operations = untold(system).into_iter().map(str::to_owned);
            (system.name, operations.collect())
        })
        .filter(|(_, operations): &(_, Vec<String>)| !operations.is_empty())
        .collect();
    assert_eq!(
        untold,
        [(
            "aurora-mock-testing",
            vec!["ec2:DescribeRouteTables".to_owned()]
        )]
    );
}

#[test]
fn every_call_that_a_kind_stands_on_is_accounted_for() {
    for system in all() {
        let graph = graph(&system);
        for kind in schema::kinds() {
            for (account, region) in graph.places(kind.name) {
                let gap = graph.extent(kind.name, &account, &region);
                let gaps: Vec<Gap> = gap.into_iter().collect();
                assert!(
                    explained(&system, &gaps),
                    "{}: {} in {account} {region}: {gaps:?}",
                    system.name,
                    kind.name
                );
            }
        }
    }
}

#[test]
fn a_snapshot_of_it_reads_as_it_was_written() {
    for system in all() {
        let mut file = Vec::new();
        system.snapshot.write(&mut file).unwrap();
        let read = Snapshot::read(file.as_slice(), system.name).unwrap();
        assert_eq!(read.header, system.snapshot.header, "{}", system.name);
        assert_eq!(read.coverage, system.snapshot.coverage, "{}", system.name);
        assert_eq!(read.resources, system.snapshot.resources, "{}", system.name);
    }
}

#[test]
fn nothing_was_left_out_of_a_resource() {
    for system in all() {
        for resource in &system.snapshot.resources {
            let mut missing = Vec::new();
            missing_in(resource.facts.record(), "", &mut missing);
            missing.retain(|path| resource.recorded_gap(path).is_none());
            assert_eq!(missing, [""; 0], "{}: {}", system.name, resource.arn);
        }
    }
}

/// The paths of what nobody told.
fn missing_in(record: &dyn Record, path: &str, into: &mut Vec<String>) {
    for (index, attribute) in record.record_type().attributes.iter().enumerate() {
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}{}", attribute.name);
        missing_at(record.attribute(index), path, into);
    }
}

fn missing_at(value: ValueRef<'_>, path: String, into: &mut Vec<String>) {
    match value {
        ValueRef::Missing => into.push(path),
        ValueRef::Record(record) => missing_in(record, &path, into),
        ValueRef::List(items) => {
            for index in 0..items.count() {
                missing_at(items.item(index), format!("{path}[{index}]"), into);
            }
        }
        _ => {}
    }
}

#[test]
fn no_link_dangles_and_every_derived_fact_is_known() {
    for system in all() {
        let graph = graph(&system);
        for kind in schema::kinds() {
            for path in paths(kind) {
                let needs = [path.parse::<Need>().unwrap()];
                let plan = ViewPlan::new(kind.name, &needs, &[])
                    .unwrap_or_else(|errors| panic!("{}: {errors:?}", kind.name));
                for node in graph.of_kind(kind.name) {
                    let gaps = plan.project(&graph, *node, false).gaps();
                    let arn = &graph.node(*node).arn;
                    assert!(
                        explained(&system, &gaps),
                        "{}: {arn}: {path}: {gaps:?}",
                        system.name
                    );
                }
            }
        }
    }
}

/// A path for each link and each derived fact of a kind.
fn paths(kind: &GraphKind) -> Vec<String> {
    let links = kind.links.iter().map(|link| {
        let each = if link.many { "[]" } else { "" };
        format!("{}{each}", link.name)
    });
    let derived = kind.derived.iter().map(|derived| {
        let (each, item) = match (derived.ty)() {
            Type::List(item) => ("[]", item()),
            other => ("", other),
        };
        match item {
            Type::Record(record) => {
                let first = record().attributes[0].name;
                format!("{}{each}.{first}", derived.name)
            }
            _ => format!("{}{each}", derived.name),
        }
    });
    links.chain(derived).collect()
}

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

#[test]
fn a_description_that_is_none_says_where_and_why() {
    let with = |resource: &str| {
        format!(
            r#"{{"title": "t", "about": [], "started": "", "ended": "", "accounts": ["111122223333"], "regions": ["eu-west-1"],
            "untold": [{{"account": "111122223333", "region": "eu-west-1", "operation": "ec2:DescribeVpcAttribute", "reason": "denied", "detail": ""}}],
            "resources": [{resource}]}}"#
        )
    };
    let arn = "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1";
    for (resource, why) in [
        (
            format!(r#"{{"kind": "ec2.vpn", "arn": "{arn}", "facts": {{}}}}"#),
            "vpc/vpc-1: there is no kind `ec2.vpn`",
        ),
        (
            format!(r#"{{"kind": "ec2.vpc", "arn": "{arn}", "facts": {{"vpcid": "vpc-1"}}}}"#),
            "unknown field `vpcid`",
        ),
        (
            format!(
                r#"{{"kind": "ec2.vpc", "arn": "{arn}", "facts": {{"enable_dns_support": true}}}}"#
            ),
            "`enable_dns_support` is told, though ec2:DescribeVpcAttribute was not answered",
        ),
        (
            format!(r#"{{"kind": "ec2.vpc", "arn": "{arn}"}}"#),
            "missing field `facts`",
        ),
    ] {
        let error = read("mine", &with(&resource)).unwrap_err().to_string();
        assert!(error.starts_with("reading the reference system demo/mine.json: "));
        assert!(error.contains(why), "{error}");
    }
}
