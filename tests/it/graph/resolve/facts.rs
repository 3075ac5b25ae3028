//! Derived facts that follow from what names resolve to.

use serde_json::{Value as Json, json};

use super::super::world::{HERE, OTHER, World, arn};
use super::{Town, alias, endpoint, interface, record};

const RCFG: &str = "vpc_lattice.resource_configuration";
const PROXY: &str = "p.proxy-abc.eu-west-1.rds.amazonaws.com";

pub(super) fn see(world: &World, kind: &str, name: &str, needs: &[&str]) -> (Json, Vec<String>) {
    let seen = world.see(kind, name, needs);
    (seen.view, seen.gaps)
}

/// A resource endpoint to a DNS name, in a VPC with a zone of that name or without.
fn dns_endpoint(town: &Town) -> World {
    let facts = json!({"vpc_endpoint_type": "Resource", "resource_configuration_arn": arn(RCFG, "rcfg-1"), "associations": [
        {"id": "a-1", "associated_resource_arn": arn(RCFG, "rcfg-1"), "dns_entry": {"dns_name": "vpce-1-1.on.aws"}}]});
    let configuration = json!({"configuration_type": "SINGLE", "status": "ACTIVE", "dns_resource_domain_name": PROXY});
    endpoint(town.world(), "vpce-1", "10.0.0.6", facts).with(RCFG, "rcfg-1", configuration)
}

const RESOURCES: [&str; 4] = [
    "dns_resources[].name",
    "dns_resources[].answer",
    "dns_resources[].is_endpoint",
    "dns_resources[].addresses[]",
];

fn resource_of(world: &World) -> (Json, Vec<String>) {
    let (view, gaps) = see(world, "ec2.vpc_endpoint", "vpce-1", &RESOURCES);
    (view["dns_resources"][0].clone(), gaps)
}

#[test]
fn a_resource_by_dns_name_needs_a_zone_with_the_addresses_of_its_endpoint() {
    let with = |addresses: &[&str]| {
        let town = Town::new().zone(PROXY, json!([record(&format!("{PROXY}."), "A", addresses)]));
        resource_of(&dns_endpoint(&town)).0
    };
    let told = |answer: &str, own: bool, addresses: &[&str]| json!({"name": PROXY, "answer": answer, "is_endpoint": own, "addresses": addresses});
    assert_eq!(with(&["10.0.0.6"]), told("addresses", true, &["10.0.0.6"]));
    assert_eq!(
        with(&["10.0.0.6", "10.0.0.9"]),
        told("addresses", false, &["10.0.0.6", "10.0.0.9"])
    );
    let none = Town::new();
    assert_eq!(
        resource_of(&dns_endpoint(&none)),
        (told("public", false, &[]), vec![])
    );
    let empty = Town::new().zone(PROXY, json!([]));
    assert_eq!(
        resource_of(&dns_endpoint(&empty)).0,
        told("no-data", false, &[])
    );
}

#[test]
fn a_resource_whose_configuration_was_not_told_is_unknown() {
    let facts = json!({"vpc_endpoint_type": "Resource", "resource_configuration_arn": arn(RCFG, "rcfg-1").replace(HERE, OTHER)});
    let world = endpoint(Town::new().world(), "vpce-1", "10.0.0.6", facts);
    let (_, gaps) = see(&world, "ec2.vpc_endpoint", "vpce-1", &RESOURCES);
    assert_eq!(
        gaps,
        [format!(
            "vpc-lattice:ListResourceConfigurations account-not-scanned {OTHER}/eu-west-1"
        )]
    );
}

fn function(world: World, vpc: &str, host: &str) -> World {
    let variable =
        json!({"name": "DB", "kind": "plain", "endpoints": [{"host": host, "port": 5432}]});
    let facts = json!({"vpc_config": {"vpc_id": vpc, "subnet_ids": ["subnet-1"]}, "environment_variables": [variable]});
    world.with("lambda.function", "f", facts)
}

