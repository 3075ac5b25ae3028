//! The addresses that an endpoint has.

use serde_json::{Value as Json, json};

use super::world::{HERE, UNTOLD, World, arn};

const INTERFACES: &str = "ec2:DescribeNetworkInterfaces";
const ENDPOINTS: &str = "ec2:DescribeVpcEndpoints";

fn endpoint(interfaces: Json) -> World {
    World::new().with(
        "ec2.vpc_endpoint",
        "vpce-1",
        json!({"network_interface_ids": interfaces}),
    )
}

fn interface(world: World, name: &str, v4: Json, v6: Json) -> World {
    world.with(
        "ec2.network_interface",
        name,
        json!({"private_ip_addresses": v4, "ipv6_addresses": v6}),
    )
}

fn v4(addresses: &[&str]) -> Json {
    addresses
        .iter()
        .map(|one| json!({"private_ip_address": one}))
        .collect()
}

fn v6(addresses: &[&str]) -> Json {
    addresses
        .iter()
        .map(|one| json!({"ipv6_address": one}))
        .collect()
}

fn addresses(world: &World) -> (Json, Vec<String>) {
    let seen = world.see("ec2.vpc_endpoint", "vpce-1", &["addresses[]"]);
    (seen.view["addresses"].clone(), seen.gaps)
}

#[test]
fn every_address_of_every_interface_is_the_endpoints() {
    let world = interface(
        endpoint(json!(["eni-1", "eni-2"])),
        "eni-1",
        v4(&["10.0.0.5", "10.0.0.6"]),
        v6(&[]),
    );
    let world = interface(world, "eni-2", v4(&["10.0.1.5"]), v6(&["2001:DB8:0:0::5"]));
    let world = interface(world, "eni-3", v4(&["10.0.2.5"]), json!(null));
    assert_eq!(
        addresses(&world),
        (
            json!(["10.0.0.5", "10.0.0.6", "10.0.1.5", "2001:db8::5"]),
            Vec::new()
        )
    );
    // A gateway endpoint has no interfaces.
    assert_eq!(addresses(&endpoint(json!(null))), (json!([]), Vec::new()));
}

#[test]
fn an_address_that_may_be_missing_is_a_gap_of_whoever_would_have_told_it() {
    let gap = |call: &str, reason: &str| vec![format!("{call} {reason} {HERE}/eu-west-1")];
    let told = || {
        interface(
            endpoint(json!(["eni-1"])),
            "eni-1",
            v4(&["10.0.0.5"]),
            v6(&[]),
        )
    };
    let some = json!(["10.0.0.5"]);
    assert_eq!(
        addresses(&endpoint(json!(UNTOLD))).1,
        gap(ENDPOINTS, "not-collected")
    );
    let cut = interface(
        endpoint(json!(["eni-1"])).refused("network_interface_ids", ENDPOINTS),
        "eni-1",
        v4(&["10.0.0.5"]),
        v6(&[]),
    );
    assert_eq!(addresses(&cut), (some.clone(), gap(ENDPOINTS, "denied")));
    assert_eq!(
        addresses(&endpoint(json!(["eni-1"])).denied(INTERFACES)).1,
        gap(INTERFACES, "denied")
    );
    let foreign = addresses(&endpoint(json!(["eni-1"]))).1;
    assert_eq!(
        foreign,
        [format!("{INTERFACES} account-not-scanned ?/eu-west-1")]
    );
    for list in ["private_ip_addresses", "ipv6_addresses"] {
        assert_eq!(
            addresses(&told().refused(list, INTERFACES)),
            (some.clone(), gap(INTERFACES, "denied")),
            "{list}"
        );
    }
    for (v4, v6) in [
        (
            json!([{"private_ip_address": "10.0.0.5"}, {"private_ip_address": UNTOLD}]),
            json!([]),
        ),
        (v4(&["10.0.0.5"]), json!(UNTOLD)),
        (v4(&["10.0.0.5"]), json!([{"ipv6_address": UNTOLD}])),
    ] {
        let world = interface(endpoint(json!(["eni-1"])), "eni-1", v4, v6);
        assert_eq!(
            addresses(&world),
            (some.clone(), gap(INTERFACES, "not-collected"))
        );
    }
}

#[test]
fn each_address_is_evidenced_by_its_interface() {
    let world = interface(
        endpoint(json!(["eni-1"])),
        "eni-1",
        v4(&["10.0.0.9", "10.0.0.5"]),
        v6(&[]),
    );
    let (view, _) = world.project(
        "ec2.vpc_endpoint",
        &arn("ec2.vpc_endpoint", "vpce-1"),
        &["addresses[]"],
        &[],
        true,
    );
    let first = view
        .field("addresses")
        .and_then(|list| list.item(0))
        .expect("an address");
    assert_eq!(first.to_json(), "10.0.0.5");
    let source = &first.origin.as_ref().expect("an origin").sources[0];
    assert_eq!(source.resource, arn("ec2.network_interface", "eni-1"));
    assert_eq!(source.path, "private_ip_addresses[1].private_ip_address");
}
