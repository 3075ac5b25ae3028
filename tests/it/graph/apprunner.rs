//! What an App Runner service names, and whether it gets there; revisions of connectors and twins.

use serde_json::{Value as Json, json};

use super::world::{UNTOLD, World, arn};

const SERVICE: &str = "apprunner.service";
const CONNECTOR: &str = "apprunner.vpc_connector";
const DB: &str = "db.abc.eu-west-1.rds.amazonaws.com";

fn variable(host: &str, port: Json) -> Json {
    json!({"name": "DATABASE_URL", "kind": "plain", "endpoints": [{"host": host, "port": port}]})
}

fn everywhere(protocol: &str, port: Json) -> Json {
    json!({"ip_protocol": protocol, "from_port": port, "to_port": port, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]})
}

fn of_group(group: &str) -> Json {
    json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [{"group_id": group}]})
}

/// A service behind a connector in subnet-a, and a database in subnet-b of the same VPC.
struct Site {
    egress: Json,
    ingress: Json,
    routes: Json,
    database_vpc: &'static str,
    variables: Json,
}

impl Site {
    fn new() -> Self {
        Site {
            egress: json!([of_group("sg-db")]),
            ingress: json!([of_group("sg-app")]),
            routes: json!([]),
            database_vpc: "vpc-1",
            variables: json!([variable(DB, json!(5432))]),
        }
    }