#[test]
fn who_names_the_resource_by_which_name_is_told() {
    let used = |host: &str| {
        let world = function(dns_endpoint(&Town::new()), "vpc-1", host);
        let needs = [
            "dns_resources[].is_used",
            "dns_resources[].is_used_by_made_name",
        ];
        see(&world, "ec2.vpc_endpoint", "vpce-1", &needs).0["dns_resources"][0].clone()
    };
    assert_eq!(
        used(PROXY),
        json!({"is_used": true, "is_used_by_made_name": false})
    );
    assert_eq!(
        used("VPCE-1-1.on.aws"),
        json!({"is_used": false, "is_used_by_made_name": true})
    );
    // What a function names that nobody tells may be it.
    let world = dns_endpoint(&Town::new()).denied("lambda:ListFunctions");
    assert_eq!(
        resource_of(&world).1,
        [format!("lambda:ListFunctions denied {HERE}/eu-west-1")]
    );
}

#[test]
fn a_configuration_leads_to_a_database_by_its_name_or_by_a_cname() {
    let cluster = json!({"engine": "aurora-postgresql", "endpoint": "db.cluster-abc.eu-west-1.rds.amazonaws.com", "db_cluster_members": []});
    let town = Town::new().zone(
        "corp.example",
        json!([
            record(
                "db.corp.example.",
                "CNAME",
                &["db.cluster-abc.eu-west-1.rds.amazonaws.com"]
            ),
            record("app.corp.example.", "A", &["10.0.0.4"])
        ]),
    );
    let sort = |name: &str| {
        let world = town.world().with("rds.db_cluster", "db", cluster.clone())
            .with("vpc_lattice.resource_gateway", "rgw-1", json!({"vpc_id": "vpc-1", "status": "ACTIVE"}))
            .with(RCFG, "rcfg-1", json!({"configuration_type": "SINGLE", "resource_gateway_id": "rgw-1", "dns_resource_domain_name": name}));
        let (view, gaps) = see(&world, RCFG, "rcfg-1", &["named_database.sort"]);
        (view["named_database"]["sort"].clone(), gaps)
    };
    assert_eq!(
        sort("db.cluster-abc.eu-west-1.rds.amazonaws.com"),
        (json!("cluster"), vec![])
    );
    assert_eq!(sort("db.corp.example"), (json!("cluster"), vec![]));
    assert_eq!(sort(PROXY), (json!("proxy"), vec![]));
    assert_eq!(sort("app.corp.example"), (Json::Null, vec![]));
    let foreign = "rds:DescribeDBClusters account-not-scanned ?/?".to_owned();
    assert_eq!(
        sort("far.cluster-xyz.eu-west-1.rds.amazonaws.com").1,
        [foreign]
    );
}

#[test]
fn zones_are_those_of_the_interfaces_whose_addresses_the_records_hold() {
    let subnet = |zone: &str| json!({"vpc_id": "vpc-1", "availability_zone_id": zone});
    let town = Town::new().zone(
        "corp.example",
        json!([record("db.corp.example.", "A", &["10.0.0.6"])]),
    );
    let facts = json!({"vpc_endpoint_type": "Interface", "private_dns_enabled": false, "network_interface_ids": ["eni-vpce-1", "eni-b"],
        "dns_entries": [{"dns_name": "vpce-1-a.s.eu-west-1.vpce.amazonaws.com"}]});
    let world = endpoint(town.world(), "vpce-1", "10.0.0.6", facts)
        .with(
            "ec2.network_interface",
            "eni-b",
            interface("vpc-1", "10.0.1.6", json!({"subnet_id": "subnet-2"})),
        )
        .with("ec2.subnet", "subnet-1", subnet("euw1-az1"))
        .with("ec2.subnet", "subnet-2", subnet("euw1-az2"));
    let name = format!("{}/dns-name/db.corp.example", arn("ec2.vpc", "vpc-1"));
    let needs = [
        "zone_coverage.endpoint_zones[]",
        "zone_coverage.record_zones[]",
    ];
    let seen = world.see_arn("dns.name_in_vpc", &name, &needs, &[]);
    assert_eq!(
        seen.view["zone_coverage"],
        json!({"endpoint_zones": ["euw1-az1", "euw1-az2"], "record_zones": ["euw1-az1"]})
    );
}

