//! The rules on security groups, databases, GitHub's roles and the account, where everything that they look at is wrong,
//! or right: what they say there, and that each denial finds its evidence.

use std::collections::{BTreeMap, BTreeSet};

use assize::graph::Graph;
use assize::model::assessment::Finding;
use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::id::{AccountId, Arn, Region, Text};
use assize::model::kinds::{self, Facts, KINDS, Reach};
use assize::model::record::{RecordType, Type};
use assize::model::resource::Resource;
use assize::model::verdict::Verdict;
use assize::rules::bundle::Bundle;
use assize::rules::judge::judge;
use assize::rules::set::RuleSet;
use assize::rules::settings::Settings;
use assize::snapshot::{Header, Snapshot};
use serde_json::{Value as Json, json};

const ACCOUNT: &str = "123456789012";
const TOKYO: &str = "ap-northeast-1";
const RULES: [&str; 13] = [
    "db-in-isolated-subnet",
    "iam-root-and-password",
    "oidc-github-aud",
    "oidc-github-sub-scope",
    "rds-backup-retention",
    "rds-deletion-protection",
    "rds-iam-auth",
    "rds-multi-az",
    "rds-publicly-accessible",
    "rds-storage-encrypted",
    "sg-admin-ports-internet",
    "sg-default-restrict",
    "sg-internet-ingress-authorized-ports",
];
const GITHUB: &str = "token.actions.githubusercontent.com";

/// A resource as a complete response tells it: of what is left out there is none.
fn told(name: &str, id: &str, mut facts: Json) -> Resource {
    let kind = kinds::kind(name).expect("a kind");
    fill(kind.record, &mut facts);
    let raw = serde_json::value::to_raw_value(&facts).expect("JSON");
    let mut facts = Facts::parse(name, &raw).expect("facts of the kind");
    facts.settle();
    let region = region_of(kind.reach);
    let service = name.split('.').next().unwrap_or(name);
    Resource {
        arn: Arn::build(service, &region, &ACCOUNT.into(), id),
        account: ACCOUNT.into(),
        region,
        facts,
        gaps: BTreeMap::new(),
    }
}

fn region_of(reach: Reach) -> Region {
    match reach {
        Reach::Global => Region::global(),
        Reach::Regional => Region::from(TOKYO),
    }
}

fn fill(record: &RecordType, facts: &mut Json) {
    for attribute in record.attributes {
        let value = &mut facts[attribute.name];
        match ((attribute.ty)(), value) {
            (_, Json::Null) => {}
            (Type::Record(record), value) => fill(record(), value),
            (Type::List(item), Json::Array(items)) => {
                if let Type::Record(record) = item() {
                    items.iter_mut().for_each(|item| fill(record(), item));
                }
            }
            _ => {}
        }
    }
}

fn snapshot(resources: Vec<Resource>) -> Snapshot {
    let header = Header {
        accounts: vec![AccountId::from(ACCOUNT)],
        regions: vec![Region::from(TOKYO)],
        ..Header::default()
    };
    let coverage = KINDS.iter().flat_map(|kind| {
        kind.enumerated_by.iter().map(|operation| CoverageEntry {
            account: ACCOUNT.into(),
            region: region_of(kind.reach),
            operation: Text::from(*operation),
            status: Completeness::Complete,
            time: Text::from("2026-11-24T01:00:00Z"),
            pages: 1,
            items: 0,
            gap: None,
            class: None,
        })
    });
    Snapshot::assemble(header, coverage.collect(), resources)
}

fn findings(resources: Vec<Resource>) -> Vec<Finding> {
    let Ok(set) = RuleSet::load(&[Bundle::built_in()]) else {
        panic!("the rules do not load");
    };
    let snapshot = snapshot(resources);
    let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
    let mut settings = Settings::default();
    settings.only = RULES.map(str::to_owned).into();
    judge(&set, &graph, &settings).findings
}

