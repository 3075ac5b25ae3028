//! Load balancers and endpoints (2.8): listeners and targets, zones and health, PrivateLink, and gateway
//! endpoints.

use assize::graph::packet::Service;
use serde_json::{Value as Json, json};

use super::super::reach::balancers::Front;
use super::super::reach::joined::{local, peered, peering, with_client};
use super::super::reach::{Town, interface, says, to};
use super::super::world::{HERE, UNTOLD, World, arn};
use super::{any, asked, over, tcp, udp};

fn target(address: &str, zone: &str, state: &str) -> Json {
    json!({"target": {"id": address, "port": 5432, "availability_zone": zone}, "target_health": {"state": state}})
}

/// What a client is told of a target behind a load balancer, and not of the target itself.
fn behind(front: &Front) -> String {
    says(&front.world(), "eni-app", "eni-db", 5432)
}

#[test]
fn a_listener_takes_its_protocol_and_port() {
    for (sort, protocol, service, wanted) in [
        ("application", "HTTPS", tcp(443), "yes"),
        (
            "application",
            "HTTPS",
            tcp(80),
            "no: ELBV2_LISTENERS_MISMATCH at front",
        ),
        (
            "application",
            "HTTPS",
            udp(443),
            "no: ELBV2_LISTENERS_MISMATCH at front",
        ),
        ("network", "TCP", tcp(443), "yes"),
        ("network", "TLS", tcp(443), "yes"),
        ("network", "UDP", udp(443), "yes"),
        (
            "network",
            "UDP",
            tcp(443),
            "no: ELBV2_LISTENERS_MISMATCH at front",
        ),
        ("network", "TCP_UDP", udp(443), "yes"),
    ] {
        let mut front = Front::new(sort);
        front.listener = json!({"protocol": protocol});
        let said = asked(&front.world(), "eni-app", "front", service);
        assert_eq!(said, wanted, "{sort} {protocol}");
    }
}

#[test]
fn a_target_is_reached_on_its_own_port_only() {
    let mut front = Front::new("application");
    assert_eq!(behind(&front), "yes");
    let other = json!({"target": {"id": "10.0.1.20", "port": 8080, "availability_zone": "eu-west-1b"}, "target_health": {"state": "healthy"}});
    front.group = json!({"target_health_descriptions": [other]});
    assert!(behind(&front).starts_with("no: "));
}

#[test]
fn unhealthy_targets_get_nothing_unless_all_are() {
    let with = |targets: Json| {
        let mut front = Front::new("application");
        front.group = json!({"target_health_descriptions": targets});
        behind(&front)
    };
    let own = |state: &str| target("10.0.1.20", "eu-west-1b", state);
    let other = |state: &str| target("10.0.1.21", "eu-west-1b", state);
    let no = "no: BAD_STATE at tasks";
    assert_eq!(with(json!([own("healthy"), other("unhealthy")])), "yes");
    assert_eq!(with(json!([own("unhealthy"), other("healthy")])), no);
    assert_eq!(with(json!([own("unhealthy"), other("unhealthy")])), "yes");
    assert_eq!(with(json!([own("unhealthy")])), "yes");
    assert_eq!(with(json!([own("draining"), other("healthy")])), no);
    assert_eq!(
        with(json!([own("unused")])),
        "no: ELB_INSTALLED_AZ_RESTRICTION at front"
    );
    assert_eq!(with(json!([own("unavailable")])), "yes");
    let begun = with(json!([own("initial"), other("healthy")]));
    assert_eq!(begun, "unknown: the checks of the target have only begun");
}

/// What was not told of the targets and their load balancers is no health, no sickness and no absence.
#[test]
fn targets_of_whom_not_all_was_told_are_unknown() {
    let with = |sort: &'static str, group: Json| {
        let mut front = Front::new(sort);
        front.balancer = json!({"attributes": {"load_balancing_cross_zone_enabled": false}});
        front.group = over(
            &json!({"attributes": {"preserve_client_ip_enabled": false}}),
            group,
        );
        behind(&front)
    };
    let among = |sort: &'static str, targets: Json| {
        with(sort, json!({"target_health_descriptions": targets}))
    };
    let near = "eu-west-1a";
    let own = target("10.0.1.20", near, "unhealthy");
    let dark = json!({"target": {"id": "10.0.1.20", "port": 5432}, "target_health": UNTOLD});
    let nameless = json!({"target": UNTOLD, "target_health": {"state": "healthy"}});
    let one = |zone: &str, state: &str| target("10.0.1.21", zone, state);
    for (sort, targets) in [
        ("application", json!([dark])),
        ("application", json!([nameless])),
        ("application", json!([own, one(near, UNTOLD)])),
        ("network", json!([own, one(UNTOLD, "healthy")])),
    ] {
        let said = among(sort, targets.clone());
        assert!(said.starts_with("unknown: "), "{said}: {targets}");
    }
    // What is known to be elsewhere, or ill, does not matter.
    let far = one("eu-west-1b", "healthy");
    assert_eq!(among("network", json!([own, far])), "yes");
    let ill = one(UNTOLD, "unhealthy");
    assert_eq!(among("network", json!([own, ill])), "yes");
    let said = with("application", json!({"load_balancer_arns": UNTOLD}));
    assert!(said.starts_with("unknown: "), "{said}");
    let gone = arn("elbv2.load_balancer", "gone");
    let said = with("application", json!({"load_balancer_arns": [gone]}));
    assert!(said.starts_with("unknown: "), "{said}");
}

