//! What goes wrong is a gap that names the call; everything else is told as ever.

use std::time::{Duration, Instant};

use assize::collect::{Collected, Limits};
use assize::model::coverage::Completeness;
use assize::model::gap::GapReason;
use assize::model::resource::Resource;
use serde_json::{Value, json};

use super::{collect, collect_within, coverage, facts, incomplete, limits, of_kind, unexplained};
use crate::server::Server;
use crate::world::{CONSUMER, PROVIDER, RUNNER};

/// One denied operation: what the ledger says of it and of what hangs on it, and the attribute that
/// is missing, if it is not the kind that is.
struct Denied {
    world: &'static str,
    account: &'static str,
    operation: &'static str,
    lacking: &'static [&'static str],
    /// Kinds that are not told at all.
    kinds: &'static [&'static str],
    /// A kind and its attribute.
    attribute: Option<(&'static str, &'static str)>,
}

const DENIED: [Denied; 10] = [
    Denied {
        world: "lattice",
        account: CONSUMER,
        operation: "ec2:DescribeVpcAttribute",
        lacking: &["ec2:DescribeVpcAttribute missing: ec2:DescribeVpcAttribute denied"],
        kinds: &[],
        attribute: Some(("ec2.vpc", "enable_dns_support")),
    },
    Denied {
        world: "lattice",
        account: CONSUMER,
        operation: "ec2:DescribeVpcs",
        lacking: &[
            "ec2:DescribeVpcAttribute missing: ec2:DescribeVpcs denied",
            "ec2:DescribeVpcs missing: ec2:DescribeVpcs denied",
            "ec2:GetSecurityGroupsForVpc missing: ec2:DescribeVpcs denied",
            "route53:ListHostedZonesByVPC missing: ec2:DescribeVpcs denied",
        ],
        kinds: &["ec2.vpc"],
        attribute: None,
    },
    Denied {
        world: "lattice",
        account: PROVIDER,
        operation: "ec2:DescribeSecurityGroupRules",
        lacking: &["ec2:DescribeSecurityGroupRules missing: ec2:DescribeSecurityGroupRules denied"],
        kinds: &[],
        attribute: Some(("ec2.security_group", "rules")),
    },
    Denied {
        world: "lattice",
        account: PROVIDER,
        operation: "rds:DescribeDBProxyTargets",
        lacking: &["rds:DescribeDBProxyTargets missing: rds:DescribeDBProxyTargets denied"],
        kinds: &[],
        attribute: Some(("rds.db_proxy", "targets")),
    },
    Denied {
        world: "lattice",
        account: PROVIDER,
        operation: "rds:DescribeDBClusters",
        lacking: &[
            "rds:DescribeDBClusterEndpoints missing: rds:DescribeDBClusters denied",
            "rds:DescribeDBClusterParameters missing: rds:DescribeDBClusters denied",
            "rds:DescribeDBClusters missing: rds:DescribeDBClusters denied",
            "rds:DescribeDBEngineVersions partial: rds:DescribeDBClusters denied",
            "rds:DescribeDBMajorEngineVersions partial: rds:DescribeDBClusters denied",
            "rds:DescribePendingMaintenanceActions partial: rds:DescribeDBClusters denied",
        ],
        kinds: &["rds.db_cluster"],
        attribute: None,
    },
    Denied {
        world: "lattice",
        account: CONSUMER,
        operation: "iam:GetAccountAuthorizationDetails",
        lacking: &[
            "iam:GetAccessKeyLastUsed missing: iam:GetAccountAuthorizationDetails denied",
            "iam:GetAccountAuthorizationDetails missing: iam:GetAccountAuthorizationDetails denied",
            "iam:ListAccessKeys missing: iam:GetAccountAuthorizationDetails denied",
            "iam:ListMFADevices missing: iam:GetAccountAuthorizationDetails denied",
        ],
        kinds: &["iam.group", "iam.policy", "iam.role", "iam.user"],
        attribute: None,
    },
    Denied {
        world: "lattice",
        account: CONSUMER,
        operation: "iam:GetAccountPasswordPolicy",
        lacking: &["iam:GetAccountPasswordPolicy missing: iam:GetAccountPasswordPolicy denied"],
        kinds: &[],
        attribute: Some(("account", "password_policy")),
    },
    Denied {
        world: "lattice",
        account: CONSUMER,
        operation: "route53:ListHostedZones",
        lacking: &[
            "route53:GetHostedZone missing: route53:ListHostedZones denied",
            "route53:ListHostedZones missing: route53:ListHostedZones denied",
            "route53:ListResourceRecordSets missing: route53:ListHostedZones denied",
            "route53:ListVPCAssociationAuthorizations missing: route53:ListHostedZones denied",
        ],
        kinds: &["route53.hosted_zone"],
        attribute: None,
    },
    Denied {
        world: "lattice",
        account: CONSUMER,
        operation: "vpc-lattice:GetResourceConfiguration",
        lacking: &[
            "vpc-lattice:GetResourceConfiguration missing: vpc-lattice:GetResourceConfiguration denied",
        ],
        kinds: &[],
        attribute: Some(("vpc_lattice.resource_configuration", "custom_domain_name")),
    },
    Denied {
        world: "apprunner.json",
        account: RUNNER,
        operation: "apprunner:DescribeService",
        lacking: &[
            "apprunner:DescribeAutoScalingConfiguration missing: apprunner:DescribeService denied",
            "apprunner:DescribeService missing: apprunner:DescribeService denied",
        ],
        kinds: &["apprunner.auto_scaling_configuration"],
        attribute: Some(("apprunner.service", "egress_type")),
    },
];