#[test]
fn the_zones_of_those_who_name_a_name_are_told() {
    let subnet = |zone: &str| json!({"vpc_id": "vpc-1", "availability_zone_id": zone});
    let zones = |host: &str| {
        let town = Town::new().zone(
            "corp.example",
            json!([record("db.corp.example.", "A", &["10.0.0.6"])]),
        );
        let world = town
            .world()
            .with("ec2.subnet", "subnet-1", subnet("euw1-az3"));
        let world = function(world, "vpc-1", host);
        let name = format!("{}/dns-name/db.corp.example", arn("ec2.vpc", "vpc-1"));
        let needs = ["client_zones[].zone_id"];
        let seen = world.see_arn("dns.name_in_vpc", &name, &needs, &[]);
        let hidden = world.denied("lambda:ListFunctions");
        let hidden = hidden.see_arn("dns.name_in_vpc", &name, &needs, &[]);
        assert_eq!(
            hidden.gaps,
            [format!("lambda:ListFunctions denied {HERE}/eu-west-1")]
        );
        (seen.view["client_zones"].clone(), seen.gaps)
    };
    assert_eq!(
        zones("DB.corp.example."),
        (json!([{"zone_id": "euw1-az3"}]), vec![])
    );
    assert_eq!(zones("other.corp.example"), (json!([]), vec![]));
}

const AUTOMATION: [&str; 2] = ["endpoint_automation[].name", "endpoint_automation[].sort"];

#[test]
fn rules_of_events_and_schedules_of_functions_keep_records_right() {
    let role = |action: &str| {
        let document =
            json!({"statements": [{"effect": "Allow", "actions": [action], "resources": ["*"]}]});
        json!({"role_policy_list": [{"policy_name": "p", "policy_document": document}]})
    };
    let scheduled = |action: &str| {
        let world = Town::new().world()
            .with("events.rule", "nightly", json!({"state": "ENABLED", "schedule_expression": "rate(1 day)", "targets": [{"arn": arn("lambda.function", "x").replace("function/x", "function:fix:live")}]}))
            .with("iam.role", "fix", role(action));
        let mut world = world.with(
            "lambda.function",
            "fix",
            json!({"role": arn("iam.role", "fix")}),
        );
        let last = world.resources.last_mut().expect("a function");
        last.arn = format!("arn:aws:lambda:eu-west-1:{HERE}:function:fix")
            .parse()
            .expect("an ARN");
        let (view, gaps) = see(&world, "ec2.vpc", "vpc-1", &AUTOMATION);
        assert_eq!(gaps, [""; 0]);
        view["endpoint_automation"].clone()
    };
    assert_eq!(
        scheduled("route53:Change*"),
        json!([{"name": "nightly", "sort": "schedule"}])
    );
    assert_eq!(scheduled("route53:ListHostedZones"), json!([]));
    let event = |state: &str| {
        let pattern = r#"{"source":["aws.ec2"],"detail":{"eventName":["ModifyVpcEndpoint"]}}"#;
        let world = Town::new().world().with(
            "events.rule",
            "follow",
            json!({"state": state, "event_pattern": pattern}),
        );
        see(&world, "ec2.vpc", "vpc-1", &AUTOMATION).0["endpoint_automation"].clone()
    };
    assert_eq!(
        event("ENABLED"),
        json!([{"name": "follow", "sort": "event"}])
    );
    assert_eq!(event("DISABLED"), json!([]));
}

#[test]
fn a_tag_says_that_something_else_may_keep_records_right() {
    let mut town = Town::new();
    town.vpc = json!({"tags": [{"key": "Managed-By", "value": "terraform"}]});
    let (_, gaps) = see(&town.world(), "ec2.vpc", "vpc-1", &AUTOMATION);
    assert_eq!(
        gaps,
        [format!(
            "ec2:DescribeVpcs unsupported-here {HERE}/eu-west-1"
        )]
    );
}

const NEEDED: [&str; 3] = [
    "needed_in[].name",
    "needed_in[].vpc_id",
    "needed_in[].is_associated",
];

