//! Tasks: what they need and whether they get there, who in a VPC needs an endpoint, and what proxies
//! and readers are used for.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::site::{admitting, put, with_fact, world};
use super::world::{World, arn};

const WEB: &str = "ecs.service";

fn workload(world: &World, needs: &[&str]) -> (Json, Vec<String>) {
    let seen = world.see_arn("ecs.workload", &arn(WEB, "web"), needs, &[]);
    (seen.view, seen.gaps)
}

fn reached(world: &World) -> Json {
    let needs = [
        "needed_services[].service",
        "needed_services[].reached",
        "needed_services[].way",
    ];
    let (view, gaps) = workload(world, &needs);
    assert_eq!(gaps, [""; 0]);
    view["needed_services"].clone()
}

#[test]
fn tasks_get_to_services_by_endpoints_that_a_name_leads_to() {
    let told = |api: Json| {
        json!([
        api,
        {"service": "ecr.dkr", "reached": false, "way": null},
        {"service": "logs", "reached": false, "way": null},
        {"service": "s3", "reached": false, "way": null}])
    };
    let by_endpoint = json!({"service": "ecr.api", "reached": true, "way": "vpce-api"});
    let none = json!({"service": "ecr.api", "reached": false, "way": null});
    let same = |world: &World, api: &Json| {
        let mut seen = reached(world);
        let all = seen.as_array_mut().expect("a list");
        all.sort_by_key(|one| one["service"].to_string());
        assert_eq!(seen, told(api.clone()));
    };
    same(&world(), &by_endpoint);
    // The zone leads elsewhere, and private DNS is off.
    let pointer = "/record_sets/1/resource_records";
    same(
        &with_fact("route53.hosted_zone", "ZS", pointer, json!(["10.5.0.77"])),
        &none,
    );
    same(
        &with_fact("ec2.vpc_endpoint", "vpce-api", "/state", json!("failed")),
        &none,
    );
    same(
        &with_fact("ec2.vpc", "vpc-s", "/enable_dns_support", json!(false)),
        &none,
    );
    same(
        &with_fact("ec2.security_group", "sg-s", "/ip_permissions", json!([])),
        &none,
    );
}

#[test]
fn images_of_others_need_the_internet() {
    let pointer = "/container_definitions/0/image";
    let services = |image: &str| -> Vec<String> {
        let world = with_fact("ecs.task_definition", "web", pointer, json!(image));
        let seen = reached(&world);
        let all = seen.as_array().expect("a list").iter();
        let services = all.filter_map(|one| one["service"].as_str().map(str::to_owned));
        let services: BTreeSet<String> = services.collect();
        services.into_iter().collect()
    };
    assert_eq!(services("docker.io/library/nginx"), ["internet", "logs"]);
    assert_eq!(services("ghcr.io/o/r:1"), ["internet", "logs"]);
    let cached = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1";
    assert_eq!(services(cached), ["ecr.api", "ecr.dkr", "logs", "s3"]);
    let elsewhere = "111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1";
    assert_eq!(services(elsewhere), ["internet", "logs"]);
}

#[test]
fn exec_needs_ssmmessages_and_what_the_cluster_says() {
    let (view, gaps) = workload(
        &world(),
        &["exec_services[].service", "exec_services[].required"],
    );
    assert_eq!(gaps, [""; 0]);
    let all = view["exec_services"].as_array().expect("a list").iter();
    let required = all.filter(|one| one["required"] == true);
    let required: Vec<&str> = required.filter_map(|one| one["service"].as_str()).collect();
    assert_eq!(required, ["kms", "s3", "ssmmessages"]);
}

