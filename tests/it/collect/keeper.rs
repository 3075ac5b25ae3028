//! An account that keeps order for others, in pages of one: names, shares, buckets, the organization,
//! and the services that watch.

use assize::collect::Collected;
use assize::model::fact::Fact;
use assize::model::kinds::Facts;
use serde_json::{Value, json};

use super::{collect, counts, coverage, facts, incomplete, of_kind, unexplained, with};
use crate::server::Server;
use crate::world::{CONSUMER, KEEPER};

fn keeper() -> (Server, Collected) {
    let server = Server::of_world("services", &["--page-size", "1"]);
    let collected = collect(&server, KEEPER);
    (server, collected)
}

#[test]
fn everything_is_told() {
    let (_server, collected) = keeper();
    assert_eq!(incomplete(&collected), [""; 0]);
    // The name of a secret is not its ARN.
    let untold = ["codebuild.project environment_variables[1].reference_arn"];
    assert_eq!(unexplained(&collected), untold);
    let kinds = counts(&collected);
    for (kind, count) in [
        ("account", 1),
        ("region", 1),
        ("route53resolver.rule", 3),
        ("route53resolver.rule_association", 2),
        ("route53resolver.endpoint", 2),
        ("route53resolver.query_log_config_association", 2),
        ("route53resolver.firewall_rule_group_association", 2),
        ("route53resolver.firewall_domain_list", 2),
        ("route53profiles.profile_association", 2),
        ("ram.resource_share", 3),
        ("ram.resource_share_invitation", 2),
        ("s3.bucket", 3),
        ("cloudtrail.trail", 2),
        ("access_analyzer.analyzer", 2),
    ] {
        assert!(
            kinds.contains(&(kind, count)),
            "{count} {kind} in {kinds:?}"
        );
    }
}

#[test]
fn names_in_vpcs_are_told() {
    let (_server, collected) = keeper();
    let rules = facts(&collected, "route53resolver.rule");
    let corp = with(&rules, "domain_name", "corp.example.");
    assert_eq!(corp["rule_type"], "FORWARD");
    assert_eq!(
        corp["target_ips"],
        json!([{"ip": "10.9.0.2", "ipv6": null, "port": 53}, {"ip": "10.9.0.3", "ipv6": null, "port": 53}])
    );
    let arns: Vec<_> = of_kind(&collected, "route53resolver.rule")
        .map(|rule| (rule.arn.as_str(), rule.account.as_str()))
        .collect();
    // What AWS makes has no account in its ARN; the account's own has it in ours.
    assert!(
        arns.contains(&(
            "arn:aws:route53resolver:ap-northeast-1:222233334444:autodefined-rule/rslvr-autodefined-rr-internet-resolver",
            KEEPER
        )),
        "{arns:?}"
    );
    assert!(arns.iter().any(|(_, account)| *account == "111122223333"));
    let associations = facts(&collected, "route53resolver.rule_association");
    let own = with(
        &associations,
        "resolver_rule_id",
        "rslvr-rr-0a1b2c3d4e5f60001",
    );
    assert_eq!(own["vpc_id"], "vpc-0a1b2c3d4e5f60001");
    let endpoints = facts(&collected, "route53resolver.endpoint");
    let inbound = with(&endpoints, "direction", "INBOUND");
    assert_eq!(inbound["ip_addresses"][1]["ip"], "10.0.2.10");
    let logs = facts(&collected, "route53resolver.query_log_config_association");
    assert_eq!(
        with(&logs, "status", "ACTION_NEEDED")["resource_id"],
        "vpc-0a1b2c3d4e5f60002"
    );
    let profiles = facts(&collected, "route53profiles.profile_association");
    for vpc in ["vpc-0a1b2c3d4e5f60001", "vpc-0a1b2c3d4e5f60002"] {
        let profile = with(&profiles, "resource_id", vpc);
        let zone = with(
            profile["profile_resources"].as_array().expect("resources"),
            "resource_type",
            "PRIVATE_HOSTED_ZONE",
        );
        assert_eq!(
            zone["resource_arn"],
            "arn:aws:route53:::hostedzone/Z0123456789PROFILE00"
        );
    }
}

