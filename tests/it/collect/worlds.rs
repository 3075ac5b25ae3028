//! Whole accounts from data, in pages of one: what was told is in the snapshot, and nothing else.

use assize::graph::Graph;
use assize::model::coverage::Completeness;
use assize::model::kinds::KINDS;
use serde_json::{Value, json};

use super::{account, collect, counts, coverage, facts, incomplete, of_kind, unexplained, with};
use crate::server::Server;
use crate::world::{CONSUMER, HUB, KEEPER, PROVIDER, RUNNER};

#[test]
fn the_consumer_of_shared_databases() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let collected = collect(&server, CONSUMER);
    assert_eq!(incomplete(&collected), [""; 0]);
    assert_eq!(unexplained(&collected), [""; 0]);
    assert_eq!(
        counts(&collected),
        [
            ("account", 1),
            ("ec2.network_acl", 1),
            ("ec2.network_interface", 7),
            ("ec2.prefix_list", 1),
            ("ec2.route_table", 1),
            ("ec2.security_group", 3),
            ("ec2.subnet", 2),
            ("ec2.vpc", 1),
            ("ec2.vpc_endpoint", 4),
            ("iam.group", 1),
            ("iam.oidc_provider", 1),
            ("iam.policy", 2),
            ("iam.role", 2),
            ("iam.user", 1),
            ("region", 1),
            ("route53.hosted_zone", 2),
            ("vpc_lattice.resource_configuration", 3),
        ]
    );
    let vpc = &facts(&collected, "ec2.vpc")[0];
    assert_eq!(vpc["enable_dns_support"], true);
    assert_eq!(vpc["enable_dns_hostnames"], true);
    assert_eq!(
        vpc["cidr_block_associations"],
        json!([{"cidr_block": "10.0.0.0/16", "state": "associated"}])
    );
    let zones = vpc["hosted_zones"].as_array().expect("zones");
    assert_eq!(zones.len(), 4);
    assert_eq!(zones[2]["owning_service"], "vpce.amazonaws.com");
    assert_eq!(zones[2]["owning_account"], Value::Null);
    let endpoints = facts(&collected, "ec2.vpc_endpoint");
    let aurora = with(&endpoints, "vpc_endpoint_id", "vpce-0a9f8e7d6c5b4a321");
    assert_eq!(aurora["vpc_endpoint_type"], "Resource");
    assert_eq!(aurora["state"], "available");
    assert_eq!(aurora["private_dns_preference"], "VERIFIED_DOMAINS_ONLY");
    assert_eq!(aurora["associations"].as_array().map(Vec::len), Some(2));
    let gateway = with(&endpoints, "vpc_endpoint_id", "vpce-0b9f8e7d6c5b4a321");
    assert_eq!(gateway["associations"], json!([]));
    let configurations = facts(&collected, "vpc_lattice.resource_configuration");
    let writer = with(&configurations, "name", "pattern-a-rds-proxy-writer");
    assert_eq!(
        writer["dns_resource_domain_name"],
        "pattern-a-rds-proxy.proxy-cpo0q8m8sxzx.ap-northeast-1.rds.amazonaws.com"
    );
    assert_eq!(writer["port_ranges"], json!(["5432"]));
    assert_eq!(writer["arn_resource_arn"], Value::Null);
    let shared = of_kind(&collected, "vpc_lattice.resource_configuration");
    assert!(
        shared
            .into_iter()
            .all(|shared| shared.account == account(PROVIDER))
    );
    let lists = facts(&collected, "ec2.prefix_list");
    assert_eq!(
        lists[0]["entries"],
        json!([{"cidr": "3.5.152.0/21", "description": null}, {"cidr": "52.219.0.0/20", "description": null}])
    );
}

