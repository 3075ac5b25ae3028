//! What VPC Lattice shares: whether it works, where it leads, with whom, and who uses it.

use serde_json::{Value as Json, json};

use super::site::{admitting, with_fact, world};
use super::world::{HERE, OTHER, Seen, World};

const CONFIGURATION: &str = "vpc_lattice.resource_configuration";
const GATEWAY: &str = "vpc_lattice.resource_gateway";
const ENDPOINT: &str = "ec2.vpc_endpoint";

/// The named fields of each item of a list.
fn items(world: &World, kind: &str, name: &str, list: &str, fields: &[&str]) -> Seen {
    let needs: Vec<String> = fields
        .iter()
        .map(|field| format!("{list}[].{field}"))
        .collect();
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    world.see(kind, name, &needs)
}

fn ways(world: &World) -> Json {
    let fields = ["subnet_id", "zone_id", "port", "open"];
    items(world, CONFIGURATION, "rcfg-s", "gateway_ways", &fields).sole()
}

#[test]
fn a_gateway_reaches_what_its_own_groups_and_those_of_the_target_let_through() {
    let way = |open: bool| json!([{"subnet_id": "subnet-sa", "zone_id": "euw1-az1", "port": 5432, "open": open}]);
    assert_eq!(ways(&world()), way(true));
    let closed = with_fact("ec2.security_group", "sg-s", "/ip_permissions", json!([]));
    assert_eq!(ways(&closed), way(false));
    let silent = with_fact(
        "ec2.security_group",
        "sg-s",
        "/ip_permissions_egress",
        json!([]),
    );
    assert_eq!(ways(&silent), way(false));
    let why = items(&closed, CONFIGURATION, "rcfg-s", "gateway_ways", &["why"]).sole();
    let why = why[0]["why"].as_str().expect("a reason");
    assert!(
        why.contains("(ENI_SG_RULES_MISMATCH)") || why.contains("(SG_HAS_NO_RULES)"),
        "{why}"
    );
}

#[test]
fn a_gateway_lacks_the_zones_of_instances_behind_it() {
    let missing = |world: &World| {
        items(
            world,
            GATEWAY,
            "rgw-s",
            "missing_zones",
            &["zone_id", "resource"],
        )
        .sole()
    };
    assert_eq!(
        missing(&world()),
        json!([{"zone_id": "euw1-az2", "resource": "db-s"}])
    );
    let both = with_fact(
        GATEWAY,
        "rgw-s",
        "/subnet_ids",
        json!(["subnet-sa", "subnet-sb"]),
    );
    assert_eq!(missing(&both), json!([]));
    assert_eq!(both.see(GATEWAY, "rgw-s", &["zone_count"]).sole(), 2);
    let endpoint = with_fact(ENDPOINT, "vpce-r", "/subnet_ids", json!(["subnet-sb"]));
    let mut told = missing(&endpoint);
    assert_eq!(told.as_array_mut().map(|all| all.len()), Some(2), "{told}");
}

#[test]
fn ports_are_those_of_the_target_or_not() {
    let see = |ranges: Json| {
        let world = with_fact(CONFIGURATION, "rcfg-s", "/port_ranges", ranges);
        let needs = [
            "ports_beyond_target[].range",
            "closed_target_ports[]",
            "target_ports[]",
        ];
        world.see(CONFIGURATION, "rcfg-s", &needs)
    };
    let told = |beyond: Json, closed: Json| json!({"ports_beyond_target": beyond, "closed_target_ports": closed, "target_ports": [5432]});
    assert_eq!(see(json!(["5432"])).view, told(json!([]), json!([])));
    assert_eq!(
        see(json!(["80"])).view,
        told(json!([{"range": "80"}]), json!([5432]))
    );
    assert_eq!(
        see(json!(["5000-6000"])).view,
        told(json!([{"range": "5000-6000"}]), json!([]))
    );
    assert_eq!(
        see(json!(["1-65535"])).view,
        told(json!([{"range": "1-65535"}]), json!([]))
    );
    assert_eq!(
        see(json!(["80", "80-80"])).view,
        told(json!([{"range": "80"}]), json!([5432]))
    );
    assert!(!see(json!(["many"])).gaps.is_empty());
}

