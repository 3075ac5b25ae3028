//! To which endpoint a name belongs, and which names an endpoint has.

use serde_json::{Value as Json, json};

use super::super::fixture::{World, arn};

const NAME: &str = "db.example.internal";
const NEEDS: [&str; 3] = [
    "endpoint.vpc_endpoint_id",
    "record_sets[].values[]",
    "stranger_addresses[].address",
];

fn zone(id: &str, name: &str) -> Json {
    json!({"hosted_zone_id": id, "name": name, "owning_account": "111122223333"})
}

fn world(records: Json) -> World {
    let vpc = json!({
        "vpc_id": "vpc-1",
        "cidr_block": "10.0.0.0/16",
        "hosted_zones": [zone("Z1", "example.internal.")],
    });
    let zone = json!({"hosted_zone_id": "Z1", "name": "example.internal.", "record_sets": records});
    World::default()
        .with("ec2.vpc", "vpc-1", vpc)
        .with("route53.hosted_zone", "Z1", zone)
}

fn record(values: &[&str]) -> Json {
    json!({"name": "db.example.internal.", "record_type": "A", "ttl": 60, "resource_records": values})
}

fn interface(id: &str, kind: &str, addresses: &[&str]) -> Json {
    let addresses = addresses
        .iter()
        .map(|one| json!({"private_ip_address": one}));
    json!({
        "network_interface_id": id,
        "interface_type": kind,
        "owner_id": "444455556666",
        "vpc_id": "vpc-1",
        "private_ip_addresses": addresses.collect::<Vec<_>>(),
    })
}

fn endpoint(id: &str, interface: &str) -> Json {
    json!({
        "vpc_endpoint_id": id,
        "vpc_endpoint_type": "Resource",
        "vpc_id": "vpc-1",
        "network_interface_ids": [interface],
        "private_dns_enabled": true,
    })
}

fn with_endpoint(world: World, id: &str, eni: &str, addresses: &[&str]) -> World {
    world.with("ec2.vpc_endpoint", id, endpoint(id, eni)).with(
        "ec2.network_interface",
        eni,
        interface(eni, "vpc_endpoint", addresses),
    )
}

fn see(world: World) -> (Json, Vec<String>) {
    let arn = format!("{}/dns-name/{NAME}", arn("ec2.vpc", "vpc-1"));
    world.see_arn("dns.name_in_vpc", &arn, &NEEDS)
}

#[test]
fn the_endpoint_with_the_most_addresses_in_common_has_the_name() {
    let world = world(json!([record(&["10.0.1.1", "10.0.1.2", "10.0.2.1"])]));
    let world = with_endpoint(world, "vpce-1", "eni-1", &["10.0.2.1"]);
    let world = with_endpoint(world, "vpce-2", "eni-2", &["10.0.1.1", "10.0.1.2"]);
    let (view, gaps) = see(world);
    assert_eq!(view["endpoint"]["vpc_endpoint_id"], "vpce-2");
    assert_eq!(view["stranger_addresses"], json!([{"address": "10.0.2.1"}]));
    assert!(gaps.is_empty(), "{gaps:?}");
}

#[test]
fn two_endpoints_with_equally_many_addresses_are_no_answer() {
    let world = world(json!([record(&["10.0.1.1", "10.0.2.1"])]));
    let world = with_endpoint(world, "vpce-1", "eni-1", &["10.0.1.1"]);
    let world = with_endpoint(world, "vpce-2", "eni-2", &["10.0.2.1"]);
    let (_, gaps) = see(world);
    assert!(gaps[0].contains("may belong to"), "{gaps:?}");
}

#[test]
fn sets_of_a_routing_policy_are_united() {
    let mut one = record(&["10.0.1.1"]);
    one["set_identifier"] = "a".into();
    let mut other = record(&["10.0.1.2"]);
    other["set_identifier"] = "b".into();
    let world = with_endpoint(world(json!([one, other])), "vpce-1", "eni-1", &["10.0.1.2"]);
    let (view, _) = see(world);
    assert_eq!(
        view["record_sets"],
        json!([{"values": ["10.0.1.1"]}, {"values": ["10.0.1.2"]}])
    );
    assert_eq!(view["endpoint"]["vpc_endpoint_id"], "vpce-1");
}

#[test]
fn the_name_of_the_resource_counts_more_than_addresses() {
    let configuration = arn(
        "vpc_lattice.resource_configuration",
        "resourceconfiguration/rcfg-1",
    );
    let mut named = endpoint("vpce-1", "eni-1");
    named["resource_configuration_arn"] = configuration.into();
    let facts = json!({"id": "rcfg-1", "configuration_type": "SINGLE", "custom_domain_name": NAME});
    let world = world(json!([record(&["10.0.9.9"])]))
        .with("ec2.vpc_endpoint", "vpce-1", named)
        .with(
            "ec2.network_interface",
            "eni-1",
            interface("eni-1", "vpc_endpoint", &["10.0.1.1"]),
        )
        .with(
            "vpc_lattice.resource_configuration",
            "resourceconfiguration/rcfg-1",
            facts,
        );
    let world = with_endpoint(world, "vpce-2", "eni-2", &["10.0.9.9"]);
    let (view, gaps) = see(world);
    assert_eq!(view["endpoint"]["vpc_endpoint_id"], "vpce-1");
    assert_eq!(view["stranger_addresses"], json!([{"address": "10.0.9.9"}]));
    assert!(gaps.is_empty(), "{gaps:?}");
}