#[test]
fn layers_of_images_come_by_a_gateway_endpoint_alone() {
    let to_s3 = with_fact(
        "ec2.vpc_endpoint",
        "vpce-api",
        "/service_name",
        json!("com.amazonaws.eu-west-1.s3"),
    );
    let see = |list: &str| {
        let needs = ["service", "reached", "problem"].map(|one| format!("{list}[].{one}"));
        let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
        let (view, gaps) = workload(&to_s3, &needs);
        assert_eq!(gaps, [""; 0]);
        let all = view[list].as_array().expect("a list").iter();
        let mut own = all.filter(|one| one["service"] == "s3");
        own.next().expect("S3 is needed").clone()
    };
    let why = "vpce-api is of type Interface, and only one of type Gateway will do";
    let layers = json!({"service": "s3", "reached": false, "problem": why});
    assert_eq!(see("needed_services"), layers);
    let sessions = json!({"service": "s3", "reached": true, "problem": null});
    assert_eq!(see("exec_services"), sessions);
    let clients = ["service_clients[].subnet_id"];
    let clients = to_s3.see("ec2.vpc_endpoint", "vpce-api", &clients);
    // Both need it for sessions; the layers are none of its business.
    assert_eq!(
        clients.view["service_clients"].as_array().map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_role_may_what_its_policies_allow_and_nothing_denies() {
    let pointer = "/role_policy_list/0/policy_document/statements";
    let allowed = |statements: Json| {
        let world = with_fact("iam.role", "web", pointer, statements);
        workload(&world, &["exec_actions[].allowed"])
    };
    let statement = |effect: &str, action: &str, more: Json| {
        let mut one = json!({"sid": null, "effect": effect, "principals": null, "not_principals": null, "actions": [action],
            "not_actions": null, "resources": ["*"], "not_resources": null, "conditions": []});
        for (key, value) in more.as_object().expect("a record") {
            one[key] = value.clone();
        }
        one
    };
    let all = |allowed: bool| {
        let one = json!({"allowed": allowed});
        json!({"exec_actions": [one, one, one, one]})
    };
    let allow = statement("Allow", "SSMMessages:*", json!({}));
    assert_eq!(allowed(json!([allow])).0, all(true));
    assert_eq!(
        allowed(json!([statement("Allow", "ssm:*", json!({}))])).0,
        all(false)
    );
    let deny = statement("Deny", "*", json!({}));
    assert_eq!(allowed(json!([allow, deny])).0, all(false));
    let others = statement(
        "Allow",
        "*",
        json!({"actions": null, "not_actions": ["ssmmessages:*"]}),
    );
    assert_eq!(allowed(json!([others])).0, all(false));
    let condition = json!({"conditions": [{"operator": "Bool", "key": "aws:multifactorauthpresent", "values": ["true"]}]});
    let perhaps = statement("Deny", "ssmmessages:*", condition);
    assert_eq!(allowed(json!([allow, perhaps])).1.len(), 1);
}

#[test]
fn a_service_control_policy_bounds_a_role() {
    let organization =
        json!({"id": "o-1", "master_account_id": "999988887777", "feature_set": "ALL"});
    let statement =
        |actions: Json| json!({"effect": "Allow", "actions": actions, "resources": ["*"]});
    let targets = |actions: Json| {
        json!([{"id": "r-1", "type": "ROOT", "service_control_policies": [
        {"id": "p-1", "name": "p", "content": {"statements": [statement(actions)]}}]}])
    };
    let see = |actions: Json| {
        let site = super::site::with(World::new().with(
            "account",
            "it",
            json!({"organization": organization, "policy_targets": targets(actions)}),
        ));
        workload(&site, &["exec_actions[].allowed"]).0["exec_actions"][0]["allowed"].clone()
    };
    assert_eq!(see(json!(["*"])), true);
    assert_eq!(see(json!(["s3:*"])), false);
}

#[test]
fn an_endpoint_has_clients_in_zones_and_admits_more_than_them() {
    let needs = [
        "service_clients[].subnet_id",
        "service_clients[].open",
        "uncovered_zones[].zone_id",
        "zone_count",
        "openings[].sort",
        "openings[].what",
    ];
    let seen = world().see("ec2.vpc_endpoint", "vpce-api", &needs);
    assert_eq!(seen.gaps, [""; 0]);
    let mut clients = seen.view["service_clients"].clone();
    clients
        .as_array_mut()
        .expect("a list")
        .sort_by_key(ToString::to_string);
    assert_eq!(
        clients,
        json!([{"open": true, "subnet_id": "subnet-sa"}, {"open": true, "subnet_id": "subnet-sb"}])
    );
    assert_eq!(seen.view["zone_count"], 1);
    assert_eq!(
        seen.view["uncovered_zones"],
        json!([{"zone_id": "euw1-az2"}])
    );
    let openings = seen.view["openings"].as_array().expect("a list");
    let mut told: Vec<&str> = openings
        .iter()
        .filter_map(|one| one["what"].as_str())
        .collect();
    told.sort_unstable();
    assert_eq!(told, ["0.0.0.0/0", "tcp 5432", "tcp 80"]);
}

#[test]
fn one_who_surely_gets_there_reaches_an_endpoint_and_none_only_where_all_are_known() {
    let see = |site: &World| site.see("ec2.vpc_endpoint", "vpce-api", &["is_reached"]);
    assert_eq!(see(&world()).sole(), json!(true));
    let shut = with_fact("ec2.security_group", "sg-s", "/ip_permissions", json!([]));
    assert_eq!(see(&shut).sole(), json!(false));
    // Whoever else comes by peering: one is enough, and none is not certain any more.
    let peerings = "ec2:DescribeVpcPeeringConnections";
    assert_eq!(see(&world().denied(peerings)).sole(), json!(true));
    assert_ne!(see(&shut.denied(peerings)).gaps, [""; 0]);
}

#[test]
fn what_several_permissions_open_is_one_opening() {
    let everywhere = json!([{"cidr_ip": "0.0.0.0/0"}]);
    let on = |port: u16| {
        json!({"ip_protocol": "tcp", "from_port": port, "to_port": port,
        "ip_ranges": everywhere})
    };
    let site = with_fact(
        "ec2.security_group",
        "sg-s",
        "/ip_permissions",
        json!([on(443), on(80), on(80)]),
    );
    let needs = ["openings[].group_id", "openings[].what"];
    let seen = site.see("ec2.vpc_endpoint", "vpce-api", &needs);
    let openings = seen.view["openings"].as_array().expect("a list");
    let own = openings.iter().filter(|one| one["group_id"] == "sg-s");
    let mut told: Vec<&str> = own.filter_map(|one| one["what"].as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["0.0.0.0/0", "tcp 80"]);
}

/// What the group of the endpoint opens in vain with these permissions, in a VPC with these blocks.
fn openings(permissions: Json, blocks: &[&str], list: Option<&str>) -> Result<Vec<String>, String> {
    let seen = admitting(permissions, blocks, list).see(
        "ec2.vpc_endpoint",
        "vpce-api",
        &["openings[].what"],
    );
    if let Some(gap) = seen.gaps.first() {
        return Err(gap.clone());
    }
    let told = seen.view["openings"].as_array().expect("a list").iter();
    let mut told: Vec<String> = told
        .filter_map(|one| Some(one["what"].as_str()?.to_owned()))
        .collect();
    told.sort_unstable();
    Ok(told)
}

#[test]
fn what_prefix_lists_and_absent_ports_open_is_open() {
    let list = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443,
        "prefix_list_ids": [{"prefix_list_id": "pl-s"}]}]);
    let one = &["10.5.0.0/16"];
    let see = |range| openings(list.clone(), one, Some(range));
    assert_eq!(see("10.5.1.0/24"), Ok(Vec::new()));
    assert_eq!(see("0.0.0.0/0"), Ok(vec!["pl-s".to_owned()]));
    assert!(openings(list.clone(), one, None).is_err());
    let all = json!([{"ip_protocol": "tcp", "ip_ranges": [{"cidr_ip": "10.5.0.0/16"}]}]);
    assert_eq!(openings(all, one, None), Ok(vec!["tcp 0-65535".to_owned()]));
}

