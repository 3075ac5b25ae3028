//! Names that endpoints bring into their VPC.

use serde_json::{Value as Json, json};

use super::super::world::{World, arn};
use super::{Town, answer_in, endpoint, record, says, told};

fn interface_endpoint(over: Json) -> Json {
    let mut facts = json!({"vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-west-1.logs", "dns_entries": [
        {"dns_name": "vpce-1-a.logs.eu-west-1.vpce.amazonaws.com", "hosted_zone_id": "ZE"},
        {"dns_name": "vpce-1-a-eu-west-1a.logs.eu-west-1.vpce.amazonaws.com", "hosted_zone_id": "ZE"},
        {"dns_name": "vpce-1-a-eu-west-1b.logs.eu-west-1.vpce.amazonaws.com", "hosted_zone_id": "ZE"},
        {"dns_name": "logs.eu-west-1.amazonaws.com", "hosted_zone_id": "ZM"}]});
    for (key, value) in over.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    facts
}

fn town(over: Json) -> World {
    endpoint(
        Town::new().world(),
        "vpce-1",
        "10.0.0.5",
        interface_endpoint(over),
    )
}

#[test]
fn s2_9_private_dns_of_an_interface_endpoint_answers_in_its_vpc_only() {
    let name = "logs.eu-west-1.amazonaws.com";
    assert_eq!(says(&town(json!({})), name), "addresses 10.0.0.5 by ZM");
    assert!(says(&town(json!({"private_dns_enabled": false})), name).starts_with("public"));
    assert!(says(&town(json!({"state": "rejected"})), name).starts_with("public"));
    assert!(says(&town(json!({"state": "pending"})), name).starts_with("unknown by ZM"));
    let other = json!({"enable_dns_support": true, "enable_dns_hostnames": true, "dhcp_options_id": "dopt-1"});
    let world = town(json!({})).with("ec2.vpc", "vpc-2", other);
    assert!(told(&answer_in(&world, "/vpc-2", name)).starts_with("public"));
}

#[test]
fn s2_9_a_managed_zone_is_answered_by_the_endpoint_that_it_belongs_to() {
    let zone = json!({"hosted_zone_id": "ZM", "name": "logs.eu-west-1.amazonaws.com.", "owning_service": "vpce.amazonaws.com"});
    let world = endpoint(
        Town::new().other(zone.clone()).world(),
        "vpce-1",
        "10.0.0.5",
        interface_endpoint(json!({})),
    );
    assert_eq!(
        says(&world, "logs.eu-west-1.amazonaws.com"),
        "addresses 10.0.0.5 by ZM"
    );
    // What else stands in it nobody tells.
    let gap = "? route53:ListHostedZonesByVPC unsupported-here";
    assert_eq!(
        says(&world, "x.logs.eu-west-1.amazonaws.com"),
        format!("unknown by ZM {gap}")
    );
    assert_eq!(
        Town::new().other(zone).says("logs.eu-west-1.amazonaws.com"),
        format!("unknown by ZM {gap}")
    );
}

#[test]
fn s2_9_the_service_says_private_names_and_wildcards_too() {
    let names = |names: Json| {
        json!({"dns_entries": [{"dns_name": "vpce-1-a.dkr.ecr.eu-west-1.vpce.amazonaws.com"}],
        "service": {"owner": "amazon", "acceptance_required": false, "private_dns_names": names}})
    };
    let world = town(names(json!(["*.dkr.ecr.eu-west-1.amazonaws.com"])));
    assert_eq!(
        says(&world, "1.dkr.ecr.eu-west-1.amazonaws.com"),
        "addresses 10.0.0.5 by vpce-1"
    );
    assert!(
        says(&town(names(json!([]))), "dkr.ecr.eu-west-1.amazonaws.com").starts_with("unknown")
    );
}

#[test]
fn s2_9_a_zone_of_the_customer_in_between_hides_the_names_of_an_endpoint() {
    let wide = Town::new().zone("amazonaws.com", json!([]));
    let world = endpoint(
        wide.world(),
        "vpce-1",
        "10.0.0.5",
        interface_endpoint(json!({})),
    );
    assert_eq!(
        says(&world, "logs.eu-west-1.amazonaws.com"),
        "addresses 10.0.0.5 by ZM"
    );
    // Every other name of AWS is gone.
    assert_eq!(
        says(&world, "sts.eu-west-1.amazonaws.com"),
        "no-such-name by Z-amazonaws.com"
    );
    let narrow = Town::new().zone(
        "logs.eu-west-1.amazonaws.com",
        json!([record("logs.eu-west-1.amazonaws.com.", "A", &["10.0.0.99"])]),
    );
    let world = endpoint(
        narrow.world(),
        "vpce-1",
        "10.0.0.5",
        interface_endpoint(json!({})),
    );
    assert_eq!(
        says(&world, "logs.eu-west-1.amazonaws.com"),
        "addresses 10.0.0.99 by Z-logs.eu-west-1.amazonaws.com"
    );
}