    fn world(self) -> World {
        let open = json!([{"rule_number": 100, "egress": false, "protocol": "-1", "rule_action": "allow", "cidr_block": "0.0.0.0/0"},
            {"rule_number": 100, "egress": true, "protocol": "-1", "rule_action": "allow", "cidr_block": "0.0.0.0/0"}]);
        let mut routes = vec![
            json!({"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"}),
        ];
        routes.extend(self.routes.as_array().cloned().unwrap_or_default());
        let (a, b) = ("10.0.1.0/24", "10.0.2.0/24");
        let vpc = self.database_vpc;
        let mut world = World::new()
            .with("region", "eu-west-1", json!({"vpc_block_public_access": {"internet_gateway_block_mode": "off", "state": "default-state"}}))
            .with("ec2.vpc", "vpc-1", json!({"cidr_block": "10.0.0.0/16", "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}]}))
            .with("ec2.subnet", "subnet-a", json!({"vpc_id": "vpc-1", "cidr_block": a, "availability_zone": "eu-west-1a", "availability_zone_id": "euw1-az1"}))
            .with("ec2.subnet", "subnet-b", json!({"vpc_id": vpc, "cidr_block": b, "availability_zone": "eu-west-1a", "availability_zone_id": "euw1-az1"}))
            .with("ec2.route_table", "rtb-1", json!({"vpc_id": "vpc-1", "associations": [{"main": true}], "routes": routes}))
            .with("ec2.network_acl", "acl-1", json!({"vpc_id": "vpc-1", "is_default": true, "associated_subnet_ids": ["subnet-a", "subnet-b"], "entries": open}))
            .with("ec2.security_group", "sg-app", json!({"group_name": "app", "vpc_id": "vpc-1", "ip_permissions_egress": self.egress}))
            .with("ec2.security_group", "sg-db", json!({"group_name": "db", "vpc_id": vpc, "ip_permissions": self.ingress}))
            .with("rds.db_subnet_group", "subnets", json!({"vpc_id": vpc, "subnets": [{"subnet_identifier": "subnet-b"}]}))
            .with("rds.db_instance", "db", json!({"engine": "postgres", "endpoint": {"address": DB, "port": 5432}, "db_subnet_group_name": "subnets",
                "publicly_accessible": false, "db_instance_status": "available", "vpc_security_groups": [{"vpc_security_group_id": "sg-db", "status": "active"}]}))
            .with(CONNECTOR, "c", json!({"vpc_connector_name": "c", "vpc_connector_revision": 1, "status": "ACTIVE", "subnets": ["subnet-a"], "security_groups": ["sg-app"]}))
            .with(SERVICE, "web", json!({"status": "RUNNING", "egress_type": "VPC", "vpc_connector_arn": arn(CONNECTOR, "c"), "environment_variables": self.variables}));
        if vpc != "vpc-1" {
            world = world
                .with("ec2.vpc", vpc, json!({"cidr_block": "10.0.0.0/16", "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}]}))
                .with("ec2.route_table", "rtb-2", json!({"vpc_id": vpc, "associations": [{"main": true}], "routes": [
                    {"destination_cidr_block": "10.0.0.0/16", "gateway_id": "local", "state": "active"}]}));
        }
        world
    }
}

fn path(world: &World) -> (Json, Vec<String>) {
    let needs = [
        "database_paths[].host",
        "database_paths[].port",
        "database_paths[].reached",
        "database_paths[].half",
        "database_paths[].by_range",
    ];
    let seen = world.see(SERVICE, "web", &needs);
    (seen.view["database_paths"].clone(), seen.gaps)
}

#[test]
fn both_groups_must_agree() {
    let row = |reached: bool, half: Json, by_range: bool| json!([{"host": DB, "port": 5432, "reached": reached, "half": half, "by_range": by_range}]);
    let none: Vec<String> = Vec::new();
    let world = Site::new().world();
    assert_eq!(path(&world), (row(true, Json::Null, false), none.clone()));
    let world = Site {
        egress: json!([]),
        ..Site::new()
    }
    .world();
    assert_eq!(
        path(&world),
        (row(false, json!("connector"), false), none.clone())
    );
    let world = Site {
        ingress: json!([]),
        ..Site::new()
    }
    .world();
    assert_eq!(
        path(&world),
        (row(false, json!("database"), false), none.clone())
    );
    let by_range = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "ip_ranges": [{"cidr_ip": "10.0.1.0/24"}]}]);
    let world = Site {
        ingress: by_range,
        ..Site::new()
    }
    .world();
    assert_eq!(path(&world), (row(true, Json::Null, true), none));
}

#[test]
fn without_a_port_the_database_tells_its_own() {
    let variables = json!([variable(DB, Json::Null)]);
    let world = Site {
        variables,
        ..Site::new()
    }
    .world();
    assert_eq!(path(&world).0[0]["port"], 5432);
}

#[test]
fn a_network_acl_stops_what_groups_let_through() {
    let closed = json!([{"rule_number": 100, "egress": true, "protocol": "-1", "rule_action": "allow", "cidr_block": "0.0.0.0/0"}]);
    let mut world = Site::new().world();
    world
        .resources
        .retain(|one| one.kind().name != "ec2.network_acl");
    let world = world.with(
        "ec2.network_acl",
        "acl-1",
        json!({"vpc_id": "vpc-1", "is_default": true,
        "associated_subnet_ids": ["subnet-a", "subnet-b"], "entries": closed}),
    );
    assert_eq!(path(&world).0[0]["half"], "network");
}

#[test]
fn groups_that_nobody_told_leave_the_way_unknown() {
    let (rows, gaps) = path(&Site::new().world().denied("ec2:DescribeNetworkAcls"));
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "{rows} {gaps:?}");
    let mut world = Site::new().world();
    world
        .resources
        .retain(|one| one.kind().name != "ec2.security_group");
    let (rows, gaps) = path(&world.denied("ec2:DescribeSecurityGroups"));
    assert_eq!((rows, gaps.is_empty()), (json!([]), false));
}

#[test]
fn a_database_of_another_account_is_a_gap() {
    let variables = json!([variable("db.xyz.eu-west-1.rds.amazonaws.com", json!(5432))]);
    let (rows, gaps) = path(
        &Site {
            variables,
            ..Site::new()
        }
        .world(),
    );
    assert_eq!(rows, json!([]));
    assert!(gaps[0].contains("account-not-scanned"), "{gaps:?}");
}

#[test]
fn a_database_of_another_vpc_is_reached_or_not() {
    let needs = [
        "databases[].place",
        "databases[].vpc_id",
        "databases[].connector_vpc_id",
    ];
    let see = |world: World| world.see(SERVICE, "web", &needs).sole();
    assert_eq!(
        see(Site::new().world()),
        json!([{"place": "same-vpc", "vpc_id": "vpc-1", "connector_vpc_id": "vpc-1"}])
    );
    let apart = Site {
        database_vpc: "vpc-2",
        ..Site::new()
    };
    assert_eq!(
        see(apart.world()),
        json!([{"place": "not-reached", "vpc_id": "vpc-2", "connector_vpc_id": "vpc-1"}])
    );
}

fn offline(world: &World) -> (Json, Vec<String>) {
    let needs = ["offline_subnets[].subnet_id"];
    let seen = world.see(SERVICE, "web", &needs);
    (seen.view["offline_subnets"].clone(), seen.gaps)
}

fn https(site: Site) -> Site {
    let mut rules = site.egress.as_array().cloned().unwrap_or_default();
    rules.push(everywhere("tcp", json!(443)));
    Site {
        egress: json!(rules),
        ..site
    }
}

#[test]
fn https_that_is_wanted_needs_a_way_out() {
    let (rows, gaps) = offline(&https(Site::new()).world());
    assert_eq!(rows, json!([{"subnet_id": "subnet-a"}]), "{gaps:?}");
}

#[test]
fn a_public_subnet_is_no_way_out() {
    let routes =
        json!([{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}]);
    let world = https(Site {
        routes,
        ..Site::new()
    })
    .world();
    let world = world.with(
        "ec2.internet_gateway",
        "igw-1",
        json!({"attachments": [{"vpc_id": "vpc-1", "state": "available"}]}),
    );
    assert_eq!(offline(&world).0[0]["subnet_id"], "subnet-a");
}

#[test]
fn https_that_no_rule_lets_out_is_not_wanted() {
    assert_eq!(offline(&Site::new().world()), (json!([]), vec![]));
}

#[test]
fn the_rule_that_aws_puts_there_says_nothing() {
    let egress = json!([everywhere("-1", Json::Null)]);
    let (rows, gaps) = offline(
        &Site {
            egress: egress.clone(),
            ..Site::new()
        }
        .world(),
    );
    assert!(gaps[0].contains("unsupported-here"), "{rows} {gaps:?}");
    // A host of the internet does.
    let variables = json!([variable("203.0.113.7", json!(443))]);
    let (rows, gaps) = offline(
        &Site {
            egress,
            variables,
            ..Site::new()
        }
        .world(),
    );
    assert_eq!(
        (rows[0]["subnet_id"].clone(), gaps),
        (json!("subnet-a"), vec![])
    );
}

#[test]
fn endpoints_of_aws_services_may_be_all_that_is_asked() {
    let world = https(Site::new()).world().with(
        "ec2.vpc_endpoint",
        "vpce-1",
        json!({"vpc_id": "vpc-1", "vpc_endpoint_type": "Interface", "state": "available"}),
    );
    let (_, gaps) = offline(&world);
    assert!(gaps[0].contains("unsupported-here"), "{gaps:?}");
}

#[test]
fn a_name_that_no_database_has_is_absent() {
    let absent = |host: &str, world: fn(World) -> World| {
        let variables = json!([variable(host, Json::Null)]);
        let site = Site {
            variables,
            ..Site::new()
        };
        let seen = world(site.world()).see(SERVICE, "web", &["absent_databases[].host"]);
        (seen.view["absent_databases"].clone(), seen.gaps)
    };
    let as_it_is: fn(World) -> World = |world| world;
    let none: Vec<String> = Vec::new();
    let gone = "old.abc.eu-west-1.rds.amazonaws.com";
    assert_eq!(
        absent(gone, as_it_is),
        (json!([{"host": gone}]), none.clone())
    );
    let cluster = "old.cluster-ro-abc.eu-west-1.rds.amazonaws.com";
    assert_eq!(absent(cluster, as_it_is).0, json!([{"host": cluster}]));
    assert_eq!(absent(DB, as_it_is), (json!([]), none));
    // Another account's, another region's.
    for host in [
        "old.xyz.eu-west-1.rds.amazonaws.com",
        "old.abc.us-east-1.rds.amazonaws.com",
    ] {
        let (rows, gaps) = absent(host, as_it_is);
        assert_eq!((rows, gaps.len()), (json!([]), 1), "{host}");
    }
    // It may be one of those that were refused.
    let (rows, gaps) = absent(gone, |world| world.denied("rds:DescribeDBClusters"));
    assert_eq!((rows, gaps.len()), (json!([]), 1));
    let (rows, gaps) = absent(gone, |world| {
        world.with("rds.db_instance", "other", json!({"endpoint": UNTOLD}))
    });
    assert_eq!((rows, gaps.len()), (json!([]), 1));
}

#[test]
fn the_latest_deployment_is_the_latest_operation_that_deploys() {
    let see = |operations: Json| {
        let world = World::new().with(SERVICE, "web", json!({"operations": operations}));
        let needs = [
            "latest_deployment.operation_type",
            "latest_deployment.status",
        ];
        let seen = world.see(SERVICE, "web", &needs);
        (seen.view["latest_deployment"].clone(), seen.gaps)
    };
    let operation =
        |kind: &str, status: &str| json!({"id": "1", "operation_type": kind, "status": status});
    let (paused, failed) = (
        operation("PAUSE_SERVICE", "IN_PROGRESS"),
        operation("UPDATE_SERVICE", "ROLLBACK_SUCCEEDED"),
    );
    let made = operation("CREATE_SERVICE", "SUCCEEDED");
    assert_eq!(
        see(json!([paused, failed, made])).0,
        json!({"operation_type": "UPDATE_SERVICE", "status": "ROLLBACK_SUCCEEDED"})
    );
    assert_eq!(see(json!([])), (Json::Null, vec![]));
    assert_eq!(see(json!([paused])), (Json::Null, vec![]));
    let (_, gaps) = see(json!([operation("START_DEPLOYMENT", "IN_PROGRESS"), made]));
    assert!(gaps[0].contains("in-transition"), "{gaps:?}");
    // What nobody knows the word for is no success, and may have deployed.
    for strange in [
        operation("UPDATE_SERVICE", "HALF_DONE"),
        operation("MOVE_SERVICE", "FAILED"),
    ] {
        let (_, gaps) = see(json!([strange, made]));
        assert!(gaps[0].contains("unsupported-here"), "{gaps:?}");
    }
    // Where only pauses are among the latest twenty, an older one may have deployed.
    let (_, gaps) = see(json!(vec![paused; 20]));
    assert!(gaps[0].contains("truncated"), "{gaps:?}");
}

#[test]
fn revisions_replace_each_other_and_twins_do_not() {
    let connector = |name: &str, revision: i64, status: &str, subnets: &[&str]| {
        json!({"vpc_connector_name": name,
        "vpc_connector_revision": revision, "status": status, "subnets": subnets, "security_groups": ["sg-a"]})
    };
    let world = World::new()
        .with(
            CONNECTOR,
            "web-1",
            connector("web", 1, "ACTIVE", &["subnet-a", "subnet-b"]),
        )
        .with(
            CONNECTOR,
            "web-2",
            connector("web", 2, "ACTIVE", &["subnet-a", "subnet-b"]),
        )
        .with(
            CONNECTOR,
            "web-3",
            connector("web", 3, "INACTIVE", &["subnet-a"]),
        )
        .with(
            CONNECTOR,
            "api-1",
            connector("api", 1, "ACTIVE", &["subnet-b", "subnet-a"]),
        )
        .with(
            CONNECTOR,
            "job-1",
            connector("job", 1, "ACTIVE", &["subnet-a"]),
        );
    let see = |name: &str, need: &str| world.see(CONNECTOR, name, &[need]).sole();
    assert_eq!(see("web-1", "newer_revisions[]"), json!([2]));
    assert_eq!(see("web-2", "newer_revisions[]"), json!([]));
    assert_eq!(see("web-1", "twins[]"), json!([arn(CONNECTOR, "api-1")]));
    assert_eq!(see("job-1", "twins[]"), json!([]));
    let gaps = world
        .clone()
        .denied("apprunner:ListVpcConnectors")
        .see(CONNECTOR, "web-2", &["newer_revisions[]"])
        .gaps;
    assert_eq!(gaps.len(), 1);
}

#[test]
fn things_of_the_same_name_in_other_accounts_are_others() {
    let role = "AWSServiceRoleForAppRunnerNetworking";
    let connector = World::new().with(CONNECTOR, "c", json!({"status": "ACTIVE"}));
    let see = |world: &World| world.see(CONNECTOR, "c", &["networking_role.role_name"]);
    let own = connector.clone().with("iam.role", role, json!({}));
    assert_eq!(see(&own).sole(), json!({"role_name": role}));
    let foreign = own.owned_by(super::world::OTHER);
    assert_eq!(see(&foreign).sole(), Json::Null);
    let refused = connector.denied("iam:GetAccountAuthorizationDetails");
    assert_eq!(see(&refused).gaps.len(), 1);
}

#[test]
fn a_way_in_that_is_being_made_may_be_one() {
    let says = |states: &[&str]| {
        let world = World::new().with(SERVICE, "web", json!({"service_name": "web"}));
        let world = states.iter().enumerate().fold(world, |world, (at, state)| {
            let facts = json!({"service_arn": arn(SERVICE, "web"), "status": state});
            world.with(
                "apprunner.vpc_ingress_connection",
                &format!("way-{at}"),
                facts,
            )
        });
        let seen = world.see(SERVICE, "web", &["has_way_in"]);
        match seen.gaps.as_slice() {
            [] => seen.view["has_way_in"].to_string(),
            gaps => gaps
                .join(" ")
                .split(' ')
                .nth(1)
                .unwrap_or_default()
                .to_owned(),
        }
    };
    assert_eq!(says(&[]), "false");
    assert_eq!(says(&["FAILED_CREATION", "AVAILABLE"]), "true");
    assert_eq!(says(&["PENDING_CREATION"]), "in-transition");
    assert_eq!(says(&["PENDING_CREATION", "AVAILABLE"]), "true");
    assert_eq!(says(&["PENDING_DELETION", "FAILED_UPDATE"]), "false");
}

#[test]
fn what_a_role_may_not_read_is_told_of_the_variable() {
    let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";
    let says = |resource: &str, role: bool| {
        let document = json!({"statements": [{"effect": "Allow",
            "actions": ["secretsmanager:GetSecretValue"], "resources": [resource]}]});
        let variable = json!({"name": "DB", "kind": "secret-reference",
            "reference_arn": format!("{secret}:url::")});
        let service = json!({"environment_variables": [variable],
            "instance_role_arn": role.then(|| arn("iam.role", "web"))});
        let world = World::new()
            .with("account", "it", json!({}))
            .with(SERVICE, "web", service)
            .with(
                "iam.role",
                "web",
                json!({"role_policy_list": [{"policy_name": "p", "policy_document": document}]}),
            );
        let seen = world.see(SERVICE, "web", &["unreadable_secrets[].variable"]);
        assert_eq!(seen.gaps, [""; 0]);
        seen.view["unreadable_secrets"].clone()
    };
    assert_eq!(says(secret, true), json!([]));
    let other = secret.replace("db-AbCdEf", "other-AbCdEf");
    assert_eq!(says(&other, true), json!([{"variable": "DB"}]));
    assert_eq!(says(&other, false), json!([]));
}
