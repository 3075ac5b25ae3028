//! A seeded moto account: real protocols, ids and quirks that our own server does not have.

use assize::collect::Collected;
use assize::model::gap::GapReason;
use serde_json::{Value, json};

use super::{collect, counts, coverage, facts, incomplete, of_kind, unexplained, with};
use crate::server::Server;
use crate::world::{MOTO, seed};

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a table of what moto does not answer"
)]
fn a_seeded_moto_account_is_read_whole() {
    let moto = Server::moto();
    let made = seed(&moto);
    let collected = collect(&moto, MOTO);
    // What moto does not have, it says with a page of HTML.
    assert_eq!(
        incomplete(&collected),
        [
            "access-analyzer:ListAnalyzers missing: access-analyzer:ListAnalyzers failed",
            "access-analyzer:ListFindingsV2 missing: access-analyzer:ListAnalyzers failed",
            "apprunner:DescribeAutoScalingConfiguration missing: apprunner:ListServices failed",
            "apprunner:DescribeService missing: apprunner:ListServices failed",
            "apprunner:DescribeVpcConnector missing: apprunner:ListVpcConnectors failed",
            "apprunner:DescribeVpcIngressConnection missing: apprunner:ListVpcIngressConnections failed",
            "apprunner:ListOperations missing: apprunner:ListServices failed",
            "apprunner:ListServices missing: apprunner:ListServices failed",
            "apprunner:ListVpcConnectors missing: apprunner:ListVpcConnectors failed",
            "apprunner:ListVpcIngressConnections missing: apprunner:ListVpcIngressConnections failed",
            "backup:ListProtectedResources missing: backup:ListProtectedResources failed",
            "codedeploy:BatchGetDeploymentGroups missing: codedeploy:BatchGetDeploymentGroups failed",
            "codedeploy:BatchGetDeployments missing: codedeploy:BatchGetDeploymentGroups failed",
            "codedeploy:GetDeploymentConfig missing: codedeploy:BatchGetDeploymentGroups failed",
            "ec2:DescribeSecurityGroupVpcAssociations missing: ec2:DescribeSecurityGroupVpcAssociations failed",
            "ec2:DescribeVpcBlockPublicAccessExclusions missing: ec2:DescribeVpcBlockPublicAccessExclusions failed",
            "ec2:DescribeVpcBlockPublicAccessOptions missing: ec2:DescribeVpcBlockPublicAccessOptions failed",
            "ec2:DescribeVpcEndpointAssociations missing: ec2:DescribeVpcEndpointAssociations failed",
            "ec2:DescribeVpcEndpointServices missing: ec2:DescribeVpcEndpointServices failed",
            "ec2:GetSecurityGroupsForVpc missing: ec2:GetSecurityGroupsForVpc failed",
            "lambda:ListFunctionUrlConfigs missing: lambda:ListFunctionUrlConfigs failed",
            "ram:GetResourceShareAssociations partial: ram:GetResourceShares failed",
            "ram:GetResourceShareInvitations missing: ram:GetResourceShareInvitations failed",
            "ram:GetResourceShares partial: ram:GetResourceShares failed",
            "ram:ListPrincipals missing: ram:GetResourceShares failed",
            "ram:ListResources missing: ram:GetResourceShares failed",
            "rds:DescribeCertificates missing: rds:DescribeCertificates failed",
            "rds:DescribeDBClusterEndpoints missing: rds:DescribeDBClusterEndpoints failed",
            "rds:DescribeDBEngineVersions missing: rds:DescribeDBEngineVersions failed",
            "rds:DescribeDBMajorEngineVersions missing: rds:DescribeDBMajorEngineVersions failed",
            "rds:DescribeDBProxyEndpoints missing: rds:DescribeDBProxyEndpoints failed",
            "rds:DescribePendingMaintenanceActions missing: rds:DescribePendingMaintenanceActions failed",
            "route53profiles:ListProfileAssociations missing: route53profiles:ListProfileAssociations failed",
            "route53profiles:ListProfileResourceAssociations missing: route53profiles:ListProfileAssociations failed",
            "route53resolver:ListFirewallDomainLists missing: route53resolver:ListFirewallRuleGroupAssociations failed",
            "route53resolver:ListFirewallDomains missing: route53resolver:ListFirewallRuleGroupAssociations failed",
            "route53resolver:ListFirewallRuleGroupAssociations missing: route53resolver:ListFirewallRuleGroupAssociations failed",
            "route53resolver:ListFirewallRules missing: route53resolver:ListFirewallRuleGroupAssociations failed",
            "vpc-lattice:GetResourceConfiguration missing: vpc-lattice:ListResourceConfigurations failed",
            "vpc-lattice:GetResourceGateway missing: vpc-lattice:ListResourceGateways failed",
            "vpc-lattice:GetResourcePolicy missing: vpc-lattice:ListResourceConfigurations failed",
            "vpc-lattice:ListAccessLogSubscriptions missing: vpc-lattice:ListResourceConfigurations failed",
            "vpc-lattice:ListDomainVerifications missing: vpc-lattice:ListDomainVerifications failed",
            "vpc-lattice:ListResourceConfigurations missing: vpc-lattice:ListResourceConfigurations failed",
            "vpc-lattice:ListResourceEndpointAssociations missing: vpc-lattice:ListResourceConfigurations failed",
            "vpc-lattice:ListResourceGateways missing: vpc-lattice:ListResourceGateways failed",
            "wafv2:GetWebACLForResource partial: apprunner:ListServices failed",
            "account:GetContactInformation missing: account:GetContactInformation failed",
            "account:ListRegions missing: account:ListRegions failed",
            "iam:ListOrganizationsFeatures missing: iam:ListOrganizationsFeatures failed",
            "organizations:DescribeEffectivePolicy missing: organizations:DescribeEffectivePolicy failed",
            "route53:ListVPCAssociationAuthorizations missing: route53:ListVPCAssociationAuthorizations failed",
        ]
    );
    for entry in collected
        .snapshot
        .coverage
        .iter()
        .filter_map(|entry| entry.gap.as_ref())
    {
        assert_eq!(entry.reason, GapReason::Failed);
        assert!(
            entry.detail.contains("does not know the operation"),
            "{}",
            entry.detail
        );
    }
    let kinds = counts(&collected);
    for (kind, least) in [
        ("ec2.vpc", 4),
        ("ec2.subnet", 8),
        ("ec2.route_table", 7),
        ("ec2.internet_gateway", 1),
        ("ec2.nat_gateway", 1),
        ("ec2.network_acl", 5),
        ("ec2.security_group", 16),
        ("ec2.network_interface", 6),
        ("ec2.vpc_endpoint", 2),
        ("ec2.prefix_list", 4),
        ("ec2.instance", 2),
        ("rds.db_cluster", 2),
        ("rds.db_instance", 10),
        ("rds.db_subnet_group", 2),
        ("rds.db_proxy", 1),
        ("iam.role", 7),
        ("iam.user", 1),
        ("iam.group", 1),
        ("iam.policy", 1),
        ("iam.oidc_provider", 1),
        ("route53.hosted_zone", 3),
        ("account", 1),
    ] {
        let count = kinds
            .iter()
            .find(|(found, _)| *found == kind)
            .map(|(_, count)| *count);
        assert!(count >= Some(least), "{least} {kind} in {kinds:?}");
    }
    networks(&collected, &made);
    services(&collected, &made);
    keeping(&collected, &made);
    let held = format!("{:?}", collected.snapshot);
    assert!(!held.contains("not-a-real-password"), "a value was kept");
    let stats = collected.stats;
    assert!(stats.calls < 300, "{stats:?}");
}