/// A VPC with a public and an isolated subnet.
fn network() -> Vec<Resource> {
    let table = |id: &str, subnet: &str, routes: Json| {
        let associations = json!([{"main": false, "subnet_id": subnet}]);
        let facts = json!({"route_table_id": id, "vpc_id": "vpc-1", "routes": routes, "associations": associations});
        told("ec2.route_table", &format!("route-table/{id}"), facts)
    };
    let subnet = |id: &str| {
        let block = if id == "subnet-open" {
            "10.0.0.0/24"
        } else {
            "10.0.1.0/24"
        };
        let facts = json!({"subnet_id": id, "vpc_id": "vpc-1", "cidr_block": block});
        told("ec2.subnet", &format!("subnet/{id}"), facts)
    };
    let out =
        json!([{"destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1", "state": "active"}]);
    let gateway = json!({"internet_gateway_id": "igw-1",
        "attachments": [{"vpc_id": "vpc-1", "state": "available"}]});
    let entry = |egress: bool| {
        json!({"rule_number": 100, "egress": egress, "protocol": "-1", "rule_action": "allow",
            "cidr_block": "0.0.0.0/0"})
    };
    let acl = json!({"network_acl_id": "acl-1", "vpc_id": "vpc-1", "is_default": true,
        "associated_subnet_ids": ["subnet-open", "subnet-closed"],
        "entries": [entry(false), entry(true)]});
    let vpc = json!({"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/16", "enable_dns_support": true,
        "cidr_block_associations": [{"cidr_block": "10.0.0.0/16", "state": "associated"}]});
    let region = json!({"vpc_block_public_access":
        {"internet_gateway_block_mode": "off", "state": "default-state"}});
    vec![
        told("ec2.vpc", "vpc/vpc-1", vpc),
        told("region", "region", region),
        told("ec2.internet_gateway", "internet-gateway/igw-1", gateway),
        told("ec2.network_acl", "network-acl/acl-1", acl),
        subnet("subnet-open"),
        subnet("subnet-closed"),
        table("rtb-open", "subnet-open", out),
        table("rtb-closed", "subnet-closed", json!([])),
    ]
}

fn group(id: &str, name: &str, permissions: Json) -> Resource {
    let facts = json!({"group_id": id, "group_name": name, "vpc_id": "vpc-1",
        "ip_permissions": permissions, "ip_permissions_egress": []});
    told("ec2.security_group", &format!("security-group/{id}"), facts)
}

fn interface(id: &str, groups: &[&str]) -> Resource {
    let groups: Vec<Json> = groups
        .iter()
        .map(|group| json!({"group_id": group}))
        .collect();
    let facts = json!({
        "network_interface_id": id, "interface_type": "interface", "status": "in-use",
        "owner_id": ACCOUNT, "source_dest_check": true, "vpc_id": "vpc-1", "subnet_id": "subnet-open", "groups": groups,
        "private_ip_addresses": [{"private_ip_address": "10.0.0.1", "public_ip": "203.0.113.1"}],
    });
    told(
        "ec2.network_interface",
        &format!("network-interface/{id}"),
        facts,
    )
}

fn instance(good: bool) -> Resource {
    let facts = json!({
        "db_instance_identifier": "db", "engine": "postgres", "db_instance_status": "available",
        "db_subnet_group_name": if good { "closed" } else { "open" },
        "publicly_accessible": !good, "availability_zone": "ap-northeast-1a", "multi_az": good,
        "storage_encrypted": good, "backup_retention_period": if good { 7 } else { 0 },
        "deletion_protection": good, "iam_database_authentication_enabled": good,
    });
    told("rds.db_instance", "db:db", facts)
}

fn subnet_group(name: &str) -> Resource {
    let subnets = json!([{"subnet_identifier": format!("subnet-{name}")}]);
    let facts = json!({"db_subnet_group_name": name, "vpc_id": "vpc-1", "subnets": subnets});
    told("rds.db_subnet_group", &format!("subgrp:{name}"), facts)
}

fn role(conditions: &Json) -> Resource {
    let provider = format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}");
    let trust = json!({"statements": [{
        "effect": "Allow",
        "principals": [{"kind": "Federated", "value": provider}],
        "actions": ["sts:AssumeRoleWithWebIdentity"],
        "conditions": conditions,
    }]});
    told(
        "iam.role",
        "role/deploy",
        json!({"role_name": "deploy", "assume_role_policy_document": trust}),
    )
}