#[test]
fn the_firewall_of_names_is_told_but_for_lists_of_aws() {
    let (server, collected) = keeper();
    let groups = facts(
        &collected,
        "route53resolver.firewall_rule_group_association",
    );
    for group in &groups {
        let rules = group["firewall_rules"].as_array().expect("rules");
        let actions: Vec<_> = rules.iter().map(|rule| &rule["action"]).collect();
        assert_eq!(actions, ["BLOCK", "ALERT", "BLOCK"]);
        assert_eq!(rules[2]["firewall_domain_list_id"], Value::Null);
    }
    let lists = facts(&collected, "route53resolver.firewall_domain_list");
    let own = with(
        &lists,
        "managed_owner_name",
        "Route 53 Resolver DNS Firewall",
    );
    assert_eq!(own.get("domains"), None);
    let own = with(&lists, "id", "rslvr-fdl-0a1b2c3d4e5f60001");
    assert_eq!(own["domains"], json!(["bad.example.", "*.worse.example."]));
    let managed = of_kind(&collected, "route53resolver.firewall_domain_list")
        .find_map(|list| list.recorded_gap("domains"));
    assert_eq!(
        managed.map(|gap| gap.reason.as_str()),
        Some("unsupported-here")
    );
    // One group in two VPCs is asked about once.
    let asked = server
        .calls()
        .iter()
        .filter(|call| call["operation"] == "route53resolver:ListFirewallRules")
        .count();
    assert_eq!(asked, 3, "one call for each page");
}