#[test]
fn of_an_unknown_target_every_port_is_too_much() {
    let needs = ["ports_beyond_target[].is_every", "closed_target_ports[]"];
    let seen = with_fact(
        CONFIGURATION,
        "rcfg-t",
        "/port_ranges",
        json!(["1-65535", "5432"]),
    )
    .see(CONFIGURATION, "rcfg-t", &needs);
    assert_eq!(
        seen.view["ports_beyond_target"],
        json!([{"is_every": true}])
    );
    assert!(!seen.gaps.is_empty());
}

#[test]
fn parts_that_failed_do_not_work_and_those_that_change_are_not_known() {
    let parts = |world: &World| {
        items(
            world,
            ENDPOINT,
            "vpce-r",
            "lattice_parts",
            &["part", "works"],
        )
    };
    let all = |works: [bool; 4]| {
        let parts = ["association", "configuration", "endpoint", "gateway"];
        let told = parts.iter().zip(works);
        Json::from(
            told.map(|(part, works)| json!({"part": part, "works": works}))
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(parts(&world()).sole(), all([true; 4]));
    let failed = with_fact(CONFIGURATION, "rcfg-s", "/status", json!("UPDATE_FAILED"));
    assert_eq!(parts(&failed).sole(), all([true, false, true, true]));
    let refused = with_fact(
        ENDPOINT,
        "vpce-r",
        "/associations/0/associated_resource_accessibility",
        json!("Inaccessible"),
    );
    assert_eq!(parts(&refused).sole(), all([false, true, true, true]));
    for (kind, name, pointer, state) in [
        (ENDPOINT, "vpce-r", "/state", "pendingacceptance"),
        (CONFIGURATION, "rcfg-s", "/status", "CREATE_IN_PROGRESS"),
        (GATEWAY, "rgw-s", "/status", "UPDATE_IN_PROGRESS"),
    ] {
        let changing = parts(&with_fact(kind, name, pointer, json!(state)));
        assert!(
            changing
                .gaps
                .iter()
                .any(|gap| gap.contains("in-transition")),
            "{state}: {changing:?}"
        );
    }
}

#[test]
fn a_name_is_answered_by_a_zone_of_the_gateways_vpc_and_may_lead_back() {
    let see = |name: &str| {
        let world = with_fact(
            CONFIGURATION,
            "rcfg-s",
            "/dns_resource_domain_name",
            json!(name),
        );
        let seen = world.see(
            CONFIGURATION,
            "rcfg-s",
            &["gateway_vpc_zone", "looping_endpoints[]"],
        );
        assert_eq!(seen.gaps, [""; 0]);
        seen.view
    };
    assert_eq!(
        see("proxy.example"),
        json!({"gateway_vpc_zone": "ZS", "looping_endpoints": ["vpce-r"]})
    );
    assert_eq!(
        see("nowhere.example"),
        json!({"gateway_vpc_zone": null, "looping_endpoints": ["vpce-r"]})
    );
    assert_eq!(
        see("db.elsewhere"),
        json!({"gateway_vpc_zone": null, "looping_endpoints": []})
    );
}

#[test]
fn a_consumer_is_shared_with_or_not() {
    let shared = |principal: &str| {
        let world = with_fact(
            "ram.resource_share",
            "share-s",
            "/principals/0/associated_entity",
            json!(principal),
        );
        items(
            &world,
            "ram.resource_share",
            "share-s",
            "consumers",
            &["account", "is_shared_with"],
        )
        .sole()
    };
    let told = |shared: bool| json!([{"account": OTHER, "is_shared_with": shared}]);
    assert_eq!(shared(OTHER), told(true));
    assert_eq!(
        shared("arn:aws:organizations::999988887777:organization/o-1"),
        told(true)
    );
    assert_eq!(shared("777788889999"), told(false));
    assert_eq!(
        world()
            .see("ram.resource_share", "share-s", &["sole_consumer"])
            .sole(),
        OTHER
    );
}

/// What the share says with another state of itself, its principal or its first resource.
fn with_state(pointer: &str, state: &str, list: &str, fields: &[&str]) -> Seen {
    let share = "ram.resource_share";
    let world = with_fact(share, "share-s", pointer, json!(state));
    items(&world, share, "share-s", list, fields)
}

#[test]
fn a_share_is_with_a_consumer_while_it_and_its_associations_work() {
    let shared = |pointer: &str, state: &str| {
        with_state(pointer, state, "consumers", &["account", "is_shared_with"])
    };
    let told = |shared: bool| json!([{"account": OTHER, "is_shared_with": shared}]);
    for (pointer, state) in [
        ("/status", "FAILED"),
        ("/principals/0/status", "FAILED"),
        ("/principals/0/status", "DISASSOCIATED"),
        ("/resources/0/status", "FAILED"),
        ("/resources/0/status", "DISASSOCIATED"),
    ] {
        let seen = shared(pointer, state);
        assert_eq!(seen.sole(), told(false), "{pointer} {state}");
    }
    for (pointer, state) in [
        ("/status", "PENDING"),
        ("/principals/0/status", "ASSOCIATING"),
        ("/resources/0/status", "DISASSOCIATING"),
    ] {
        let seen = shared(pointer, state);
        let says = |gap: &String| gap.contains("in-transition");
        assert!(seen.gaps.iter().any(says), "{pointer} {state}: {seen:?}");
    }
    let share = "ram.resource_share";
    let taken = with_fact(
        share,
        "share-s",
        "/resources/0/status",
        json!("DISASSOCIATED"),
    );
    assert_eq!(
        taken.see(share, "share-s", &["sole_consumer"]).sole(),
        json!(null)
    );
}

#[test]
fn parts_of_a_share_are_known_when_they_have_settled() {
    let parts = |pointer: &str, state: &str| {
        let seen = with_state(pointer, state, "share_parts", &["part", "status", "works"]);
        (seen.view["share_parts"].clone(), seen.gaps)
    };
    let part = |part: &str, status: &str, works: bool| json!({"part": part, "status": status, "works": works});
    let principal = part("principal", "ASSOCIATED", true);
    let resource = part("resource", "ASSOCIATED", true);
    let share = part("share", "ACTIVE", true);
    let all = |first: Json| (json!([principal, first, resource, share]), Vec::new());
    let failed = part("resource", "FAILED", false);
    let (mut told, gaps) = parts("/resources/0/status", "FAILED");
    told.as_array_mut()
        .expect("parts")
        .sort_by_key(ToString::to_string);
    let (mut wanted, none) = all(failed);
    wanted
        .as_array_mut()
        .expect("parts")
        .sort_by_key(ToString::to_string);
    assert_eq!((told, gaps), (wanted, none));
    let (left, gaps) = parts("/resources/0/status", "DISASSOCIATED");
    assert_eq!(
        (left, gaps),
        (json!([principal, resource, share]), Vec::new())
    );
    let (left, gaps) = parts("/status", "PENDING");
    assert_eq!(left, json!([principal, resource, resource]));
    assert_eq!(gaps.len(), 1, "{gaps:?}");
}

#[test]
fn a_principal_is_waited_for_or_changes() {
    let see = |account: &str| {
        let share = "ram.resource_share";
        let mut world = with_fact(
            share,
            "share-s",
            "/principals/0/status",
            json!("ASSOCIATING"),
        );
        let asked = world
            .resources
            .iter_mut()
            .find(|one| one.arn.as_str().ends_with("invitation-s"));
        asked.expect("an invitation").account = account.into();
        world
            .see(share, "share-s", &["share_parts[].part"])
            .gaps
            .len()
    };
    assert_eq!((see(OTHER), see(HERE)), (0, 1));
}

#[test]
fn logs_of_a_group_are_those_of_its_configurations() {
    let of = |name: &str| {
        let arn = super::world::arn(CONFIGURATION, name);
        world()
            .see_arn(
                "vpc_lattice.shareable",
                &arn,
                &["access_log_destinations[]"],
                &[],
            )
            .sole()
    };
    assert_eq!(
        of("rcfg-t"),
        json!(["arn:aws:logs:eu-west-1:111122223333:log-group:l"])
    );
    assert_eq!(of("rcfg-s"), json!([]));
}

/// What the group of the resource endpoint opens to everybody in the VPC.
fn wide(permissions: Json, list: Option<&str>) -> Result<Vec<(String, String)>, String> {
    let site = admitting(permissions, &["10.5.0.0/16", "10.9.0.0/16"], list);
    let seen = items(
        &site,
        ENDPOINT,
        "vpce-r",
        "wide_openings",
        &["ranges", "blocks"],
    );
    if let Some(gap) = seen.gaps.first() {
        return Err(gap.clone());
    }
    let told = seen.view["wide_openings"]
        .as_array()
        .expect("a list")
        .iter();
    let text = |one: &Json, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    let mut told: Vec<_> = told
        .map(|one| (text(one, "ranges"), text(one, "blocks")))
        .collect();
    told.sort_unstable();
    Ok(told)
}

#[test]
fn what_holds_a_whole_block_of_the_vpc_is_open_to_everybody() {
    let on = |protocol: &str, ports: (i64, i64), ranges: &[&str]| {
        let ranges: Vec<Json> = ranges
            .iter()
            .map(|range| json!({"cidr_ip": range}))
            .collect();
        json!({"ip_protocol": protocol, "from_port": ports.0, "to_port": ports.1, "ip_ranges": ranges})
    };
    let told = |all: &[(&str, &str)]| {
        let all = all
            .iter()
            .map(|(ranges, blocks)| ((*ranges).to_owned(), (*blocks).to_owned()));
        Ok(all.collect::<Vec<_>>())
    };
    let see = |one: Json| wide(json!([one]), None);
    assert_eq!(see(on("tcp", (80, 80), &["10.5.1.0/24"])), told(&[]));
    assert_eq!(
        see(on("tcp", (0, 100), &["10.0.0.0/8"])),
        told(&[("10.0.0.0/8", "10.5.0.0/16, 10.9.0.0/16")])
    );
    assert_eq!(
        see(on("tcp", (80, 80), &["10.9.0.0/17", "10.9.128.0/17"])),
        told(&[("10.9.0.0/17, 10.9.128.0/17", "10.9.0.0/16")])
    );
    assert_eq!(see(on("tcp", (80, 80), &["10.9.0.0/17"])), told(&[]));
    assert_eq!(
        see(on("tcp", (443, 443), &["0.0.0.0/0"])),
        told(&[("0.0.0.0/0", "10.5.0.0/16, 10.9.0.0/16")])
    );
    // Other protocols do not lead to a configuration.
    assert_eq!(see(on("icmp", (-1, -1), &["0.0.0.0/0"])), told(&[]));
    let every = json!({"ip_protocol": "-1", "ipv6_ranges": [{"cidr_ipv6": "::/0"}]});
    assert_eq!(see(every), told(&[("::/0", "::/0")]));
    let list = json!([{"ip_protocol": "tcp", "from_port": 80, "to_port": 80, "prefix_list_ids": [{"prefix_list_id": "pl-s"}]}]);
    assert_eq!(
        wide(list.clone(), Some("10.5.0.0/16")),
        told(&[("pl-s", "10.5.0.0/16")])
    );
    assert!(wide(list, None).is_err());
    // Nor are the halves on different ports one.
    let halves = json!([
        on("tcp", (80, 80), &["10.5.0.0/17"]),
        on("tcp", (81, 81), &["10.5.128.0/17"])
    ]);
    assert_eq!(wide(halves, None), told(&[]));
}

#[test]
fn clients_of_an_endpoint_name_it_and_reach_it_or_not() {
    let clients = |world: &World| {
        items(
            world,
            ENDPOINT,
            "vpce-r",
            "lattice_clients",
            &["name", "subnet_id", "open"],
        )
        .sole()
    };
    let told = |open: bool| {
        json!([
        {"name": "proxy.example", "subnet_id": "subnet-sb", "open": open},
        {"name": "proxy.example", "subnet_id": "subnet-sa", "open": open}])
    };
    let sorted = |mut list: Json| {
        list.as_array_mut()
            .expect("a list")
            .sort_by_key(ToString::to_string);
        list
    };
    assert_eq!(sorted(clients(&world())), sorted(told(true)));
    let closed = with_fact("ec2.security_group", "sg-s", "/ip_permissions", json!([]));
    assert_eq!(sorted(clients(&closed)), sorted(told(false)));
    // The endpoint of a group: what is in it, the associations tell.
    let group = json!(super::world::arn(CONFIGURATION, "rcfg-g"));
    let grouped = with_fact(ENDPOINT, "vpce-r", "/resource_configuration_arn", group);
    assert_eq!(sorted(clients(&grouped)), sorted(told(true)));
}
