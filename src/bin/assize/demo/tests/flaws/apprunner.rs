//! Services of App Runner that reach a database through a connector.

use serde_json::{Value as Json, json};

use super::{Flaw, Lasting, each, facts, judge, sound_network};

const SYSTEM: &str = "apprunner-connector";
const API: &str = "service/kyudai-api/0123456789abcdef0123456789abcdef";
const WEB: &str = "service/kyudai-web/123456789abcdef0123456789abcdef0";
const CONNECTOR: &str = "campus-sns-vpc-connector/2/00000000000000000000000000000002";
const GROUP: &str = "security-group/sg-0a30000000000001a";
const DATABASE_GROUP: &str = "security-group/sg-0a30000000000002a";
const DEFAULT: &str = "security-group/sg-0a300000000000ff0";
const DATABASE: &str = "db:campus-sns-db";

/// That App Runner takes no new customers no change mends.
const LASTING: Lasting = Lasting {
    fails: &[("apprunner-lifecycle", API), ("apprunner-lifecycle", WEB)],
    unknown: &[],
};

fn sound(resources: &mut Vec<Json>) {
    sound_network(resources, "acl-0d30d30d30d30d301", "10.2.0.0/16");
    let connector = facts(resources, API)["vpc_connector_arn"].clone();
    for service in each(resources, "apprunner.service") {
        service["health_check_protocol"] = "HTTP".into();
        service["health_check_path"] = "/api/v1/health".into();
        service["observability_enabled"] = true.into();
        service["is_publicly_accessible"] = false.into();
        service["egress_type"] = "VPC".into();
        service["vpc_connector_arn"] = connector.clone();
        let variable = service["environment_variables"][0].as_object_mut().unwrap();
        variable.remove("credential_pattern");
    }
    for (name, service) in [("api", API), ("web", WEB)] {
        let arn = "arn:aws:apprunner:ap-northeast-1:111122223333:";
        resources.push(json!({"kind": "apprunner.vpc_ingress_connection",
            "arn": format!("{arn}vpcingressconnection/{name}/0000000000000000000000000000000a"),
            "facts": {"service_arn": format!("{arn}{service}"), "status": "AVAILABLE"}}));
    }
    for group in each(resources, "logs.log_group") {
        group["retention_in_days"] = 30.into();
    }
    facts(resources, CONNECTOR)["subnets"][1] = "subnet-0a30a30a30a30a302".into();
    let interface = facts(resources, "eni-0e30e30e30e30e303");
    interface["subnet_id"] = "subnet-0a30a30a30a30a302".into();
    interface["availability_zone"] = "ap-northeast-1c".into();
    interface["private_ip_addresses"][0]["private_ip_address"] = "10.2.2.11".into();
    egress(resources, GROUP, &[to_database()]);
    egress(resources, DATABASE_GROUP, &[]);
    egress(resources, DEFAULT, &[]);
    let ingress = &mut facts(resources, DATABASE_GROUP)["ip_permissions"];
    ingress[0]["user_id_group_pairs"][0]["description"] = "PostgreSQL".into();
    let default = facts(resources, DEFAULT);
    default["ip_permissions"] = json!([]);
    default["rules"] = json!([]);
    facts(resources, DATABASE)["iam_database_authentication_enabled"] = true.into();
}

fn to_database() -> Json {
    json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "user_id_group_pairs": [
        {"group_id": "sg-0a30000000000002a", "user_id": "111122223333", "description": "PostgreSQL"}]})
}

fn to_anywhere(protocol: &str, port: i64) -> Json {
    let range = json!([{"cidr_ip": "0.0.0.0/0", "description": "anywhere"}]);
    match protocol {
        "-1" => json!({"ip_protocol": "-1", "ip_ranges": range}),
        _ => {
            json!({"ip_protocol": protocol, "from_port": port, "to_port": port, "ip_ranges": range})
        }
    }
}

