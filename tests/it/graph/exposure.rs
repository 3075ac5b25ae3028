//! Which interfaces of a group the internet can address (sections 2.1 and 2.5 of the semantics).

use serde_json::{Value as Json, json};

use super::world::{OTHER, UNTOLD, World, arn};

const INTERFACES: &str = "ec2:DescribeNetworkInterfaces";

/// A group, and a subnet with a way out for each family that is named.
fn world(out: &[&str]) -> World {
    let routes: Vec<Json> = out
        .iter()
        .map(|destination| {
            let key = if destination.contains(':') {
                "destination_ipv6_cidr_block"
            } else {
                "destination_cidr_block"
            };
            json!({key: destination, "gateway_id": "igw-1", "state": "active"})
        })
        .collect();
    World::new()
        .with("ec2.security_group", "sg-a", json!({"group_name": "a"}))
        .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1"}))
        .with(
            "ec2.route_table",
            "rtb-a",
            json!({"vpc_id": "vpc-1", "associations": [{"main": true}], "routes": routes}),
        )
}

fn interface(world: World, name: &str, facts: Json) -> World {
    let mut whole =
        json!({"groups": [{"group_id": "sg-b"}, {"group_id": "sg-a"}], "subnet_id": "subnet-a"});
    for (key, value) in facts.as_object().expect("facts") {
        whole[key] = value.clone();
    }
    world.with("ec2.network_interface", name, whole)
}

fn v4(public: Json) -> Json {
    json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.4"}, {"private_ip_address": "10.0.0.5", "public_ip": public}]})
}

fn v6(address: &str) -> Json {
    json!({"ipv6_addresses": [{"ipv6_address": "fd00:ec2::1"}, {"ipv6_address": address}]})
}