/// One thing of each service that is asked without a crate of the SDK.
#[expect(clippy::too_many_lines, reason = "a table of what each service tells")]
fn services(collected: &Collected, made: &Value) {
    let of = |kind: &str, part: &str| -> Value {
        let arn = made[part].as_str().expect("an ARN");
        let mut found = of_kind(collected, kind).filter(|one| one.arn.as_str() == arn);
        let found = found.next().unwrap_or_else(|| panic!("no {kind} {arn}"));
        serde_json::to_value(&found.facts).expect("JSON")
    };
    let only = |kind: &str| facts(collected, kind).remove(0);
    for (told, wanted) in [
        (
            &of("elbv2.load_balancer", "load_balancer")["attributes"]["deletion_protection_enabled"],
            json!(true),
        ),
        (
            &of("elbv2.listener", "listener")["rules"][0]["priority"],
            json!("10"),
        ),
        (
            &of("elbv2.target_group", "target_group_blue")["target_health_descriptions"][0]["target"]
                ["id"],
            json!("10.0.1.77"),
        ),
        (
            &of("elbv2.target_group", "target_group_green")["health_check_path"],
            json!("/health"),
        ),
        (
            &of("ecr.repository", "repository")["image_tag_mutability"],
            json!("IMMUTABLE"),
        ),
        (&only("ecr.image")["image_tags"], json!(["1"])),
        (
            &of("ecs.cluster", "cluster")["settings"][0]["value"],
            json!("enabled"),
        ),
        (
            &of("ecs.service", "ecs_service")["deployment_controller"]["type"],
            json!("CODE_DEPLOY"),
        ),
        (
            &of("ecs.task_definition", "task_definition")["network_mode"],
            json!("awsvpc"),
        ),
        (&only("ssm.parameter")["name"], json!("/app/key")),
        (
            &only("application_autoscaling.scalable_target")["max_capacity"],
            json!(4),
        ),
        (
            &only("codedeploy.deployment_group")["application_name"],
            json!("app"),
        ),
        (
            &of("lambda.function", "function")["policy"]["statements"][0]["principals"][0]["kind"],
            json!("*"),
        ),
        (
            &of("lambda.function", "function")["reserved_concurrent_executions"],
            json!(5),
        ),
        (
            &only("codebuild.project")["vpc_config"]["vpc_id"],
            made["vpc_main"].clone(),
        ),
        (
            &only("autoscaling.auto_scaling_group")["launch_template"]["launch_template_id"],
            made["launch_template"].clone(),
        ),
        (
            &of("kms.key", "key_rotated")["key_rotation_enabled"],
            json!(true),
        ),
        (
            &of("kms.key", "key_fixed")["aliases"][0]["alias_name"],
            json!("alias/fixed"),
        ),
        (
            &of("kms.key", "key_signing")["key_rotation_enabled"],
            Value::Null,
        ),
        (
            &of("secretsmanager.secret", "secret")["kms_key_id"],
            made["key_rotated"].clone(),
        ),
        (
            &of("secretsmanager.secret", "secret_deleted")["owning_service"],
            Value::Null,
        ),
        (
            &only("logs.log_group")["metric_filters"][0]["filter_pattern"],
            json!("ERROR"),
        ),
        (&only("logs.resource_policy")["policy_name"], json!("dns")),
        (
            &of("sns.topic", "topic")["subscriptions"][0]["protocol"],
            json!("email"),
        ),
        (
            &only("events.rule")["targets"][0]["arn"],
            made["cluster"].clone(),
        ),
        (
            &of("acm.certificate", "certificate")["status"],
            json!("PENDING_VALIDATION"),
        ),
        (
            &of("efs.file_system", "file_system")["encrypted"],
            json!(true),
        ),
        (
            &of("cloudformation.stack", "stack")["stack_status"],
            json!("CREATE_COMPLETE"),
        ),
        (
            &only("servicediscovery.namespace")["name"],
            json!("internal.example"),
        ),
        (
            &only("batch.compute_environment")["compute_environment_name"],
            json!("own"),
        ),
    ] {
        assert_eq!(told, &wanted);
    }
    let alarms = facts(collected, "cloudwatch.alarm");
    let alarm = with(&alarms, "alarm_name", "errors");
    assert_eq!(alarm["alarm_actions"], json!([made["topic"]]));
}

