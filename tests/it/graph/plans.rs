//! Plans: which paths a rule may ask for.

use assize::graph::ViewPlan;
use serde_json::json;

use super::world::World;

const GROUP: &str = "ec2.security_group";

/// Which paths are refused, and how.
fn refused(needs: &[&str]) -> String {
    let parsed: Vec<_> = needs
        .iter()
        .map(|need| need.parse().expect("a path"))
        .collect();
    match ViewPlan::new(GROUP, &parsed, &[]) {
        Ok(_) => panic!("{needs:?} is a plan"),
        Err(errors) => errors
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

#[test]
fn links_are_followed_six_deep_and_no_deeper() {
    let six = "attached_interfaces[].security_groups[].attached_interfaces[].security_groups[].attached_interfaces[].vpc.vpc_id as ids";
    let world = World::new()
        .with(GROUP, "sg-a", json!({}))
        .with(
            "ec2.network_interface",
            "eni-1",
            json!({"groups": [{"group_id": "sg-a"}], "vpc_id": "vpc-1"}),
        )
        .with("ec2.vpc", "vpc-1", json!({}));
    assert_eq!(
        world.see(GROUP, "sg-a", &[six]).view,
        json!({"ids": ["vpc-1"]})
    );
    let seven = "attached_interfaces[].security_groups[].attached_interfaces[].security_groups[].attached_interfaces[].security_groups[].vpc.vpc_id";
    assert!(refused(&[seven]).contains("follows more than 6 links"));
}

#[test]
fn what_the_schema_does_not_have_is_refused_with_the_nearest_name() {
    for (needs, wanted) in [
        (&["group_nam"][..], "did you mean `group_name`?"),
        (
            &["attached_interface[].status"][..],
            "did you mean `attached_interfaces`?",
        ),
        (
            &["ip_permissions.from_port"][..],
            "write `ip_permissions[]`",
        ),
        (&["group_name[]"][..], "leave the brackets out"),
        (&["ip_permissions[]"][..], "is a record"),
        (&["group_name.x"][..], "has no fields"),
        (
            &["ip_permissions[?ip_ranges == x].from_port"][..],
            "is a list",
        ),
        (
            &["attached_interfaces[?subnet == x].status"][..],
            "is not a scalar",
        ),
        (&["group_name", "group_id as group_name"][..], "is taken"),
        (&["group_id as group_name", "group_name"][..], "is taken"),
        (
            &[
                "ip_permissions[?ip_protocol == tcp].from_port",
                "ip_permissions[].to_port",
            ][..],
            "asked for twice",
        ),
        (&["group_name(\"x\")"][..], "takes no arguments"),
        (&["vpc(1).cidr_block"][..], "takes no arguments"),
        (&["environment(\"prod\")"][..], "takes no arguments"),
    ] {
        let told = refused(needs);
        assert!(told.contains(wanted), "{needs:?}: {told}");
    }
}