/// Sets what a group lets out, with the rules one by one as another call tells them.
fn egress(resources: &mut [Json], group: &str, permissions: &[Json]) {
    let facts = facts(resources, group);
    let rules = facts["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["is_egress"] == false);
    for (at, one) in permissions.iter().enumerate() {
        let port = |key: &str| one[key].as_i64().unwrap_or(-1);
        let mut rule = json!({"security_group_rule_id": format!("sgr-0333300000000010{at}"),
            "is_egress": true, "ip_protocol": one["ip_protocol"], "from_port": port("from_port"),
            "to_port": port("to_port")});
        match one["ip_ranges"][0]["cidr_ip"].as_str() {
            Some(range) => rule["cidr_ipv4"] = range.into(),
            None => rule["referenced_group_id"] = one["user_id_group_pairs"][0]["group_id"].clone(),
        }
        rules.push(rule);
    }
    facts["ip_permissions_egress"] = json!(permissions);
}

const FLAWS: &[Flaw] = &[
    Flaw {
        what: "the egress rule that AWS makes was never revoked",
        change: |resources| {
            egress(resources, GROUP, &[to_anywhere("-1", 0), to_database()]);
        },
        fails: &[
            ("apprunner-sg-egress-minimal", GROUP),
            ("sg-egress-unrestricted", GROUP),
            ("sg-rule-shadowed-or-redundant", GROUP),
        ],
        unknown: &[
            ("apprunner-internet-path", API),
            ("apprunner-internet-path", WEB),
        ],
    },
    Flaw {
        what: "the connector's group lets queries for names out",
        change: |resources| {
            egress(resources, GROUP, &[to_database(), to_anywhere("udp", 53)]);
        },
        fails: &[("apprunner-dns-egress", CONNECTOR)],
        unknown: &[],
    },
    Flaw {
        what: "HTTPS to anywhere, from subnets without a way there",
        change: |resources| {
            egress(resources, GROUP, &[to_database(), to_anywhere("tcp", 443)]);
        },
        fails: &[
            ("apprunner-internet-path", API),
            ("apprunner-internet-path", WEB),
            ("apprunner-sg-egress-minimal", GROUP),
        ],
        unknown: &[],
    },
    Flaw {
        what: "the subnets of the connector stand in one zone",
        change: |resources| {
            facts(resources, CONNECTOR)["subnets"][1] = "subnet-0a30a30a30a30a303".into();
        },
        fails: &[("apprunner-connector-subnets-multi-az", CONNECTOR)],
        unknown: &[],
    },
    Flaw {
        what: "a service has the database's name and no connector",
        change: |resources| {
            let service = facts(resources, WEB);
            service["egress_type"] = "DEFAULT".into();
            service.as_object_mut().unwrap().remove("vpc_connector_arn");
        },
        fails: &[("apprunner-egress-vpc", WEB)],
        unknown: &[],
    },
    Flaw {
        what: "the password stands in the environment",
        change: |resources| {
            let variable = &mut facts(resources, API)["environment_variables"][0];
            variable["credential_pattern"] = "password-in-url".into();
        },
        fails: &[("apprunner-plaintext-secrets", API)],
        unknown: &[],
    },
    Flaw {
        what: "the database does not admit the connector",
        change: |resources| {
            let group = facts(resources, DATABASE_GROUP);
            group["ip_permissions"] = json!([]);
            group["rules"] = json!([]);
        },
        fails: &[
            ("apprunner-db-path", API),
            ("apprunner-db-path", WEB),
            ("sg-chain-alb-app-db", DATABASE),
        ],
        unknown: &[],
    },
    Flaw {
        what: "the connector does not let the database's port out",
        change: |resources| egress(resources, GROUP, &[]),
        fails: &[
            ("apprunner-db-path", API),
            ("apprunner-db-path", WEB),
            ("sg-chain-alb-app-db", DATABASE),
        ],
        unknown: &[],
    },
    Flaw {
        what: "the connector was deleted",
        change: |resources| facts(resources, CONNECTOR)["status"] = "INACTIVE".into(),
        fails: &[
            ("apprunner-connector-active", API),
            ("apprunner-connector-active", WEB),
        ],
        unknown: &[],
    },
    Flaw {
        what: "the connector was made without naming a group",
        change: |resources| {
            facts(resources, CONNECTOR)["security_groups"] = json!(["sg-0a300000000000ff0"]);
            for id in ["eni-0e30e30e30e30e302", "eni-0e30e30e30e30e303"] {
                let group = json!([{"group_id": "sg-0a300000000000ff0", "group_name": "default"}]);
                facts(resources, id)["groups"] = group;
            }
            egress(resources, DEFAULT, &[to_anywhere("-1", 0)]);
        },
        fails: &[
            ("apprunner-db-path", API),
            ("apprunner-db-path", WEB),
            ("apprunner-sg-egress-minimal", DEFAULT),
            ("sg-chain-alb-app-db", DATABASE),
            ("sg-default-restrict", DEFAULT),
            ("sg-egress-unrestricted", DEFAULT),
        ],
        unknown: &[
            ("apprunner-internet-path", API),
            ("apprunner-internet-path", WEB),
        ],
    },
    Flaw {
        what: "the connector's group admits somebody",
        change: |resources| {
            let group = facts(resources, GROUP);
            group["ip_permissions"] = json!([{"ip_protocol": "tcp", "from_port": 8080, "to_port": 8080,
                "ip_ranges": [{"cidr_ip": "10.2.0.0/16", "description": "in vain"}]}]);
            let rule = json!({"security_group_rule_id": "sgr-03333000000000200", "is_egress": false,
                "ip_protocol": "tcp", "from_port": 8080, "to_port": 8080, "cidr_ipv4": "10.2.0.0/16"});
            group["rules"].as_array_mut().unwrap().push(rule);
        },
        fails: &[
            ("apprunner-sg-no-ingress", GROUP),
            ("sg-port-range-wider-than-listeners", GROUP),
        ],
        unknown: &[("sg-cidr-wider-than-peers", GROUP)],
    },
    Flaw {
        what: "the role of App Runner for networks is gone",
        change: |resources| {
            let end = "AWSServiceRoleForAppRunnerNetworking";
            resources.retain(|one| !one["arn"].as_str().unwrap().ends_with(end));
        },
        fails: &[("apprunner-networking-slr", CONNECTOR)],
        unknown: &[],
    },
    Flaw {
        what: "the latest deployment was rolled back",
        change: |resources| {
            facts(resources, API)["operations"][0]["status"] = "ROLLBACK_SUCCEEDED".into();
        },
        fails: &[("apprunner-last-operation", API)],
        unknown: &[],
    },
    Flaw {
        what: "a public service has no web ACL",
        change: |resources| {
            let service = facts(resources, WEB);
            service["is_publicly_accessible"] = true.into();
            service.as_object_mut().unwrap().remove("web_acl_arn");
        },
        fails: &[("apprunner-public-ingress-waf", WEB)],
        unknown: &[],
    },
    Flaw {
        what: "a private service has no way in",
        change: |resources| {
            let is_of_web = |one: &Json| one["arn"].as_str().unwrap().contains("connection/web/");
            resources.retain(|one| !is_of_web(one));
        },
        fails: &[("apprunner-public-ingress-waf", WEB)],
        unknown: &[],
    },
];

#[test]
fn each_flaw_of_app_runner_with_a_connector_is_found_alone() {
    judge(SYSTEM, sound, &LASTING, FLAWS);
}