/// A record that points at one endpoint can bear the name of another one's resource: that it fits
/// the first is then no proof.
#[test]
fn another_endpoint_whose_resource_was_not_told_leaves_the_endpoint_unknown() {
    let kind = "vpc_lattice.resource_configuration";
    let hidden = |id: &str| {
        let mut facts = endpoint(id, "eni-9");
        facts["resource_configuration_arn"] = arn(kind, "resourceconfiguration/rcfg-9").into();
        facts
    };
    let world = || world(json!([record(&["10.0.1.1"])]));
    let other = with_endpoint(world(), "vpce-1", "eni-1", &["10.0.1.1"]).with(
        "ec2.vpc_endpoint",
        "vpce-9",
        hidden("vpce-9"),
    );
    let other = other.with(
        "ec2.network_interface",
        "eni-9",
        interface("eni-9", "vpc_endpoint", &[]),
    );
    let (_, gaps) = see(other.deny("vpc-lattice:ListResourceConfigurations"));
    assert_eq!(gaps, ["vpc-lattice:ListResourceConfigurations denied"]);
    let own = world()
        .with("ec2.vpc_endpoint", "vpce-9", hidden("vpce-9"))
        .with(
            "ec2.network_interface",
            "eni-9",
            interface("eni-9", "vpc_endpoint", &["10.0.1.1"]),
        );
    let (view, _) = see(own.deny("vpc-lattice:ListResourceConfigurations"));
    assert_eq!(view["endpoint"]["vpc_endpoint_id"], "vpce-9");
}

#[test]
fn an_endpoint_of_another_account_is_unknown() {
    let world = world(json!([record(&["10.0.1.1"])])).with(
        "ec2.network_interface",
        "eni-1",
        interface("eni-1", "vpc_endpoint", &["10.0.1.1"]),
    );
    let (_, gaps) = see(world);
    assert!(
        gaps[0].starts_with("ec2:DescribeVpcEndpoints account-not-scanned"),
        "{gaps:?}"
    );
}

#[test]
fn an_address_of_an_instance_belongs_to_no_endpoint() {
    let world = world(json!([record(&["10.0.1.1"])])).with(
        "ec2.network_interface",
        "eni-1",
        interface("eni-1", "interface", &["10.0.1.1"]),
    );
    let (view, gaps) = see(world);
    assert_eq!(view["endpoint"], Json::Null);
    assert!(gaps.is_empty(), "{gaps:?}");
}

#[test]
fn interfaces_that_were_not_told_leave_the_endpoint_unknown() {
    let world = world(json!([record(&["10.0.1.1"])]))
        .with("ec2.vpc_endpoint", "vpce-1", endpoint("vpce-1", "eni-1"))
        .deny("ec2:DescribeNetworkInterfaces");
    let (_, gaps) = see(world);
    assert_eq!(gaps, ["ec2:DescribeNetworkInterfaces denied"]);
}

#[test]
fn equal_ipv6_addresses_are_equal_however_they_are_written() {
    let mut record = record(&["2001:DB8:0:0::1"]);
    record["record_type"] = "AAAA".into();
    let mut eni = interface("eni-1", "vpc_endpoint", &["10.0.1.1"]);
    eni["ipv6_addresses"] = json!([{"ipv6_address": "2001:db8::1"}]);
    let world = world(json!([record]))
        .with("ec2.vpc_endpoint", "vpce-1", endpoint("vpce-1", "eni-1"))
        .with("ec2.network_interface", "eni-1", eni);
    let (view, _) = see(world);
    assert_eq!(view["endpoint"]["vpc_endpoint_id"], "vpce-1");
}

#[test]
fn a_whole_list_stands_on_everything_that_its_items_stand_on() {
    let mut facts = endpoint("vpce-1", "eni-1");
    facts["network_interface_ids"] = json!(["eni-1", "eni-2"]);
    let world = World::default()
        .with("ec2.vpc_endpoint", "vpce-1", facts)
        .with(
            "ec2.network_interface",
            "eni-1",
            interface("eni-1", "vpc_endpoint", &["10.0.1.1"]),
        )
        .with(
            "ec2.network_interface",
            "eni-2",
            interface("eni-2", "vpc_endpoint", &["10.0.2.1"]),
        );
    let address = "private_ip_addresses[0].private_ip_address";
    assert_eq!(
        world.sources("ec2.vpc_endpoint", "vpce-1", "addresses"),
        [format!("eni-1 {address}"), format!("eni-2 {address}")]
    );
}

const MADE: [&str; 1] = ["made_names[].dns_name"];

#[test]
fn a_resource_endpoint_has_its_names_in_the_associations() {
    let mut facts = endpoint("vpce-1", "eni-1");
    facts["associations"] =
        json!([{"id": "a-1", "dns_entry": {"dns_name": "VPCE-1.rcfg-1.on.aws."}}]);
    let (view, _) = World::default()
        .with("ec2.vpc_endpoint", "vpce-1", facts)
        .see("ec2.vpc_endpoint", "vpce-1", &MADE);
    assert_eq!(
        view["made_names"],
        json!([{"dns_name": "vpce-1.rcfg-1.on.aws"}])
    );
}

#[test]
fn associations_that_were_refused_hide_names_of_resource_endpoints_only() {
    let call = "ec2:DescribeVpcEndpointAssociations";
    let refused = |kind: &str| {
        let mut facts = endpoint("vpce-1", "eni-1");
        facts["vpc_endpoint_type"] = kind.into();
        let world = World::default().with("ec2.vpc_endpoint", "vpce-1", facts);
        let world = world.refused("associations", call);
        world.see("ec2.vpc_endpoint", "vpce-1", &MADE).1
    };
    assert_eq!(refused("Resource"), [format!("{call} denied")]);
    assert!(refused("Interface").is_empty());
}