#[test]
fn a_zone_is_needed_where_the_endpoint_of_its_name_is_and_where_it_is_named() {
    let other = json!({"cidr_block": "10.2.0.0/16", "hosted_zones": []});
    let zone = json!({"name": format!("{PROXY}."), "private_zone": true, "vpcs": [{"vpc_id": "vpc-1", "vpc_region": "eu-west-1"}],
        "record_sets": [record(&format!("{PROXY}."), "A", &["10.0.0.6"]), alias("x.example.", "y.example.", "Z")]});
    let world = function(dns_endpoint(&Town::new()), "vpc-2", PROXY)
        .with("ec2.vpc", "vpc-2", other)
        .with("route53.hosted_zone", "Z-own", zone);
    // A wildcard answers for the names below it that have no record of their own.
    let wide = "proxy-abc.eu-west-1.rds.amazonaws.com";
    let wildcard = json!({"name": format!("{wide}."), "private_zone": true, "vpcs": [{"vpc_id": "vpc-1", "vpc_region": "eu-west-1"}],
        "record_sets": [record(&format!(r"\052.{wide}."), "A", &["10.0.0.6"])]});
    let need = |vpc: &str, associated: bool| json!({"name": PROXY, "vpc_id": vpc, "is_associated": associated});
    let mut wanted = vec![need("vpc-1", true), need("vpc-2", false)];
    wanted.sort_by_key(ToString::to_string);
    for world in [
        world.clone(),
        world.with("route53.hosted_zone", "Z-own", wildcard),
    ] {
        let (view, gaps) = see(&world, "route53.hosted_zone", "Z-own", &NEEDED);
        assert_eq!(gaps, [""; 0]);
        let mut told = view["needed_in"].as_array().expect("a list").clone();
        told.sort_by_key(ToString::to_string);
        assert_eq!(told, wanted);
    }
}

#[test]
fn a_vpc_with_a_zone_of_the_same_name_needs_no_other() {
    let zone = |vpc: &str| {
        json!({"name": format!("{PROXY}."), "private_zone": true,
            "vpcs": [{"vpc_id": vpc, "vpc_region": "eu-west-1"}],
            "record_sets": [record(&format!("{PROXY}."), "A", &["10.0.0.6"])]})
    };
    let summary = json!([{"hosted_zone_id": "Z-namesake", "name": format!("{PROXY}."), "owning_account": HERE}]);
    let other = json!({"cidr_block": "10.2.0.0/16", "hosted_zones": summary,
        "enable_dns_support": true, "enable_dns_hostnames": true});
    let world = function(dns_endpoint(&Town::new()), "vpc-2", PROXY)
        .with("ec2.vpc", "vpc-2", other)
        .with("route53.hosted_zone", "Z-own", zone("vpc-1"))
        .with("route53.hosted_zone", "Z-namesake", zone("vpc-2"));
    let (view, gaps) = see(&world, "route53.hosted_zone", "Z-own", &NEEDED);
    assert_eq!(gaps, [""; 0]);
    assert_eq!(
        view["needed_in"],
        json!([{"name": PROXY, "vpc_id": "vpc-1", "is_associated": true}])
    );
}

const OVERRULED: [&str; 4] = [
    "overruled_names[].name",
    "overruled_names[].held_by",
    "overruled_names[].sort",
    "overruled_names[].overruled_by",
];