#[test]
fn a_network_load_balancer_stays_in_the_zone_unless_it_is_told_otherwise() {
    let with = |balancer: Json, group: Json, zone: &str| {
        let mut front = Front::new("network");
        let crosses = json!({"attributes": {"load_balancing_cross_zone_enabled": balancer}});
        front.balancer = crosses;
        front.group = json!({"attributes": {"load_balancing_cross_zone_enabled": group, "preserve_client_ip_enabled": false},
            "target_health_descriptions": [target("10.0.1.20", zone, "healthy")]});
        behind(&front)
    };
    let no = "no: ELB_NOT_CROSSZONE at front";
    let (none, far, near) = (Json::Null, "eu-west-1b", "eu-west-1a");
    assert_eq!(with(none.clone(), none.clone(), far), no);
    assert_eq!(with(json!(false), none.clone(), far), no);
    assert_eq!(with(json!(false), none.clone(), near), "yes");
    assert_eq!(with(json!(false), none.clone(), "all"), "yes");
    assert_eq!(with(json!(true), none.clone(), far), "yes");
    assert_eq!(with(json!(true), json!("false"), far), no);
    assert_eq!(with(json!(false), json!("true"), far), "yes");
    assert_eq!(
        with(json!(false), json!("use_load_balancer_configuration"), far),
        no
    );
    let unknown = with(json!("<untold>"), none.clone(), far);
    assert!(unknown.starts_with("unknown: "), "{unknown}");
    // Where a target stands that tells no zone, its interface tells.
    assert_eq!(with(json!(false), none, "<untold>"), no);
}

#[test]
fn a_target_that_sees_the_client_is_filtered_by_its_address_and_by_what_the_load_balancer_lets_out()
{
    let said = |keeps: bool, ingress: Json, egress: Json| {
        let mut front = Front::new("network");
        front.balancer = json!({"attributes": {"load_balancing_cross_zone_enabled": true}, "security_groups": ["sg-front"]});
        front.group = json!({"attributes": {"preserve_client_ip_enabled": keeps}});
        front.town.db_ingress = ingress;
        let own = json!({"group_name": "f", "vpc_id": "vpc-1", "ip_permissions": any(), "ip_permissions_egress": egress});
        let mut world = front.world().with("ec2.security_group", "sg-front", own);
        world
            .resources
            .retain(|one| !one.arn.as_str().ends_with("/sg-app"));
        // The client lets out to the listener only.
        let to_front = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
        let app = json!({"group_name": "a", "vpc_id": "vpc-1", "ip_permissions_egress": to_front});
        let lb = interface(
            "subnet-a",
            "10.0.0.99",
            "sg-front",
            &json!({"description": "ELB front", "interface_type": "network_load_balancer"}),
        );
        let world = world.with("ec2.security_group", "sg-app", app).with(
            "ec2.network_interface",
            "eni-lb",
            lb,
        );
        says(&world, "eni-app", "eni-db", 5432)
    };
    let block = |block: &str| json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": block}]}]);
    let group = |id: &str| json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [{"group_id": id, "user_id": HERE}]}]);
    let to_db = || group("sg-db");
    assert_eq!(said(true, block("10.0.0.10/32"), to_db()), "yes");
    assert_eq!(said(true, block("10.0.0.10/32"), any()), "yes");
    assert!(said(true, block("10.0.0.10/32"), block("10.7.0.0/16")).starts_with("no: "));
    // Neither the client's group nor that of the load balancer is known there.
    assert!(said(true, group("sg-app"), to_db()).starts_with("no: "));
    assert!(said(true, group("sg-front"), to_db()).starts_with("no: "));
    assert_eq!(said(false, group("sg-front"), to_db()), "yes");
    assert!(said(false, group("sg-app"), to_db()).starts_with("no: "));
}