fn exposed(world: &World) -> (Vec<String>, Vec<String>) {
    let needs = [
        "exposed_interfaces[].network_interface_id",
        "exposed_interfaces[].address",
    ];
    let seen = world.see("ec2.security_group", "sg-a", &needs);
    let list = seen.view["exposed_interfaces"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let text = |one: &Json, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let list = list.iter().map(|one| {
        format!(
            "{} {}",
            text(one, "network_interface_id"),
            text(one, "address")
        )
    });
    (list.collect(), seen.gaps)
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

fn there(list: &str) -> (Vec<String>, Vec<String>) {
    (vec![list.to_owned()], Vec::new())
}

#[test]
fn s2_5_a_public_address_counts_in_a_subnet_that_is_public_for_its_family() {
    let v4_out = &["0.0.0.0/0"][..];
    let both = &["0.0.0.0/0", "::/0"][..];
    let v6_out = &["::/0"][..];
    let public = v4(json!("203.0.113.9"));
    let global = v6("2001:db8::9");
    let local = v6("fd12::9");
    for (out, facts, wanted) in [
        (v4_out, &public, there("eni-a 203.0.113.9")),
        (&[][..], &public, nothing()),
        (v6_out, &public, nothing()),
        (both, &global, there("eni-a 2001:db8::9")),
        (v4_out, &global, nothing()),
        (both, &local, nothing()),
        (both, &v4(json!(null)), nothing()),
    ] {
        let told = exposed(&interface(world(out), "eni-a", facts.clone()));
        assert_eq!(told, wanted, "{out:?} {facts}");
    }
}

#[test]
fn an_interface_of_other_groups_is_not_of_this_one() {
    let mut facts = v4(json!("203.0.113.9"));
    facts["groups"] = json!([{"group_id": "sg-b"}]);
    assert_eq!(
        exposed(&interface(world(&["0.0.0.0/0"]), "eni-a", facts)),
        nothing()
    );
}

#[test]
fn what_may_be_exposed_is_a_gap() {
    let out = || world(&["0.0.0.0/0", "::/0"]);
    let untold = format!("{INTERFACES} not-collected 111122223333/eu-west-1");
    let with = |key: &str, value: Json| {
        let mut facts = v4(json!("203.0.113.9"));
        facts[key] = value;
        interface(out(), "eni-a", facts)
    };
    for world in [
        with("subnet_id", json!(UNTOLD)),
        with("private_ip_addresses", json!(UNTOLD)),
        interface(out(), "eni-a", v4(json!(UNTOLD))),
        interface(out(), "eni-a", json!({"ipv6_addresses": UNTOLD})),
        interface(
            out(),
            "eni-a",
            json!({"ipv6_addresses": [{"ipv6_address": UNTOLD}]}),
        ),
        interface(out(), "eni-a", json!({"groups": UNTOLD})),
        interface(out(), "eni-a", json!({"groups": [{"group_id": UNTOLD}]})),
    ] {
        assert_eq!(
            exposed(&world),
            (Vec::new(), vec![untold.clone()]),
            "{:?}",
            world.resources.last()
        );
    }
    let public = || interface(out(), "eni-a", v4(json!("203.0.113.9")));
    let denied = |call: &str| vec![format!("{call} denied 111122223333/eu-west-1")];
    assert_eq!(
        exposed(&public().denied(INTERFACES)),
        (vec!["eni-a 203.0.113.9".to_owned()], denied(INTERFACES))
    );
    let tables = "ec2:DescribeRouteTables";
    assert_eq!(
        exposed(&public().denied(tables)),
        (Vec::new(), denied(tables))
    );
    let cut =
        interface(out(), "eni-a", v4(json!(null))).refused("private_ip_addresses", INTERFACES);
    assert_eq!(exposed(&cut), (Vec::new(), denied(INTERFACES)));
    // One whose address is known to be public is there, whatever else is hidden.
    let mut facts = v4(json!("203.0.113.9"));
    facts["ipv6_addresses"] = json!(UNTOLD);
    assert_eq!(
        exposed(&interface(out(), "eni-a", facts)),
        there("eni-a 203.0.113.9")
    );
}

#[test]
fn an_interface_of_a_participant_whose_groups_nobody_told_may_carry_the_group() {
    let facts = json!({"groups": UNTOLD, "subnet_id": "subnet-a"});
    let shared = world(&[])
        .with("ec2.network_interface", "eni-z", facts)
        .owned_by(OTHER);
    let gap = vec![format!("{INTERFACES} not-collected {OTHER}/eu-west-1")];
    assert_eq!(exposed(&shared), (Vec::new(), gap));
    // One in another region cannot.
    let facts = json!({"groups": UNTOLD, "subnet_id": "subnet-a"});
    let far = world(&[])
        .with("ec2.network_interface", "eni-z", facts)
        .in_region("ap-northeast-1");
    assert_eq!(exposed(&far), nothing());
}

#[test]
fn the_public_address_is_the_evidence() {
    let world = interface(world(&["0.0.0.0/0"]), "eni-a", v4(json!("203.0.113.9")));
    let group = arn("ec2.security_group", "sg-a");
    let (view, _) = world.project(
        "ec2.security_group",
        &group,
        &["exposed_interfaces[].address"],
        &[],
        true,
    );
    let address = view
        .field("exposed_interfaces")
        .and_then(|list| list.item(0)?.field("address"))
        .expect("an address");
    let origin = address.origin.as_ref().expect("an origin");
    let source = &origin.sources[0];
    assert_eq!(source.resource, arn("ec2.network_interface", "eni-a"));
    assert_eq!(source.path, "private_ip_addresses[1].public_ip");
    assert_eq!(source.value, "203.0.113.9");
}

/// A region that blocks, with two VPCs: one of two subnets, and one of one.
fn blocked(mode: &str, exclusions: &[(&str, &str)]) -> World {
    let block = json!({"internet_gateway_block_mode": mode, "state": "update-complete"});
    let world = World::new()
        .with(
            "region",
            "eu-west-1",
            json!({"vpc_block_public_access": block}),
        )
        .with("ec2.vpc", "vpc-1", json!({}))
        .with("ec2.vpc", "vpc-2", json!({}))
        .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1"}))
        .with("ec2.subnet", "subnet-b", json!({"vpc_id": "vpc-1"}))
        .with("ec2.subnet", "subnet-c", json!({"vpc_id": "vpc-2"}));
    exclusions
        .iter()
        .enumerate()
        .fold(world, |world, (index, (what, mode))| {
            let facts = json!({"resource_arn": format!("arn:aws:ec2:eu-west-1:111122223333:{what}"),
            "internet_gateway_exclusion_mode": mode, "state": "create-complete"});
            world.with(EXCLUSION, &format!("vpcbpa-exclude-{index}"), facts)
        })
}

const EXCLUSION: &str = "ec2.vpc_block_public_access_exclusion";

/// The VPCs that are left out, by id; those in which something faces the internet with a star.
fn left_out(world: &World) -> Result<Vec<String>, usize> {
    let needs = ["left_out_vpcs[].vpc_id", "left_out_vpcs[].faces_internet"];
    let seen = world.see("region", "eu-west-1", &needs);
    if !seen.gaps.is_empty() {
        return Err(seen.gaps.len());
    }
    let told = seen.sole();
    let each = told.as_array().expect("a list").iter().map(|one| {
        let star = if one["faces_internet"] == true {
            "*"
        } else {
            ""
        };
        format!("{}{star}", one["vpc_id"].as_str().expect("an id"))
    });
    Ok(each.collect())
}

#[test]
fn a_vpc_is_left_out_by_its_own_exclusion_or_by_those_of_all_its_subnets() {
    let both = "allow-bidirectional";
    let block = "block-bidirectional";
    let told = |exclusions: &[(&str, &str)]| left_out(&blocked(block, exclusions)).expect("known");
    assert_eq!(told(&[]), [""; 0]);
    assert_eq!(told(&[("vpc/vpc-1", both)]), ["vpc-1"]);
    assert_eq!(told(&[("vpc/vpc-1", "allow-egress")]), [""; 0]);
    assert_eq!(told(&[("subnet/subnet-a", both)]), [""; 0]);
    let halves = [("subnet/subnet-a", both), ("subnet/subnet-b", both)];
    assert_eq!(told(&halves), ["vpc-1"]);
    assert_eq!(told(&[halves[0], ("subnet/subnet-c", both)]), ["vpc-2"]);
    let off = blocked("off", &halves).denied("ec2:DescribeVpcBlockPublicAccessExclusions");
    assert_eq!(left_out(&off), Ok(Vec::new()), "there is no block");
    let gone = json!({"resource_arn": "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
        "internet_gateway_exclusion_mode": both, "state": "delete-complete"});
    let gone = blocked(block, &[]).with(EXCLUSION, "vpcbpa-exclude-9", gone);
    assert_eq!(left_out(&gone), Ok(Vec::new()));
}

#[test]
fn what_is_left_out_is_known_only_where_exclusions_and_subnets_are() {
    let vpc = blocked("block-ingress", &[("vpc/vpc-1", "allow-bidirectional")]);
    let balancer = json!({"scheme": "internet-facing", "vpc_id": "vpc-1"});
    let web = vpc.clone().with("elbv2.load_balancer", "web", balancer);
    assert_eq!(left_out(&web), Ok(vec!["vpc-1*".to_owned()]));
    for operation in [
        "ec2:DescribeVpcBlockPublicAccessExclusions",
        "ec2:DescribeVpcs",
        "ec2:DescribeSubnets",
        "elasticloadbalancing:DescribeLoadBalancers",
    ] {
        assert_eq!(
            left_out(&vpc.clone().denied(operation)),
            Err(1),
            "{operation}"
        );
    }
}