#[test]
fn names_and_identities_of_the_consumer() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let collected = collect(&server, CONSUMER);
    let zone = of_kind(&collected, "route53.hosted_zone")
        .next()
        .expect("a zone");
    assert_eq!(
        zone.arn.as_str(),
        "arn:aws:route53:::hostedzone/Z01234567PATTERNAR00"
    );
    let zones = facts(&collected, "route53.hosted_zone");
    assert_eq!(zones[0]["private_zone"], true);
    let records = zones[0]["record_sets"].as_array().expect("records");
    assert_eq!(records.len(), 3);
    assert_eq!(records[0]["record_type"], "A");
    assert_eq!(records[0]["ttl"], 60);
    assert_eq!(
        records[0]["resource_records"],
        json!(["10.0.1.125", "10.0.2.86"])
    );
    let roles = facts(&collected, "iam.role");
    let deploy = with(&roles, "role_name", "github-deploy");
    let trust = &deploy["assume_role_policy_document"]["statements"][0];
    assert_eq!(trust["actions"], json!(["sts:AssumeRoleWithWebIdentity"]));
    assert_eq!(
        trust["conditions"][1],
        json!({
            "operator": "StringLike",
            "key": "token.actions.githubusercontent.com:sub",
            "values": ["repo:example/pattern-a:*"]
        })
    );
    let task = with(&roles, "role_name", "ecs-task");
    let inline = &task["role_policy_list"][0];
    assert_eq!(
        inline["policy_document"]["statements"][0]["actions"],
        json!(["rds-db:connect"])
    );
    let policies = facts(&collected, "iam.policy");
    let audit = with(&policies, "policy_name", "SecurityAudit");
    assert_eq!(
        audit["default_version_document"]["statements"][0]["actions"],
        json!(["iam:Get*"])
    );
    let provider = &facts(&collected, "iam.oidc_provider")[0];
    assert_eq!(provider["client_id_list"], json!(["sts.amazonaws.com"]));
    let root = of_kind(&collected, "account").next().expect("the account");
    assert_eq!(root.arn.as_str(), format!("arn:aws:iam::{CONSUMER}:root"));
    let told = &facts(&collected, "account")[0];
    assert_eq!(
        told["summary"],
        json!({"account_access_keys_present": 0, "account_mfa_enabled": 1, "account_password_present": 1})
    );
    assert_eq!(told["password_policy"]["minimum_password_length"], 14);
    assert_eq!(told["password_policy"]["max_password_age"], Value::Null);
}

#[test]
fn the_provider_of_shared_databases() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let collected = collect(&server, PROVIDER);
    assert_eq!(incomplete(&collected), [""; 0]);
    assert_eq!(unexplained(&collected), [""; 0]);
    let kinds = counts(&collected);
    for (kind, count) in [
        ("rds.db_cluster", 1),
        ("rds.db_instance", 2),
        ("rds.db_subnet_group", 1),
        ("rds.db_proxy", 1),
        ("rds.db_proxy_endpoint", 1),
        ("vpc_lattice.resource_gateway", 1),
        ("vpc_lattice.resource_configuration", 3),
        ("vpc_lattice.resource_endpoint_association", 3),
        ("vpc_lattice.service_network", 1),
        ("vpc_lattice.service_network_vpc_association", 1),
        ("vpc_lattice.service_network_resource_association", 1),
    ] {
        assert!(
            kinds.contains(&(kind, count)),
            "{count} {kind} in {kinds:?}"
        );
    }
    let proxy = &facts(&collected, "rds.db_proxy")[0];
    assert_eq!(proxy["target_groups"][0]["target_group_name"], "default");
    let targets = proxy["targets"].as_array().expect("targets");
    assert_eq!(targets.len(), 3);
    let reader = with(targets, "rds_resource_id", "pattern-a-aurora-cluster-2");
    assert_eq!(reader["role"], "READ_ONLY");
    assert_eq!(reader["target_health"]["state"], "AVAILABLE");
    let cluster = with(targets, "target_type", "TRACKED_CLUSTER");
    assert_eq!(cluster["target_health"], Value::Null);
    let gateway = &facts(&collected, "vpc_lattice.resource_gateway")[0];
    assert_eq!(gateway["vpc_id"], "vpc-0f1e2d3c4b5a69780");
    let associations = facts(&collected, "vpc_lattice.resource_endpoint_association");
    let aurora = with(&associations, "id", "rea-0a1b2c3d4e5f607aa");
    assert_eq!(aurora["vpc_endpoint_owner"], CONSUMER);
    let groups = facts(&collected, "ec2.security_group");
    let rules = groups
        .iter()
        .map(|group| group["rules"].as_array().expect("rules").len());
    assert_eq!(rules.sum::<usize>(), 7);
    let pages = coverage(&collected, "ec2:DescribeSecurityGroupRules");
    assert_eq!(
        (pages.status, pages.pages, pages.items),
        (Completeness::Complete, 7, 7)
    );
}