/// A consumer in another VPC with an endpoint to the service of a load balancer.
fn private_link(balancer: Json, service: Json) -> World {
    let mut front = Front::new("network");
    front.balancer = over(
        &json!({"attributes": {"load_balancing_cross_zone_enabled": true}}),
        balancer,
    );
    front.group = json!({"attributes": {"preserve_client_ip_enabled": true}});
    front.town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "10.0.0.0/24"}]}]);
    let town = Town {
        entries: front.town.entries.clone(),
        ..Town::new()
    };
    let mut world = front.world();
    let client = with_client(&town, json!([local("10.1.0.0/16")]));
    let of_client = |one: &&assize::model::resource::Resource| {
        let ends = [
            "vpc-2",
            "subnet-c",
            "rtb-c",
            "acl-c",
            "sg-client",
            "eni-client",
        ];
        ends.iter().any(|end| one.arn.as_str().ends_with(end))
    };
    world
        .resources
        .extend(client.resources.iter().filter(of_client).cloned());
    let name = "com.amazonaws.vpce.eu-west-1.vpce-svc-1";
    let facts = json!({"service_name": name, "service_state": "Available", "network_load_balancer_arns": [arn("elbv2.load_balancer", "front")]});
    let endpoint = json!({"vpc_id": "vpc-2", "vpc_endpoint_type": "Interface", "state": "available", "service_name": name,
        "network_interface_ids": ["eni-endpoint"], "subnet_ids": ["subnet-c"], "groups": [{"group_id": "sg-endpoint"}]});
    world
        .with(
            "ec2.security_group",
            "sg-endpoint",
            json!({"group_name": "e", "vpc_id": "vpc-2", "ip_permissions": any()}),
        )
        .with(
            "ec2.network_interface",
            "eni-endpoint",
            interface(
                "subnet-c",
                "10.1.0.40",
                "sg-endpoint",
                &json!({"vpc_id": "vpc-2", "interface_type": "vpc_endpoint"}),
            ),
        )
        .with(
            "ec2.vpc_endpoint_service",
            "vpce-svc-1",
            over(&facts, service),
        )
        .with("ec2.vpc_endpoint", "vpce-1", endpoint)
}

#[test]
fn by_private_link_a_client_comes_to_a_target_under_the_address_of_the_load_balancer() {
    let said = |balancer: Json, service: Json| {
        says(
            &private_link(balancer, service),
            "eni-client",
            "eni-db",
            5432,
        )
    };
    assert_eq!(said(json!({}), json!({})), "yes");
    let nobody = said(json!({}), json!({"network_load_balancer_arns": []}));
    assert!(nobody.starts_with("no: "), "{nobody}");
    // Endpoints that nobody told of may lead there.
    let mut hidden = private_link(json!({}), json!({})).denied("ec2:DescribeVpcEndpoints");
    hidden
        .resources
        .retain(|one| one.kind().name != "ec2.vpc_endpoint");
    let hidden = says(&hidden, "eni-client", "eni-db", 5432);
    assert!(hidden.starts_with("unknown: "), "{hidden}");
    // The groups of the load balancer filter it, unless the load balancer is told not to.
    let shut = json!({"security_groups": ["sg-db"]});
    let told = said(shut.clone(), json!({}));
    assert_eq!(told, "no: ENI_SG_RULES_MISMATCH at front");
    let passes = over(
        &shut,
        json!({"enforce_security_group_inbound_rules_on_private_link_traffic": "off"}),
    );
    let by_passing = said(passes, json!({}));
    assert!(!by_passing.contains("at front"), "{by_passing}");
    // One way only.
    assert!(
        says(
            &private_link(json!({}), json!({})),
            "eni-db",
            "eni-client",
            443
        )
        .starts_with("no: ")
    );
}

