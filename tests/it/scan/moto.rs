//! moto as the account: what was seeded is found, and each flaw is the verdict that it should be.

use std::sync::OnceLock;

use serde_json::Value;

use super::{Report, scan, text};
use crate::server::Server;
use crate::world::{MOTO, seed};

/// The report, and what was seeded; made once for all tests.
fn scanned() -> &'static (Report, Value) {
    static SCANNED: OnceLock<(Report, Value)> = OnceLock::new();
    SCANNED.get_or_init(made)
}

fn made() -> (Report, Value) {
    let moto = Server::moto();
    let made = seed(&moto);
    let (ran, report) = scan(&moto, MOTO, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    (report, made)
}

#[test]
fn the_flaws_of_databases_and_roles_are_found() {
    let (report, made) = scanned();
    let of = |part: &str| text(made, part);
    report.demand(&[
        ("rds-storage-encrypted", of("db_good"), &["pass"]),
        (
            "rds-storage-encrypted",
            of("db_unencrypted"),
            &["fail high"],
        ),
        ("rds-publicly-accessible", of("db_good"), &["pass"]),
        ("rds-publicly-accessible", of("db_public"), &["fail high"]),
        ("rds-multi-az", of("db_good"), &["pass"]),
        ("rds-multi-az", of("db_single_az"), &["fail medium"]),
        ("rds-backup-retention", of("db_good"), &["pass"]),
        ("rds-backup-retention", of("db_no_backup"), &["fail medium"]),
        ("rds-deletion-protection", of("db_good"), &["pass"]),
        (
            "rds-deletion-protection",
            of("db_deletable"),
            &["fail medium"],
        ),
        ("rds-iam-auth", of("db_good"), &["pass"]),
        ("rds-iam-auth", of("db_password_only"), &["fail medium"]),
        ("db-in-isolated-subnet", of("db_good"), &["pass"]),
        ("vpc-dns-attributes", of("vpc_main"), &["pass"]),
        ("oidc-github-aud", of("role_pinned"), &["pass"]),
        ("oidc-github-aud", of("role_without_aud"), &["fail high"]),
        ("oidc-github-aud", of("role_task"), &[]),
        ("oidc-github-sub-scope", of("role_pinned"), &["pass"]),
        ("oidc-github-sub-scope", of("role_environment"), &["pass"]),
        (
            "oidc-github-sub-scope",
            of("role_any_repository"),
            &["fail high"],
        ),
        (
            "oidc-github-sub-scope",
            of("role_without_sub"),
            &["fail critical"],
        ),
        ("oidc-github-sub-scope", of("role_task"), &[]),
    ]);
}

#[test]
fn the_flaws_of_groups_are_found() {
    let (report, made) = scanned();
    let of = |part: &str| text(made, part);
    report.demand(&[
        ("sg-admin-ports-internet", of("sg_web"), &["pass"]),
        ("sg-admin-ports-internet", of("sg_ssh_office"), &["pass"]),
        (
            "sg-admin-ports-internet",
            of("sg_ssh_offices_list"),
            &["pass"],
        ),
        (
            "sg-internet-ingress-authorized-ports",
            of("sg_web"),
            &["pass"],
        ),
        (
            "sg-internet-ingress-authorized-ports",
            of("sg_database"),
            &["pass"],
        ),
        (
            "sg-default-restrict",
            of("sg_default_without_dns"),
            &["pass"],
        ),
    ]);
    for part in [
        "sg_ssh_open",
        "sg_rdp_open_v6",
        "sg_ssh_prefix_list",
        "sg_everything_open",
        "sg_range_open",
    ] {
        let told = report.of("sg-admin-ports-internet", of(part));
        assert!(
            !told.is_empty() && told.iter().all(|verdict| verdict.starts_with("fail")),
            "{part}: {told:?}"
        );
    }
    for part in ["sg_postgres_split", "sg_ssh_open", "sg_everything_open"] {
        let told = report.of("sg-internet-ingress-authorized-ports", of(part));
        assert!(
            !told.is_empty() && told.iter().all(|verdict| verdict.starts_with("fail")),
            "{part}: {told:?}"
        );
    }
    let told = report.of("sg-default-restrict", of("sg_default_main"));
    assert!(
        told.iter().any(|verdict| verdict.starts_with("fail")),
        "{told:?}"
    );
}

#[test]
fn what_moto_lacks_is_a_gap_and_no_more() {
    let (report, _) = scanned();
    for operation in ["apprunner:ListServices", "rds:DescribeDBProxyEndpoints"] {
        assert_eq!(report.call(operation), ("missing", Some("failed")));
    }
    for operation in [
        "ec2:DescribeVpcs",
        "ec2:DescribeSecurityGroups",
        "rds:DescribeDBInstances",
        "iam:GetAccountAuthorizationDetails",
        "route53:ListHostedZones",
    ] {
        assert_eq!(report.call(operation), ("complete", None), "{operation}");
    }
}