#[test]
fn a_range_of_several_blocks_of_the_vpc_is_not_beyond_it() {
    let wide = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443,
        "ip_ranges": [{"cidr_ip": "10.4.0.0/15"}]}]);
    let see = |blocks: &[&str]| openings(wide.clone(), blocks, None);
    assert_eq!(see(&["10.5.0.0/16", "10.4.0.0/16"]), Ok(Vec::new()));
    assert_eq!(
        see(&["10.5.0.0/16", "10.4.0.0/17"]),
        Ok(vec!["10.4.0.0/15".to_owned()])
    );
}

#[test]
fn a_proxy_has_ways_to_its_databases_and_from_its_clients() {
    let see = |world: &World, list: &str| {
        let need = format!("{list}[].open");
        let seen = world.see("rds.db_proxy", "proxy-s", &[&need]).sole();
        let all = seen.as_array().expect("a list").iter();
        all.filter_map(|one| one["open"].as_bool())
            .collect::<Vec<_>>()
    };
    for list in ["target_ways", "client_ways", "direct_ways"] {
        let open = see(&world(), list);
        assert!(
            !open.is_empty() && open.iter().all(|open| *open),
            "{list}: {open:?}"
        );
        let closed = with_fact("ec2.security_group", "sg-s", "/ip_permissions", json!([]));
        assert!(see(&closed, list).iter().all(|open| !open), "{list}");
    }
    // A client that names an endpoint of the proxy, too, has one way past both.
    let part = json!({"db_proxy_name": "proxy-s", "endpoint": "ro.example", "vpc_id": "vpc-s",
        "target_role": "READ_ONLY", "is_default": false, "status": "available"});
    let both = world().with("rds.db_proxy_endpoint", "ro-s", part);
    let count = |world: &World, list: &str| see(world, list).len();
    assert!(count(&both, "client_ways") > count(&world(), "client_ways"));
    let direct = count(&world(), "direct_ways");
    assert_eq!(count(&both, "direct_ways"), direct);
}