#[test]
fn the_environment_of_services_is_reduced() {
    let server = Server::of_world("apprunner.json", &["--page-size", "1"]);
    let collected = collect(&server, RUNNER);
    assert_eq!(incomplete(&collected), [""; 0]);
    assert_eq!(unexplained(&collected), [""; 0]);
    let services = facts(&collected, "apprunner.service");
    let api = with(&services, "service_name", "kyudai-api");
    assert_eq!(api["egress_type"], "VPC");
    assert_eq!(api["source_type"], "image");
    assert_eq!(
        api["environment_variables"],
        json!([
            {
                "name": "DATABASE_URL", "kind": "plain", "reference_arn": null, "credential_pattern": "password-in-url",
                "endpoints": [{"host": "campus-sns-db.cabcdefghijk.ap-northeast-1.rds.amazonaws.com", "port": 5432}]
            },
            {
                "name": "JWT_KEY", "kind": "secret-reference",
                "reference_arn": "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:kyudai-jwt-AbCdEf",
                "credential_pattern": null, "endpoints": null
            },
            {"name": "LOG_LEVEL", "kind": "plain", "reference_arn": null, "credential_pattern": null, "endpoints": []}
        ])
    );
    let docs = of_kind(&collected, "apprunner.service")
        .find(|service| service.arn.as_str().contains("kyudai-docs"))
        .expect("the service with its configuration in the repository");
    let gap = docs.recorded_gap("environment_variables").expect("a gap");
    assert_eq!(gap.reason.as_str(), "unsupported-here");
    let connectors = facts(&collected, "apprunner.vpc_connector");
    let revisions: Vec<_> = connectors
        .iter()
        .map(|one| (&one["vpc_connector_revision"], &one["status"]))
        .collect();
    assert_eq!(
        revisions,
        [
            (&json!(1), &json!("INACTIVE")),
            (&json!(2), &json!("ACTIVE")),
            (&json!(3), &json!("ACTIVE"))
        ]
    );
    let lines = format!("{:?}", collected.snapshot);
    assert!(!lines.contains("not-a-real-password"), "a secret was kept");
}

#[test]
fn every_extent_of_an_account_that_answers_is_complete() {
    for (world, id) in [
        ("lattice", CONSUMER),
        ("lattice", PROVIDER),
        ("apprunner.json", RUNNER),
        ("connected", HUB),
        ("services", KEEPER),
    ] {
        let server = Server::of_world(world, &[]);
        let collected = collect(&server, id);
        let graph = Graph::build(&collected.snapshot, Box::new(|_| "unknown"));
        let kinds = KINDS.iter().map(|kind| kind.name);
        for kind in kinds.chain(["dns.name_in_vpc", "rds.database"]) {
            for (account, region) in graph.places(kind) {
                assert_eq!(
                    graph.extent(kind, &account, &region),
                    None,
                    "{kind} in {region} of {id}"
                );
            }
        }
    }
}

#[test]
fn two_scans_tell_the_same() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    let (one, other) = (collect(&server, PROVIDER), collect(&server, PROVIDER));
    assert_eq!(one.snapshot.resources, other.snapshot.resources);
    assert!(one.stats.calls > 30, "{:?}", one.stats);
    assert_eq!(one.stats, other.stats);
    assert!(!one.interrupted);
}

#[test]
fn what_is_in_use_is_asked_for_one_by_one_where_the_list_is_refused() {
    for (world, account, list, kind) in [
        (
            "lattice",
            PROVIDER,
            "vpc-lattice:ListResourceGateways",
            "vpc_lattice.resource_gateway",
        ),
        (
            "apprunner.json",
            RUNNER,
            "apprunner:ListVpcConnectors",
            "apprunner.vpc_connector",
        ),
    ] {
        let server = Server::of_world(world, &[]);
        let whole = facts(&collect(&server, account), kind);
        server.faults(&json!([{"fault": "deny", "operation": list}]));
        let collected = collect(&server, account);
        assert_eq!(coverage(&collected, list).status, Completeness::Missing);
        let used = facts(&collected, kind);
        assert_eq!(used.len(), 1, "{list}: {used:?}");
        assert!(whole.contains(&used[0]), "{list}: {used:?}");
    }
}