#[test]
fn forwarding_rules_and_the_firewall_take_names_from_zones() {
    let town = Town::new().zone(
        "corp.example",
        json!([
            record("db.corp.example.", "A", &["10.0.0.1"]),
            record("x.corp.example.", "A", &["10.0.0.1"])
        ]),
    );
    let rule = |domain: &str, kind: &str| json!({"domain_name": domain, "rule_type": kind, "status": "COMPLETE", "target_ips": [{"ip": "192.168.0.2"}]});
    let used = |id: &str| json!({"resolver_rule_id": id, "vpc_id": "vpc-1", "status": "COMPLETE"});
    let overruled = |world: &World| {
        let (view, gaps) = see(world, "ec2.vpc", "vpc-1", &OVERRULED);
        assert_eq!(gaps, [""; 0]);
        view["overruled_names"].clone()
    };
    assert_eq!(overruled(&town.world()), json!([]));
    let forwarded = town
        .world()
        .with(
            "route53resolver.rule",
            "rslvr-rr-1",
            rule("corp.example.", "FORWARD"),
        )
        .with(
            "route53resolver.rule_association",
            "a-1",
            used("rslvr-rr-1"),
        )
        .with(
            "route53resolver.rule",
            "rslvr-rr-2",
            rule("x.corp.example.", "SYSTEM"),
        )
        .with(
            "route53resolver.rule_association",
            "a-2",
            used("rslvr-rr-2"),
        );
    let taken = |sort: &str, by: &str| json!([{"name": "db.corp.example", "held_by": "Z-corp.example", "sort": sort, "overruled_by": by}]);
    assert_eq!(overruled(&forwarded), taken("resolver-rule", "rslvr-rr-1"));
    let blocked = town.world()
        .with("route53resolver.firewall_domain_list", "l-1", json!({"domains": ["db.corp.example."]}))
        .with("route53resolver.firewall_rule_group_association", "g-1", json!({"firewall_rule_group_id": "g", "vpc_id": "vpc-1", "priority": 1, "status": "COMPLETE",
            "firewall_rules": [{"firewall_domain_list_id": "l-1", "priority": 1, "action": "BLOCK", "block_response": "NXDOMAIN"}]}));
    assert_eq!(overruled(&blocked), taken("firewall", "g-1"));
    let mut custom = town;
    custom.servers = json!(["192.168.0.2"]);
    let (_, gaps) = see(&custom.world(), "ec2.vpc", "vpc-1", &OVERRULED);
    assert_eq!(
        gaps,
        [format!(
            "ec2:DescribeDhcpOptions unsupported-here {HERE}/eu-west-1"
        )]
    );
}

fn connector(servers: Json, egress: Json) -> (Json, Vec<String>) {
    let mut town = Town::new();
    town.servers = servers;
    let world = town
        .world()
        .with("ec2.subnet", "subnet-1", json!({"vpc_id": "vpc-1"}))
        .with(
            "ec2.security_group",
            "sg-1",
            json!({"group_name": "g", "vpc_id": "vpc-1", "ip_permissions_egress": egress}),
        )
        .with(
            "apprunner.vpc_connector",
            "c",
            json!({"status": "ACTIVE", "subnets": ["subnet-1"], "security_groups": ["sg-1"]}),
        );
    let needs = [
        "dns_servers[].address",
        "dns_servers[].lets_udp_out",
        "dns_servers[].lets_tcp_out",
        "dns_permissions[].protocol",
    ];
    see(&world, "apprunner.vpc_connector", "c", &needs)
}

#[test]
fn a_connector_needs_udp_and_tcp_to_servers_that_are_not_the_vpcs() {
    let egress = |protocol: &str, block: &str| json!([{"ip_protocol": protocol, "from_port": 53, "to_port": 53, "ip_ranges": [{"cidr_ip": block}]}]);
    let (view, gaps) = connector(json!(["AmazonProvidedDNS"]), egress("udp", "0.0.0.0/0"));
    assert_eq!(
        view,
        json!({"dns_servers": [], "dns_permissions": [{"protocol": "udp"}]})
    );
    assert_eq!(gaps, [""; 0]);
    let (view, _) = connector(json!(["10.0.9.53"]), egress("udp", "10.0.9.0/24"));
    assert_eq!(
        view["dns_servers"],
        json!([{"address": "10.0.9.53", "lets_udp_out": true, "lets_tcp_out": false}])
    );
    let all = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let (view, _) = connector(json!(["10.0.9.53"]), all);
    assert_eq!(
        view,
        json!({"dns_servers": [{"address": "10.0.9.53", "lets_udp_out": true, "lets_tcp_out": true}], "dns_permissions": []})
    );
    let (view, _) = connector(json!(["10.0.9.53"]), egress("tcp", "10.1.0.0/16"));
    assert_eq!(view["dns_servers"][0]["lets_tcp_out"], json!(false));
}