#[test]
fn a_denied_operation_is_named_and_changes_nothing_else() {
    for case in DENIED {
        let server = Server::of_world(case.world, &[]);
        let whole = collect(&server, case.account);
        server.faults(&json!([{"fault": "deny", "operation": case.operation}]));
        let collected = collect(&server, case.account);
        assert_eq!(incomplete(&collected), case.lacking, "{}", case.operation);
        assert_eq!(unexplained(&collected), [""; 0], "{}", case.operation);
        let mut expected: Vec<Resource> = whole.snapshot.resources.clone();
        expected.retain(|resource| !case.kinds.contains(&resource.kind().name));
        let attribute_kind = case.attribute.map(|(kind, _)| kind);
        let rest = |resources: &[Resource]| -> Vec<Resource> {
            let others = resources.iter();
            let others = others.filter(|resource| Some(resource.kind().name) != attribute_kind);
            others.cloned().collect()
        };
        assert_eq!(
            rest(&collected.snapshot.resources),
            rest(&expected),
            "{}",
            case.operation
        );
        if let Some((kind, attribute)) = case.attribute {
            let before: Vec<_> = of_kind(&whole, kind)
                .map(|resource| &resource.arn)
                .collect();
            let after: Vec<_> = of_kind(&collected, kind)
                .map(|resource| &resource.arn)
                .collect();
            assert_eq!(before, after, "{}", case.operation);
            for resource in of_kind(&collected, kind) {
                let gap = resource
                    .recorded_gap(attribute)
                    .expect("a gap at the attribute");
                assert_eq!(
                    (gap.reason, gap.operation.as_str()),
                    (GapReason::Denied, case.operation)
                );
            }
            for (before, after) in facts(&whole, kind).iter().zip(facts(&collected, kind)) {
                let after = after.as_object().expect("facts");
                let same = after.iter().all(|(name, value)| before[name] == *value);
                assert!(same, "{}: {before} and {after:?}", case.operation);
            }
            assert!(
                told(&collected, kind, attribute)
                    .iter()
                    .all(Option::is_none),
                "{}",
                case.operation
            );
        }
    }
}

/// The attribute of each resource of a kind; nothing where it is missing.
fn told(collected: &Collected, kind: &str, attribute: &str) -> Vec<Option<Value>> {
    let facts = facts(collected, kind);
    facts
        .iter()
        .map(|facts| facts.get(attribute).cloned())
        .collect()
}

#[test]
fn a_service_control_policy_denies_too() {
    let server = Server::of_world("lattice", &[]);
    server.faults(&json!([{"fault": "scp-deny", "operation": "rds:DescribeDBInstances"}]));
    let collected = collect(&server, PROVIDER);
    let gap = coverage(&collected, "rds:DescribeDBInstances")
        .gap
        .as_ref()
        .expect("a gap");
    assert_eq!(gap.reason, GapReason::Denied);
    assert!(
        gap.detail.contains("service control policy"),
        "{}",
        gap.detail
    );
}

/// What the coverage of each operation says when this goes wrong with it: reason and detail.
fn after(fault: &Value, operations: &[&str]) -> Vec<(GapReason, String)> {
    let server = Server::of_world("lattice", &[]);
    let faults = operations.iter().map(|operation| {
        let mut fault = fault.clone();
        fault["operation"] = Value::from(*operation);
        fault
    });
    server.faults(&Value::Array(faults.collect()));
    let collected = collect(&server, PROVIDER);
    let lacking = incomplete(&collected);
    // What makes up for a list that failed makes up for a part of it.
    let missing = lacking.iter().filter(|line| line.contains(" missing: "));
    assert_eq!(missing.count(), operations.len(), "{lacking:?}");
    let told = operations.iter().map(|operation| {
        let entry = coverage(&collected, operation);
        assert_eq!(entry.status, Completeness::Missing, "{operation}");
        let gap = entry.gap.as_ref().expect("a gap");
        (gap.reason, gap.detail.to_string())
    });
    told.collect()
}