#[test]
fn an_instance_without_an_endpoint_is_reached_by_the_port_that_others_tell() {
    let see = |status: &str, target: Json, cluster: Json| {
        let mut world = with_fact("ec2.security_group", "sg-s", "/ip_permissions", json!([]));
        for (kind, name, pointer, value) in [
            ("rds.db_instance", "db-s", "/endpoint", json!(null)),
            (
                "rds.db_instance",
                "db-s",
                "/db_instance_status",
                json!(status),
            ),
            ("rds.db_proxy", "proxy-s", "/targets/0/port", target),
            ("rds.db_cluster", "cluster-s", "/port", cluster),
        ] {
            put(&mut world, kind, name, pointer, value);
        }
        let needs = ["target_ways[].open", "target_ways[].port"];
        let seen = world.see("rds.db_proxy", "proxy-s", &needs);
        (seen.view["target_ways"].clone(), seen.gaps)
    };
    let shut = |port: i64| (json!([{"open": false, "port": port}]), Vec::new());
    assert_eq!(see("available", json!(5433), json!(5432)), shut(5433));
    assert_eq!(see("available", json!(null), json!(5432)), shut(5432));
    for (status, port) in [("available", json!(null)), ("creating", json!(5432))] {
        let (ways, gaps) = see(status, port, json!(null));
        assert_eq!((ways, gaps.len()), (json!([]), 1), "{status}");
        assert!(gaps[0].contains("in-transition"), "{gaps:?}");
    }
}