#[test]
fn a_network_load_balancer_may_stand_before_an_application_load_balancer() {
    let mut front = Front::new("application");
    front.balancer = json!({"security_groups": ["sg-inner"]});
    front.town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "user_id_group_pairs": [{"group_id": "sg-inner", "user_id": HERE}]}]);
    let world = |ingress: Json| {
        front.world()
            .with("ec2.security_group", "sg-inner", json!({"group_name": "i", "vpc_id": "vpc-1", "ip_permissions": ingress, "ip_permissions_egress": any()}))
            .with("elbv2.load_balancer", "outer", json!({"vpc_id": "vpc-1", "type": "network", "scheme": "internal", "security_groups": null, "state": {"code": "active"},
                "availability_zones": [{"zone_name": "eu-west-1a", "subnet_id": "subnet-a"}], "attributes": {"load_balancing_cross_zone_enabled": true}}))
            .with("elbv2.listener", "outer-tcp", json!({"load_balancer_arn": arn("elbv2.load_balancer", "outer"), "port": 8443, "protocol": "TCP",
                "default_actions": [{"type": "forward", "target_group_arn": arn("elbv2.target_group", "inner")}]}))
            .with("elbv2.target_group", "inner", json!({"protocol": "TCP", "port": 443, "vpc_id": "vpc-1", "target_type": "alb", "attributes": {"preserve_client_ip_enabled": false},
                "load_balancer_arns": [arn("elbv2.load_balancer", "outer")],
                "target_health_descriptions": [{"target": {"id": arn("elbv2.load_balancer", "front"), "port": 443}, "target_health": {"state": "healthy"}}]}))
    };
    let from = |block: &str| json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "ip_ranges": [{"cidr_ip": block}]}]);
    // The application itself is not let in to the inner one; whatever has another address of the subnet is.
    assert_eq!(
        says(&world(from("10.0.0.10/32")), "eni-app", "eni-db", 5432),
        "yes"
    );
    let outer = says(&world(from("10.0.0.128/25")), "eni-app", "eni-db", 5432);
    assert!(
        outer.starts_with("unknown: ") && outer.contains("which address outer has"),
        "{outer}"
    );
    assert!(says(&world(from("10.7.0.0/16")), "eni-app", "eni-db", 5432).starts_with("no: "));
}

/// A gateway endpoint, and what its clients' group lets out.
fn gateway(egress: Json, routes: Json, endpoint: Json) -> World {
    let mut town = Town::new();
    town.app_egress = egress;
    town.routes = routes;
    let facts = json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Gateway", "state": "available", "route_table_ids": ["rtb-1"]});
    town.world()
        .with("ec2.vpc_endpoint", "vpce-s3", over(&facts, endpoint))
        .with("ec2.prefix_list", "pl-s3", json!({"prefix_list_name": "s3", "owner_id": "AWS", "entries": [{"cidr": "52.218.0.0/17"}]}))
}

#[test]
fn a_gateway_endpoint_takes_tcp_and_echo_that_routes_lead_to_it() {
    let list = || json!([{"destination_prefix_list_id": "pl-s3", "gateway_id": "vpce-s3", "state": "active"}]);
    let echo = |kind: u8| Service::icmp(Service::ICMP, Some(kind), Some(0));
    for (service, wanted) in [
        (tcp(443), "yes"),
        (tcp(22), "yes"),
        (echo(8), "yes"),
        (udp(53), "no: VPCE_GATEWAY_PROTOCOL_RESTRICTION at vpce-s3"),
        (echo(13), "no: VPCE_GATEWAY_PROTOCOL_RESTRICTION at vpce-s3"),
    ] {
        assert_eq!(
            asked(
                &gateway(any(), list(), json!({})),
                "eni-app",
                "vpce-s3",
                service
            ),
            wanted
        );
    }
    let said = |egress: Json, routes: Json, endpoint: Json| {
        says(
            &gateway(egress, routes, endpoint),
            "eni-app",
            "vpce-s3",
            443,
        )
    };
    assert_eq!(
        said(any(), json!([]), json!({})),
        "no: NO_ROUTE_TO_DESTINATION at rtb-1"
    );
    assert_eq!(
        said(any(), list(), json!({"state": "deleted"})),
        "no: BAD_STATE at vpce-s3"
    );
    let to_list = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "prefix_list_ids": [{"prefix_list_id": "pl-s3"}]}]);
    assert_eq!(said(to_list, list(), json!({})), "yes");
    let inside = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "10.0.0.0/8"}]}]);
    assert_eq!(
        said(inside, list(), json!({})),
        "no: ENI_SG_RULES_MISMATCH at sg-app"
    );
    // What it may do there is no matter of reachability.
    let deny = json!({"policy_document": {"version": "2012-10-17", "statements": []}});
    assert_eq!(said(any(), list(), deny), "yes");
}

#[test]
fn a_gateway_endpoint_is_for_its_own_vpc() {
    let (mut town, _) = peered();
    town.routes = json!([local("10.0.0.0/16"), {"destination_prefix_list_id": "pl-s3", "gateway_id": "vpce-s3", "state": "active"}]);
    let routes = json!([
        local("10.1.0.0/16"),
        to("52.218.0.0/17", "vpc_peering_connection_id", "pcx-1")
    ]);
    let world = with_client(&town, routes)
        .with("ec2.vpc_peering_connection", "pcx-1", peering("active", "eu-west-1"))
        .with("ec2.vpc_endpoint", "vpce-s3", json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Gateway", "state": "available"}))
        .with("ec2.prefix_list", "pl-s3", json!({"prefix_list_name": "s3", "owner_id": "AWS", "entries": [{"cidr": "52.218.0.0/17"}]}));
    let said = says(&world, "eni-client", "vpce-s3", 443);
    assert_eq!(said, "no: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR at pcx-1");
}