fn networks(collected: &Collected, made: &Value) {
    let id = |part: &str| made[part].as_str().expect("an id").to_owned();
    let vpcs = facts(collected, "ec2.vpc");
    for (part, support, hostnames) in [
        ("vpc_main", true, true),
        ("vpc_without_dns", false, false),
        ("vpc_without_hostnames", true, false),
    ] {
        let vpc = with(&vpcs, "vpc_id", &id(part));
        assert_eq!(
            (&vpc["enable_dns_support"], &vpc["enable_dns_hostnames"]),
            (&json!(support), &json!(hostnames)),
            "{part}"
        );
    }
    let main = with(&vpcs, "vpc_id", &id("vpc_main"));
    assert_eq!(main["hosted_zones"].as_array().map(Vec::len), Some(3));
    let groups = facts(collected, "ec2.security_group");
    let split = with(&groups, "group_id", &id("sg_postgres_split"));
    let ranges = split["ip_permissions"][0]["ip_ranges"]
        .as_array()
        .expect("ranges");
    assert_eq!(ranges.len(), 2);
    assert_eq!(split["ip_permissions"][0]["from_port"], 5432);
    let lists = facts(collected, "ec2.prefix_list");
    let internet = with(&lists, "prefix_list_id", &id("prefix_list_internet"));
    assert_eq!(internet["entries"].as_array().map(Vec::len), Some(2));
    let endpoint = of_kind(collected, "ec2.vpc_endpoint")
        .find(|endpoint| endpoint.arn.as_str().ends_with(&id("endpoint_interface")));
    let gap = endpoint.and_then(|endpoint| endpoint.recorded_gap("associations"));
    assert_eq!(gap.map(|gap| gap.reason), Some(GapReason::Failed));
    let zones = facts(collected, "route53.hosted_zone");
    let stale = with(&zones, "hosted_zone_id", &id("zone_stale"));
    let records = stale["record_sets"].as_array().expect("records");
    assert!(
        records
            .iter()
            .any(|record| record["record_type"] == "A"
                && record["resource_records"][0] == "192.0.2.10"),
        "{records:?}"
    );
    let databases = of_kind(collected, "rds.db_instance");
    let public = databases
        .into_iter()
        .find(|one| one.arn.as_str() == id("db_public"))
        .expect("the public database");
    let public = serde_json::to_value(&public.facts).expect("JSON");
    assert_eq!(
        (&public["publicly_accessible"], &public["multi_az"]),
        (&json!(true), &json!(true))
    );
    let account = &facts(collected, "account")[0];
    assert_eq!(account["password_policy"]["minimum_password_length"], 8);
    assert_eq!(coverage(collected, "sts:GetCallerIdentity").items, 1);
    // What moto leaves out and AWS does not.
    assert_eq!(
        unexplained(collected),
        [
            "account summary.account_password_present",
            "ecs.service enable_execute_command",
            "iam.policy policy_name",
            "rds.db_instance publicly_accessible",
        ]
    );
}