#[test]
fn a_proxy_reads_its_secrets_or_not() {
    let problems = |world: &World| {
        let seen = world.see("rds.db_proxy", "proxy-s", &["secret_problems[].problem"]);
        assert_eq!(seen.gaps, [""; 0]);
        seen.view["secret_problems"].clone()
    };
    let one = |problem: &str| json!([{"problem": problem}]);
    assert_eq!(problems(&world()), one("secret-denied"));
    let allow = json!([{"policy_name": "read", "policy_document": {"version": "2012-10-17", "statements": [{"sid": null, "effect": "Allow",
        "principals": null, "not_principals": null, "actions": ["secretsmanager:GetSecretValue"], "not_actions": null,
        "resources": ["*"], "not_resources": null, "conditions": []}]}}]);
    let allowed = with_fact("iam.role", "proxy", "/role_policy_list", allow.clone());
    assert_eq!(problems(&allowed), json!([]));
    let gone =
        json!([{"secret_arn": arn("secretsmanager.secret", "other"), "iam_auth": "DISABLED"}]);
    let mut missing = with_fact("rds.db_proxy", "proxy-s", "/auth", gone);
    for resource in &mut missing.resources {
        if resource.arn.as_str() == arn("iam.role", "proxy") {
            let role = allowed.resources.iter().find(|one| one.arn == resource.arn);
            resource.facts = role.expect("the role").facts.clone();
        }
    }
    assert_eq!(problems(&missing), one("gone"));
}

#[test]
fn the_readers_name_is_used_where_a_variable_has_it() {
    let needs = ["reader_endpoint_use.how", "reader_endpoint_use.name"];
    let seen = world().see("rds.db_cluster", "cluster-s", &needs);
    assert_eq!(
        seen.view,
        json!({"reader_endpoint_use": {"how": "environment", "name": "ro.example"}})
    );
    let none = with_fact(
        "rds.db_cluster",
        "cluster-s",
        "/reader_endpoint",
        json!("other.elsewhere"),
    );
    let seen = none.see("rds.db_cluster", "cluster-s", &needs);
    assert_eq!(
        (seen.view, seen.gaps),
        (json!({"reader_endpoint_use": null}), Vec::new())
    );
    let hidden = none
        .denied("lambda:ListFunctions")
        .see("rds.db_cluster", "cluster-s", &needs);
    assert!(!hidden.gaps.is_empty());
}

#[test]
fn agents_that_start_are_not_known() {
    let see = |status: &str| {
        let pointer = "/containers/0/managed_agents/0/last_status";
        let world = with_fact("ecs.task", "lone", pointer, json!(status));
        world.see("ecs.task", "lone", &["settled_exec_agents[].last_status"])
    };
    assert_eq!(see("STOPPED").sole(), json!([{"last_status": "STOPPED"}]));
    assert!(see("PENDING").gaps[0].contains("in-transition"));
}

#[test]
fn a_container_without_an_agent_is_not_known() {
    let gaps = |pointer: &str, value: Json| {
        let world = with_fact("ecs.task", "lone", pointer, value);
        let seen = world.see("ecs.task", "lone", &["settled_exec_agents[].last_status"]);
        seen.gaps.len()
    };
    assert_eq!(gaps("/containers/0/managed_agents", Json::Null), 1);
    let other = json!([{"name": "other", "last_status": "RUNNING"}]);
    assert_eq!(gaps("/containers/0/managed_agents", other), 1);
    assert_eq!(gaps("/containers", Json::Null), 1);
    // One that AWS adds is not in the definition, and need not have one.
    let container = |name: &str, agents: Json| {
        json!({"name": name, "image": null, "image_digest": null, "reason": null,
            "managed_agents": agents})
    };
    let agent = json!([{"name": "ExecuteCommandAgent", "last_status": "RUNNING", "reason": null}]);
    let added = |own: &Json| {
        let guard = container("aws-guardduty-agent-1", Json::Null);
        json!([container("web", own.clone()), guard])
    };
    assert_eq!(gaps("/containers", added(&agent)), 0);
    assert_eq!(gaps("/containers", added(&Json::Null)), 1);
}