#[test]
fn s2_9_names_that_aws_made_lead_to_all_zones_or_to_one() {
    let world = town(json!({"network_interface_ids": ["eni-vpce-1", "eni-b"]})).with(
        "ec2.network_interface",
        "eni-b",
        super::interface(
            "vpc-1",
            "10.0.1.5",
            json!({"availability_zone": "eu-west-1b"}),
        ),
    );
    assert_eq!(
        says(&world, "vpce-1-a.logs.eu-west-1.vpce.amazonaws.com"),
        "addresses 10.0.0.5 10.0.1.5"
    );
    assert_eq!(
        says(
            &world,
            "vpce-1-a-eu-west-1b.logs.eu-west-1.vpce.amazonaws.com"
        ),
        "addresses 10.0.1.5"
    );
}

const DB: &str = "db.proxy-abc.eu-west-1.rds.amazonaws.com";

fn resource_endpoint(over: Json, configuration: Json) -> World {
    let kind = "vpc_lattice.resource_configuration";
    let mut facts = json!({"vpc_endpoint_type": "Resource", "resource_configuration_arn": arn(kind, "rcfg-1"), "associations": [
        {"id": "a-1", "associated_resource_arn": arn(kind, "rcfg-1"), "dns_entry": {"dns_name": "vpce-1-1.rcfg-1.vpc-lattice-rsc.eu-west-1.on.aws"}}]});
    for (key, value) in over.as_object().expect("a record") {
        facts[key] = value.clone();
    }
    let mut configured =
        json!({"configuration_type": "SINGLE", "status": "ACTIVE", "dns_resource_domain_name": DB});
    for (key, value) in configuration.as_object().expect("a record") {
        configured[key] = value.clone();
    }
    endpoint(Town::new().world(), "vpce-1", "10.0.0.6", facts).with(kind, "rcfg-1", configured)
}

#[test]
fn s2_9_a_resource_by_dns_name_brings_no_name_unless_it_has_a_custom_domain() {
    assert!(says(&resource_endpoint(json!({}), json!({})), DB).starts_with("public"));
    let custom = json!({"custom_domain_name": DB});
    let with = |over: Json| says(&resource_endpoint(over, custom.clone()), DB);
    let answered = "addresses 10.0.0.6 by vpce-1";
    // The name is not the owner's: by default it is not let in.
    assert!(with(json!({})).starts_with("public"));
    assert_eq!(
        with(json!({"private_dns_preference": "ALL_DOMAINS"})),
        answered
    );
    let specified = |domains: Json| {
        with(
            json!({"private_dns_preference": "SPECIFIED_DOMAINS_ONLY", "private_dns_specified_domains": domains}),
        )
    };
    assert_eq!(specified(json!([DB])), answered);
    assert_eq!(
        specified(json!(["*.eu-west-1.rds.amazonaws.com"])),
        answered
    );
    assert!(specified(json!(["other.example"])).starts_with("public"));
    assert!(
        with(json!({"private_dns_preference": "ALL_DOMAINS", "private_dns_enabled": false}))
            .starts_with("public")
    );
}

#[test]
fn s2_9_a_verified_domain_is_let_in() {
    let name = "db.corp.example";
    let with = |status: &str, preference: &str| {
        let custom = json!({"custom_domain_name": name, "domain_verification_status": status});
        says(
            &resource_endpoint(json!({"private_dns_preference": preference}), custom),
            name,
        )
    };
    assert_eq!(
        with("VERIFIED", "VERIFIED_DOMAINS_ONLY"),
        "addresses 10.0.0.6 by vpce-1"
    );
    assert!(with("PENDING", "VERIFIED_DOMAINS_ONLY").starts_with("public"));
    assert_eq!(
        with("VERIFIED", "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS"),
        "addresses 10.0.0.6 by vpce-1"
    );
    assert!(with("VERIFIED", "SPECIFIED_DOMAINS_ONLY").starts_with("public"));
}

#[test]
fn s2_9_a_resource_by_arn_is_answered_as_its_association_says() {
    let name = "db.cluster-abc.eu-west-1.rds.amazonaws.com";
    let association = json!([{"id": "a-1", "dns_entry": {"dns_name": "vpce-1-1.on.aws"},
        "private_dns_entry": {"dns_name": name, "hosted_zone_id": "ZM"}}]);
    let world = resource_endpoint(
        json!({"associations": association}),
        json!({"configuration_type": "ARN"}),
    );
    assert_eq!(says(&world, name), "addresses 10.0.0.6 by ZM");
    let made = resource_endpoint(json!({}), json!({}));
    assert_eq!(
        says(&made, "vpce-1-1.rcfg-1.vpc-lattice-rsc.eu-west-1.on.aws"),
        "addresses 10.0.0.6"
    );
}

#[test]
fn s2_9_a_service_network_answers_the_names_of_its_resources() {
    let network = arn("vpc_lattice.service_network", "sn-1");
    let world = Town::new().world()
        .with("vpc_lattice.service_network_vpc_association", "snva-1", json!({"status": "ACTIVE", "service_network_arn": network, "vpc_id": "vpc-1", "private_dns_enabled": true}))
        .with("vpc_lattice.service_network_resource_association", "snra-1", json!({"status": "ACTIVE", "service_network_arn": network, "private_dns_enabled": true,
            "resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1")}))
        .with("vpc_lattice.resource_configuration", "rcfg-1", json!({"configuration_type": "SINGLE", "status": "ACTIVE", "custom_domain_name": "db.corp.example"}));
    assert_eq!(
        says(&world, "db.corp.example"),
        "unknown by snva-1 ? vpc-lattice:ListServiceNetworkVpcAssociations unsupported-here"
    );
}