/// An operation of each protocol.
const OPERATIONS: [&str; 4] = [
    "ec2:DescribeSubnets",
    "iam:GetAccountSummary",
    "rds:DescribeDBSubnetGroups",
    "vpc-lattice:ListResourceGateways",
];

#[test]
fn each_failure_has_its_reason() {
    let check = |fault: &str, wanted: GapReason, detail: &str| {
        for (reason, said) in after(&json!({"fault": fault}), &OPERATIONS) {
            assert_eq!(reason, wanted, "{fault}: {said}");
            assert!(said.contains(detail), "{fault}: {said}");
        }
    };
    check("throttle", GapReason::Throttled, "Rate exceeded");
    check("error500", GapReason::Failed, "An internal error");
    check("truncate", GapReason::Failed, "cannot be read");
    check("reset", GapReason::Failed, "network does not reach it");
    check("html", GapReason::Failed, "does not know the operation");
    check("expired", GapReason::Failed, "credentials expired");
}

#[test]
fn a_region_that_is_not_enabled_is_said() {
    let fault = json!({
        "fault": "error", "code": "OptInRequired", "status": 403,
        "message": "You are not subscribed to this service."
    });
    let told = after(&fault, &["ec2:DescribeSubnets"]);
    let (reason, detail) = &told[0];
    assert_eq!(*reason, GapReason::Failed);
    assert!(
        detail.contains("OptInRequired") && detail.contains("not be enabled"),
        "{detail}"
    );
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let limits = Limits {
        attempt_timeout: Duration::from_millis(700),
        operation_timeout: Duration::from_millis(1500),
        ..limits()
    };
    for fault in ["hang", "drip"] {
        let begun = Instant::now();
        let fault = json!({"fault": fault, "operation": "vpc-lattice:ListResourceGateways", "seconds": 30, "ms": 500});
        let server = Server::of_world("lattice", &[]);
        server.faults(&json!([fault]));
        let collected = collect_within(&server, PROVIDER, limits.clone());
        let entry = coverage(&collected, "vpc-lattice:ListResourceGateways");
        let gap = entry.gap.as_ref().expect("a gap");
        assert_eq!(
            (entry.status, gap.reason),
            (Completeness::Missing, GapReason::Timeout),
            "{}",
            gap.detail
        );
        assert!(
            begun.elapsed() < Duration::from_secs(25),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[test]
fn what_came_before_a_page_failed_is_kept() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    for (fault, reason) in [("deny", GapReason::Denied), ("error500", GapReason::Failed)] {
        server.faults(
            &json!([{"fault": fault, "operation": "ec2:DescribeSubnets", "calls": [2, 3]}]),
        );
        let collected = collect(&server, PROVIDER);
        let entry = coverage(&collected, "ec2:DescribeSubnets");
        assert_eq!(
            (entry.status, entry.pages, entry.items),
            (Completeness::Partial, 1, 1)
        );
        assert_eq!(entry.gap.as_ref().map(|gap| gap.reason), Some(reason));
        assert_eq!(facts(&collected, "ec2.subnet").len(), 1);
    }
    server.faults(
        &json!([{"fault": "deny", "operation": "rds:DescribeDBProxyTargets", "calls": [3]}]),
    );
    let collected = collect(&server, PROVIDER);
    let proxy = of_kind(&collected, "rds.db_proxy")
        .next()
        .expect("the proxy");
    assert_eq!(proxy.gaps["targets"].reason, GapReason::Denied);
    let told = told(&collected, "rds.db_proxy", "targets");
    assert_eq!(
        told[0].as_ref().and_then(Value::as_array).map(Vec::len),
        Some(2)
    );
}

#[test]
fn pages_that_do_not_end_are_cut() {
    let server = Server::of_world("lattice", &["--page-size", "1"]);
    for operation in [
        "ec2:DescribeNetworkInterfaces",
        "route53:ListHostedZones",
        "vpc-lattice:ListResourceConfigurations",
    ] {
        server.faults(&json!([{"fault": "repeat-token", "operation": operation}]));
        let collected = collect(&server, CONSUMER);
        let entry = coverage(&collected, operation);
        let gap = entry.gap.as_ref().expect("a gap");
        assert_eq!(
            (entry.status, gap.reason),
            (Completeness::Partial, GapReason::Truncated),
            "{operation}"
        );
        assert_eq!(entry.pages, 2, "{operation}");
    }
}

#[test]
fn one_resource_of_which_nothing_was_told_does_not_hide_the_others() {
    let server = Server::of_world("lattice", &[]);
    let refused = "arn:aws:vpc-lattice:ap-northeast-1:000767026184:resourceconfiguration/rcfg-0b1b2c3d4e5f607bb";
    let parameters = json!({"resourceConfigurationIdentifier": refused});
    let operation = "vpc-lattice:GetResourceConfiguration";
    server.faults(&json!([{"fault": "deny", "operation": operation, "parameters": parameters}]));
    let collected = collect(&server, CONSUMER);
    let entry = coverage(&collected, operation);
    assert_eq!((entry.status, entry.pages), (Completeness::Partial, 2));
    let gapped = of_kind(&collected, "vpc_lattice.resource_configuration")
        .filter(|one| one.recorded_gap("custom_domain_name").is_some());
    assert_eq!(
        gapped.map(|one| one.arn.as_str()).collect::<Vec<_>>(),
        [refused]
    );
    // Gone since it was listed: a gap of the one, and the call was answered.
    let gone = json!([{
        "fault": "error", "operation": operation, "parameters": parameters, "code": "ResourceNotFoundException", "status": 404
    }]);
    server.faults(&gone);
    let collected = collect(&server, CONSUMER);
    assert_eq!(incomplete(&collected), [""; 0]);
    let gapped = of_kind(&collected, "vpc_lattice.resource_configuration")
        .filter(|one| one.recorded_gap("custom_domain_name").is_some());
    assert_eq!(
        gapped.map(|one| one.arn.as_str()).collect::<Vec<_>>(),
        [refused]
    );
}

#[test]
fn a_thing_that_is_not_said_is_not_taken_for_none() {
    let server = Server::of_world("lattice", &[]);
    let lacks = |operation: &str, field: &str| {
        server.faults(&json!([{"fault": "missing-field", "operation": operation, "field": field}]));
        collect(&server, PROVIDER)
    };
    let collected = lacks("ec2:DescribeSubnets", "Subnets");
    let entry = coverage(&collected, "ec2:DescribeSubnets");
    assert_eq!(entry.status, Completeness::Missing);
    // The SDK makes an empty list of one that has to come.
    for (operation, field) in [
        ("vpc-lattice:ListServiceNetworks", "items"),
        ("route53:ListHostedZones", "HostedZones"),
        ("apprunner:ListServices", "ServiceSummaryList"),
    ] {
        let collected = lacks(operation, field);
        let entry = coverage(&collected, operation);
        assert_eq!(entry.status, Completeness::Missing, "{operation}");
        let detail = entry.gap.as_ref().map(|gap| gap.detail.to_string());
        let said = format!("the answer has no `{field}`");
        assert_eq!(detail, Some(said), "{operation}");
    }
    let collected = lacks("ec2:DescribeSubnets", "Subnets[].SubnetId");
    let entry = coverage(&collected, "ec2:DescribeSubnets");
    assert_eq!(entry.status, Completeness::Partial);
    assert!(facts(&collected, "ec2.subnet").is_empty());
    let collected = lacks("rds:DescribeDBClusters", "DBClusters[].StorageEncrypted");
    assert_eq!(
        told(&collected, "rds.db_cluster", "storage_encrypted"),
        [None]
    );
    let field = "VpcEndpoints[].ResourceConfigurationArn";
    lacks("ec2:DescribeVpcEndpoints", field);
    let collected = collect(&server, CONSUMER);
    let told_of = |attribute| told(&collected, "ec2.vpc_endpoint", attribute);
    let sorts = told_of("vpc_endpoint_type");
    let configurations = told_of("resource_configuration_arn");
    let is_resource = |sort: &Option<Value>| *sort == Some(json!("Resource"));
    assert!(sorts.iter().any(is_resource));
    for (sort, configuration) in sorts.iter().zip(configurations) {
        assert_eq!(configuration.is_none(), is_resource(sort), "{sort:?}");
    }
    let field = "SecurityGroups[].IpPermissionsEgress";
    let collected = lacks("ec2:DescribeSecurityGroups", field);
    let rules = told(&collected, "ec2.security_group", "ip_permissions_egress");
    assert!(!rules.is_empty() && rules.iter().all(Option::is_none));
}

#[test]
fn an_account_without_a_password_policy_has_none() {
    let server = Server::of_world("lattice", &[]);
    let operation = "iam:GetAccountPasswordPolicy";
    server.faults(
        &json!([{"fault": "error", "operation": operation, "code": "NoSuchEntity", "status": 404}]),
    );
    let collected = collect(&server, CONSUMER);
    assert_eq!(incomplete(&collected), [""; 0]);
    assert_eq!(
        told(&collected, "account", "password_policy"),
        [Some(Value::Null)]
    );
}