#[test]
fn shares_are_told_by_their_owner_and_by_who_gets_them() {
    let (_server, collected) = keeper();
    let shares = facts(&collected, "ram.resource_share");
    let own = with(&shares, "name", "databases");
    assert_eq!(own["allow_external_principals"], true);
    assert_eq!(
        own["principals"][0],
        json!({"associated_entity": "111122223333", "status": "ASSOCIATED", "external": true})
    );
    assert_eq!(own["principals"][1]["status"], "ASSOCIATING");
    assert_eq!(own["resources"].as_array().map(Vec::len), Some(1));
    assert_eq!(own["shared_resources"], Value::Null);
    let empty = with(&shares, "name", "empty");
    assert_eq!(
        (&empty["principals"], &empty["resources"]),
        (&json!([]), &json!([]))
    );
    let foreign = with(&shares, "name", "rules");
    assert_eq!(foreign.get("principals"), None);
    assert_eq!(
        foreign["shared_resources"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(
        foreign["sharing_principals"],
        json!([{"id": "111122223333", "external": true}])
    );
    let resource = of_kind(&collected, "ram.resource_share")
        .find(|share| share.account.as_str() != KEEPER)
        .expect("the share of another account");
    let gap = resource.recorded_gap("principals").expect("a gap");
    assert_eq!(gap.reason.as_str(), "account-not-scanned");
    let invitations: Vec<_> = of_kind(&collected, "ram.resource_share_invitation").collect();
    assert!(
        invitations
            .iter()
            .all(|invitation| invitation.account.as_str() == KEEPER)
    );
    let invitations = facts(&collected, "ram.resource_share_invitation");
    assert_eq!(
        with(&invitations, "status", "PENDING")["sender_account_id"],
        "444455556666"
    );
}

#[test]
fn buckets_are_asked_where_they_stand() {
    let (server, collected) = keeper();
    let buckets = facts(&collected, "s3.bucket");
    let trail = with(&buckets, "name", "trail-logs-a1b2");
    let statement = &trail["policy"]["statements"][0];
    assert_eq!(
        statement["conditions"][0],
        json!({"operator": "Bool", "key": "aws:securetransport", "values": ["false"]})
    );
    assert_eq!(trail["policy_status"]["is_public"], false);
    assert_eq!(trail["encryption"]["sse_algorithm"], "aws:kms");
    assert_eq!(
        trail["logging_enabled"]["target_bucket"],
        "access-logs-a1b2"
    );
    assert_eq!(
        trail["versioning"],
        json!({"status": "Enabled", "mfa_delete": "Enabled"})
    );
    assert_eq!(trail["grants"].as_array().map(Vec::len), Some(1));
    let public = with(&buckets, "name", "public-site-a1b2");
    assert_eq!(public["policy_status"]["is_public"], true);
    assert_eq!(
        public["public_access_block"]["restrict_public_buckets"],
        false
    );
    assert_eq!(public["logging_enabled"], Value::Null);
    let everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
    assert_eq!(
        public["grants"][1],
        json!({"grantee": {"uri": everybody, "id": null}, "permission": "READ"})
    );
    let plain = with(&buckets, "name", "empty.bucket-a1b2");
    for told_none in [
        "policy",
        "policy_status",
        "public_access_block",
        "encryption",
    ] {
        assert_eq!(plain.get(told_none), Some(&Value::Null), "{told_none}");
    }
    assert_eq!(
        plain["versioning"],
        json!({"status": null, "mfa_delete": "Disabled"})
    );
    assert_eq!(plain["grants"], json!([]));
    let regions: Vec<_> = of_kind(&collected, "s3.bucket")
        .map(|bucket| (bucket.arn.as_str(), bucket.region.as_str()))
        .collect();
    assert_eq!(
        regions,
        [
            ("arn:aws:s3:::empty.bucket-a1b2", "eu-west-1"),
            ("arn:aws:s3:::public-site-a1b2", "ap-northeast-1"),
            ("arn:aws:s3:::trail-logs-a1b2", "us-east-1"),
        ]
    );
    for call in server.calls() {
        if call["operation"] == "s3:GetBucketAcl" {
            let region = match call["parameters"]["Bucket"].as_str() {
                Some("trail-logs-a1b2") => "us-east-1",
                Some("empty.bucket-a1b2") => "eu-west-1",
                _ => "ap-northeast-1",
            };
            assert_eq!(call["region"], region, "{call}");
        }
    }
}

#[test]
fn the_account_is_one_resource_of_many_parts() {
    let (_server, collected) = keeper();
    let account = &facts(&collected, "account")[0];
    assert_eq!(account["summary"]["account_mfa_enabled"], 1);
    assert_eq!(account["password_policy"], Value::Null);
    assert_eq!(
        account["s3_public_access_block"]["restrict_public_buckets"],
        false
    );
    assert_eq!(
        account["security_contact"],
        json!({"alternate_contact_type": "SECURITY"})
    );
    assert_eq!(
        account["contact_information"],
        json!({"has_phone_number": true})
    );
    assert_eq!(account["regions"][2]["region_opt_status"], "DISABLED");
    assert_eq!(account["organization"]["master_account_id"], KEEPER);
    let targets = account["policy_targets"].as_array().expect("targets");
    let kinds: Vec<_> = targets.iter().map(|target| &target["type"]).collect();
    assert_eq!(kinds, ["ACCOUNT", "ORGANIZATIONAL_UNIT", "ROOT"]);
    let unit = &targets[1]["service_control_policies"];
    assert_eq!(unit[0]["aws_managed"], true);
    assert_eq!(
        unit[1]["content"]["statements"][0]["actions"],
        json!(["organizations:LeaveOrganization"])
    );
    assert_eq!(
        targets[2]["resource_control_policies"][0]["name"],
        "RCPFullAWSAccess"
    );
    assert_eq!(
        account["organization_accounts"][2],
        json!({"id": "444455556666", "state": "SUSPENDED"})
    );
    assert_eq!(
        account["delegated_administrators"],
        json!([{"id": "111122223333"}])
    );
    assert_eq!(
        account["declarative_policy_ec2"]["ec2_attributes"]["vpc_block_public_access"]["internet_gateway_block"]
            ["mode"],
        "block_ingress"
    );
    // Who the people are is nobody's business.
    let kept = format!("{:?}", collected.snapshot);
    for canary in ["canary", "555-01"] {
        assert!(!kept.contains(canary), "{canary} was kept");
    }
}

#[test]
fn who_watches_the_region_is_told() {
    let (_server, collected) = keeper();
    let region = &facts(&collected, "region")[0];
    assert_eq!(region["configuration_recorders"][0]["name"], "default");
    assert_eq!(
        region["configuration_recorders"][0]["recording_group"]["all_supported"],
        true
    );
    assert_eq!(
        region["configuration_recorders_status"],
        json!([{"name": "default", "recording": true, "last_status": "Success"}])
    );
    let features = &region["guardduty_detector"]["features"];
    assert_eq!(
        features[1]["additional_configuration"],
        json!([{"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "DISABLED"}])
    );
    assert!(region["security_hub"]["hub_arn"].is_string());
    assert_eq!(region["inspector"]["state"]["status"], "ENABLED");
    assert_eq!(
        region["inspector"]["resource_state"]["ecr"]["status"],
        "DISABLED"
    );
    assert_eq!(region["macie_session"]["status"], "ENABLED");
    assert_eq!(
        region["protected_resources"].as_array().map(Vec::len),
        Some(2)
    );
    let analyzers = facts(&collected, "access_analyzer.analyzer");
    let outside = with(&analyzers, "name", "outside");
    assert_eq!(outside["findings"].as_array().map(Vec::len), Some(2));
    assert_eq!(outside["findings"][0]["finding_type"], "ExternalAccess");
    let unused = of_kind(&collected, "access_analyzer.analyzer")
        .find(|analyzer| analyzer.arn.as_str().ends_with("/unused"))
        .expect("an analyzer");
    let gap = unused.recorded_gap("findings").expect("a gap");
    assert_eq!(gap.reason.as_str(), "not-collected");
}

#[test]
fn a_trail_of_all_regions_is_one_of_its_home() {
    let (server, collected) = keeper();
    let trails = facts(&collected, "cloudtrail.trail");
    let tokyo = with(&trails, "name", "tokyo");
    assert_eq!(tokyo["is_logging"], false);
    let selector = &tokyo["event_selectors"][0];
    assert_eq!(selector["read_write_type"], "WriteOnly");
    assert_eq!(
        selector["data_resources"][0]["values"],
        json!(["arn:aws:s3"])
    );
    assert_eq!(tokyo["advanced_event_selectors"], json!([]));
    let all = with(&trails, "name", "everywhere");
    assert_eq!(all["is_logging"], true);
    assert_eq!(all["latest_delivery_time"], "2025-11-19T00:00:00Z");
    let fields = &all["advanced_event_selectors"][1]["field_selectors"];
    assert_eq!(fields[1]["equals"], json!(["AWS::S3::Object"]));
    assert_eq!(fields[2]["not_starts_with"], json!(["arn:aws:s3:::logs"]));
    let home = of_kind(&collected, "cloudtrail.trail")
        .find(|trail| trail.arn.as_str().ends_with("/everywhere"));
    assert_eq!(home.map(|trail| trail.region.as_str()), Some("us-east-1"));
    let asked = server.calls();
    let mut asked = asked
        .iter()
        .filter(|call| call["operation"] == "cloudtrail:GetTrailStatus")
        .filter(|call| call["region"] == "us-east-1");
    assert!(asked.next().is_some());
}

#[test]
fn a_service_that_is_not_used_says_so_and_any_other_refusal_is_a_gap() {
    let server = Server::of_world("lattice", &[]);
    let unused = collect(&server, CONSUMER);
    let region = &facts(&unused, "region")[0];
    for service in ["guardduty_detector", "security_hub", "macie_session"] {
        assert_eq!(region.get(service), Some(&Value::Null), "{service}");
    }
    assert_eq!(region["inspector"]["state"]["status"], "DISABLED");
    let account = &facts(&unused, "account")[0];
    for attribute in [
        "organization",
        "policy_targets",
        "organization_accounts",
        "delegated_administrators",
        "declarative_policy_ec2",
        "security_contact",
        "s3_public_access_block",
    ] {
        assert_eq!(account.get(attribute), Some(&Value::Null), "{attribute}");
    }
    server.faults(&json!([
        {"fault": "deny", "operation": "macie2:*"},
        {"fault": "error", "operation": "securityhub:*", "code": "InvalidAccessException", "status": 401, "message": "no"},
        {"fault": "deny", "operation": "organizations:*"},
    ]));
    let refused = collect(&server, CONSUMER);
    let region = of_kind(&refused, "region").next().expect("the region");
    let reason = |path: &str| region.recorded_gap(path).map(|gap| gap.reason.as_str());
    assert_eq!(reason("macie_session"), Some("denied"));
    assert_eq!(reason("security_hub"), Some("failed"));
    let account = of_kind(&refused, "account").next().expect("the account");
    for attribute in ["organization", "policy_targets", "organization_accounts"] {
        let gap = account.recorded_gap(attribute).expect("a gap");
        assert_eq!(gap.reason.as_str(), "denied", "{attribute}");
        assert_eq!(gap.operation, "organizations:DescribeOrganization");
    }
}

#[test]
fn a_member_is_told_of_the_organization_only_what_is_for_members() {
    let server = Server::of_world("services", &[]);
    let message = "You don't have permissions to access this resource.";
    server.faults(&json!([
        {"fault": "error", "operation": "organizations:List*", "code": "AccessDeniedException", "status": 400, "message": message},
    ]));
    let collected = collect(&server, KEEPER);
    // That is no fault of anybody's permissions.
    assert_eq!(incomplete(&collected), [""; 0]);
    assert_eq!(coverage(&collected, "organizations:ListAccounts").items, 0);
    let account = of_kind(&collected, "account").next().expect("the account");
    let Facts::Account(facts) = &account.facts else {
        panic!("{account:?}");
    };
    assert!(matches!(facts.organization, Fact::Known(_)));
    for attribute in [
        "policy_targets",
        "organization_accounts",
        "delegated_administrators",
    ] {
        let gap = account.recorded_gap(attribute).expect("a gap");
        assert_eq!(gap.reason.as_str(), "account-not-scanned", "{attribute}");
    }
}