/// Buckets, the organization, trails and the services that watch.
fn keeping(collected: &assize::collect::Collected, made: &Value) {
    let buckets = facts(collected, "s3.bucket");
    let good = with(&buckets, "name", "assize-good");
    assert_eq!(good["policy"], Value::Null);
    assert_eq!(good["public_access_block"]["block_public_acls"], true);
    assert_eq!(good["encryption"]["sse_algorithm"], "aws:kms");
    assert_eq!(good["versioning"]["status"], "Enabled");
    assert_eq!(good["logging_enabled"]["target_bucket"], "assize-logs");
    let public = with(&buckets, "name", "assize-public");
    assert_eq!(
        public["policy"]["statements"][0]["principals"],
        json!([{"kind": "*", "value": "*"}])
    );
    assert_eq!(public["policy_status"]["is_public"], true);
    let grants = public["grants"].as_array().expect("grants");
    let everybody = |grant: &Value| {
        let uri = grant["grantee"]["uri"].as_str();
        uri.is_some_and(|uri| uri.ends_with("/AllUsers"))
    };
    assert!(grants.iter().any(everybody), "{grants:?}");
    let account = &facts(collected, "account")[0];
    assert_eq!(account["organization"]["id"], made["organization"]);
    assert_eq!(
        account["security_contact"]["alternate_contact_type"],
        "SECURITY"
    );
    let root = &account["policy_targets"][1];
    assert_eq!(root["type"], "ROOT");
    let policies = root["service_control_policies"].as_array().expect("a list");
    let own = with(policies, "name", "no-leaving");
    assert_eq!(own["content"]["statements"][0]["effect"], "Deny");
    let trail = &facts(collected, "cloudtrail.trail")[0];
    assert_eq!(
        (&trail["is_multi_region_trail"], &trail["is_logging"]),
        (&json!(true), &json!(true))
    );
    let region = &facts(collected, "region")[0];
    assert_eq!(
        region["configuration_recorders_status"][0]["recording"],
        true
    );
    assert_eq!(region["guardduty_detector"]["status"], "ENABLED");
    assert!(region["security_hub"]["hub_arn"].is_string());
    assert_eq!(
        region["inspector"]["resource_state"]["ecr"]["status"],
        "ENABLED"
    );
    let rules = facts(collected, "route53resolver.rule");
    let corp = with(&rules, "id", made["resolver_rule"].as_str().expect("an id"));
    assert_eq!(corp["rule_type"], "FORWARD");
    let associations = facts(collected, "route53resolver.rule_association");
    assert_eq!(associations[0]["vpc_id"], made["vpc_main"]);
    let endpoint = &facts(collected, "route53resolver.endpoint")[0];
    assert_eq!(endpoint["ip_addresses"].as_array().map(Vec::len), Some(2));
    let share = &facts(collected, "ram.resource_share")[0];
    assert_eq!(share["allow_external_principals"], false);
}