fn provider() -> Resource {
    let facts = json!({"url": GITHUB, "client_id_list": ["sts.amazonaws.com"]});
    told(
        "iam.oidc_provider",
        &format!("oidc-provider/{GITHUB}"),
        facts,
    )
}

fn account(good: bool) -> Resource {
    let policy = json!({
        "minimum_password_length": 14, "password_reuse_prevention": 24, "require_symbols": true,
        "require_numbers": true, "require_uppercase_characters": true, "require_lowercase_characters": true,
    });
    let summary = json!({
        "account_access_keys_present": i64::from(!good),
        "account_mfa_enabled": i64::from(good),
        "account_password_present": 1,
    });
    told(
        "account",
        "account",
        json!({"summary": summary, "password_policy": if good { policy } else { Json::Null }}),
    )
}

#[test]
fn what_is_wrong_is_said_with_its_evidence() {
    let ssh = json!([{"ip_protocol": "tcp", "from_port": 22, "to_port": 22, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let mut resources = network();
    resources.extend([
        group("sg-open", "open", ssh),
        group("sg-default", "default", json!([{"ip_protocol": "-1"}])),
        interface("eni-1", &["sg-open", "sg-default"]),
        subnet_group("open"),
        instance(false),
        role(&json!([])),
        provider(),
        account(false),
    ]);
    let findings = findings(resources);
    let said: BTreeSet<String> = findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Pass)
        .map(|finding| {
            let key = finding.key.replace(&format!(":{ACCOUNT}:"), "::");
            format!("{} {} {key}", finding.verdict, finding.severity)
        })
        .collect();
    let wanted = [
        "fail critical oidc-github-sub-scope|arn:aws:iam:::role/deploy|token.actions.githubusercontent.com/*",
        "fail critical sg-internet-ingress-authorized-ports|arn:aws:ec2:ap-northeast-1::security-group/sg-open|tcp/22-22/ipv4",
        "fail high db-in-isolated-subnet|arn:aws:rds:ap-northeast-1::db:db|subnet-open",
        "fail high iam-root-and-password|arn:aws:account:::account|root-keys",
        "fail high iam-root-and-password|arn:aws:account:::account|root-mfa",
        "fail high oidc-github-aud|arn:aws:iam:::role/deploy|token.actions.githubusercontent.com/none/*",
        "fail high rds-publicly-accessible|arn:aws:rds:ap-northeast-1::db:db|instance/db",
        "fail high rds-storage-encrypted|arn:aws:rds:ap-northeast-1::db:db",
        "fail high sg-admin-ports-internet|arn:aws:ec2:ap-northeast-1::security-group/sg-open|22/ipv4",
        "fail high sg-default-restrict|arn:aws:ec2:ap-northeast-1::security-group/sg-default",
        "fail medium iam-root-and-password|arn:aws:account:::account|password-policy",
        "fail medium rds-backup-retention|arn:aws:rds:ap-northeast-1::db:db",
        "fail medium rds-deletion-protection|arn:aws:rds:ap-northeast-1::db:db",
        "fail medium rds-iam-auth|arn:aws:rds:ap-northeast-1::db:db",
        "fail medium rds-multi-az|arn:aws:rds:ap-northeast-1::db:db",
    ];
    assert_eq!(said.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    for finding in findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Fail)
    {
        assert!(!finding.evidence.is_empty(), "{}", finding.key);
    }
}

#[test]
fn what_is_right_passes() {
    let web = json!([{"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let condition = |claim: &str, value: &str| json!({"operator": "StringEquals", "key": format!("{GITHUB}:{claim}"), "values": [value]});
    let mut resources = network();
    resources.extend([
        group("sg-web", "web", web),
        group("sg-default", "default", json!([])),
        interface("eni-1", &["sg-web"]),
        subnet_group("closed"),
        instance(true),
        role(&json!([
            condition("aud", "sts.amazonaws.com"),
            condition("sub", "repo:o/r:environment:prod"),
        ])),
        provider(),
        account(true),
    ]);
    let bad: Vec<String> = findings(resources)
        .into_iter()
        .filter(|finding| finding.verdict != Verdict::Pass)
        .map(|finding| format!("{} {}: {}", finding.verdict, finding.key, finding.message))
        .collect();
    assert_eq!(bad, [""; 0]);
}
