//! What the hub has besides networks and databases: identities, zones, VPC Lattice and App Runner.

use assize::collect::Collected;
use assize::model::gap::GapReason;
use assize::model::resource::Resource;
use serde_json::{Value, json};

use super::{collect, coverage, facts, incomplete, of_kind, with};
use crate::server::Server;
use crate::world::HUB;

fn hub() -> Collected {
    collect(&Server::of_world("connected", &["--page-size", "1"]), HUB)
}

/// The reason for which an attribute is missing.
fn reason(resource: &Resource, path: &str) -> Option<GapReason> {
    resource.recorded_gap(path).map(|gap| gap.reason)
}

#[test]
fn credentials_of_users() {
    let collected = hub();
    let users = facts(&collected, "iam.user");
    let ci = with(&users, "user_name", "ci");
    assert_eq!(
        ci["access_keys"],
        json!([
            {
                "access_key_id": "AKIAEXAMPLECI0000001", "status": "Active", "create_date": "2024-01-01T00:00:00Z",
                "last_used": {"last_used_date": "2026-01-02T03:04:05Z", "service_name": "ecr"}
            },
            {
                "access_key_id": "AKIAEXAMPLECI0000002", "status": "Inactive", "create_date": "2025-01-01T00:00:00Z",
                "last_used": {"last_used_date": null, "service_name": null}
            }
        ])
    );
    assert_eq!(
        ci["mfa_devices"],
        json!([{"serial_number": "arn:aws:iam::222233334444:mfa/ci"}, {"serial_number": "GAHT12345678"}])
    );
    let nobody = with(&users, "user_name", "nobody");
    assert_eq!(
        (&nobody["access_keys"], &nobody["mfa_devices"]),
        (&json!([]), &json!([]))
    );
    for user in of_kind(&collected, "iam.user") {
        assert_eq!(
            reason(user, "credential_report"),
            Some(GapReason::NotCollected)
        );
    }
    let role = of_kind(&collected, "iam.role").next().expect("the role");
    assert_eq!(
        reason(role, "services_last_accessed"),
        Some(GapReason::NotCollected)
    );
    let role = &facts(&collected, "iam.role")[0];
    assert_eq!(role["last_used_date"], "2026-01-01T00:00:00Z");
}

#[test]
fn the_last_use_of_a_key_that_was_not_told_is_a_gap_of_that_key() {
    let server = Server::of_world("connected", &[]);
    server
        .faults(&json!([{"fault": "deny", "operation": "iam:GetAccessKeyLastUsed", "calls": [1]}]));
    let collected = collect(&server, HUB);
    let user = of_kind(&collected, "iam.user").next().expect("the user");
    let gaps = [0, 1].map(|key| reason(user, &format!("access_keys[{key}].last_used")));
    let denied = gaps.iter().filter(|gap| **gap == Some(GapReason::Denied));
    assert_eq!(denied.count(), 1, "{gaps:?}");
}

#[test]
fn the_account_its_providers_and_certificates() {
    let collected = hub();
    let account = &facts(&collected, "account")[0];
    let devices = account["virtual_mfa_devices"].as_array().expect("devices");
    let root = with(devices, "user_arn", "arn:aws:iam::222233334444:root");
    assert_eq!(
        root["serial_number"],
        "arn:aws:iam::222233334444:mfa/root-account-mfa-device"
    );
    assert_eq!(
        account["organizations_features"],
        json!(["RootCredentialsManagement"])
    );
    assert_eq!(
        facts(&collected, "iam.saml_provider"),
        [
            json!({"valid_until": "2034-01-01T00:00:00Z"}),
            json!({"valid_until": null})
        ]
    );
    let certificates = facts(&collected, "iam.server_certificate");
    let old = with(&certificates, "server_certificate_name", "old");
    assert_eq!(old["expiration"], "2021-01-01T00:00:00Z");
}

#[test]
fn what_an_account_is_to_its_organization_is_an_answer() {
    let told = |code: &str| {
        let server = Server::of_world("connected", &[]);
        let operation = "iam:ListOrganizationsFeatures";
        server.faults(
            &json!([{"fault": "error", "operation": operation, "code": code, "status": 409}]),
        );
        let collected = collect(&server, HUB);
        assert_eq!(incomplete(&collected), [""; 0], "{code}");
        let account = of_kind(&collected, "account").next().expect("the account");
        let features = facts(&collected, "account")[0]
            .get("organizations_features")
            .cloned();
        (features, reason(account, "organizations_features"))
    };
    assert_eq!(
        told("OrganizationNotFoundException"),
        (Some(Value::Null), None)
    );
    assert_eq!(
        told("ServiceAccessNotEnabledException"),
        (Some(json!([])), None)
    );
    assert_eq!(
        told("AccountNotManagementOrDelegatedAdministratorException"),
        (None, Some(GapReason::UnsupportedHere))
    );
}

#[test]
fn zones_with_their_vpcs_and_logs() {
    let collected = hub();
    let zones = facts(&collected, "route53.hosted_zone");
    let private = with(&zones, "name", "corp.example.");
    assert_eq!(
        private["vpcs"],
        json!([
            {"vpc_id": "vpc-0b00000000000001a", "vpc_region": "ap-northeast-1"},
            {"vpc_id": "vpc-0c00000000000001a", "vpc_region": "us-east-1"}
        ])
    );
    let authorized = private["vpc_association_authorizations"].as_array();
    assert_eq!(authorized.map(Vec::len), Some(2));
    assert_eq!(private["query_logging_configs"], json!([]));
    let public = with(&zones, "name", "example.com.");
    assert_eq!(public["vpcs"], Value::Null);
    assert_eq!(
        public["query_logging_configs"],
        json!([{"cloud_watch_logs_log_group_arn": "arn:aws:logs:us-east-1:222233334444:log-group:/aws/route53/example.com"}])
    );
}

#[test]
fn configurations_of_lattice_with_whom_they_are_shared() {
    let collected = hub();
    let gateway = &facts(&collected, "vpc_lattice.resource_gateway")[0];
    assert_eq!(gateway["resource_config_dns_resolution"], "IN_VPC");
    let configurations = facts(&collected, "vpc_lattice.resource_configuration");
    let api = with(&configurations, "name", "api");
    assert_eq!(api["domain_verification_status"], "PENDING");
    assert_eq!(api["allow_association_to_shareable_service_network"], true);
    let shared = &api["resource_policy"]["statements"][0];
    assert_eq!(
        shared["actions"],
        json!(["vpc-lattice:CreateServiceNetworkResourceAssociation"])
    );
    let unshared = with(&configurations, "name", "unshared");
    assert_eq!(unshared["resource_policy"], Value::Null);
    assert_eq!(unshared["access_log_subscriptions"], json!([]));
    let domains = facts(&collected, "vpc_lattice.domain_verification");
    let verified = with(&domains, "domain_name", "example.com");
    assert_eq!(verified["status"], "VERIFIED");
}

#[test]
fn networks_and_services_of_lattice() {
    let collected = hub();
    let networks = facts(&collected, "vpc_lattice.service_network");
    let own = with(&networks, "name", "hub");
    assert_eq!(own["auth_type"], "AWS_IAM");
    assert_eq!(
        own["auth_policy"]["statements"][0]["actions"],
        json!(["vpc-lattice-svcs:Invoke"])
    );
    assert_eq!(own["number_of_associated_services"], 1);
    let logs = own["access_log_subscriptions"].as_array().expect("logs");
    assert_eq!(logs[1]["service_network_log_type"], "RESOURCE");
    let endpoints = own["vpc_endpoint_associations"].as_array();
    assert_eq!(endpoints.map(Vec::len), Some(2));
    let shared = of_kind(&collected, "vpc_lattice.service_network")
        .find(|network| network.account.as_str() == "333344445555")
        .expect("the network of another account");
    for path in [
        "auth_policy",
        "resource_policy",
        "vpc_endpoint_associations",
    ] {
        assert_eq!(reason(shared, path), Some(GapReason::AccountNotScanned));
    }
    let association = &facts(&collected, "vpc_lattice.service_network_vpc_association")[0];
    assert_eq!(
        (
            &association["security_group_ids"],
            &association["private_dns_enabled"]
        ),
        (&json!(["sg-0b00000000000001a"]), &json!(true))
    );
    let association = &facts(
        &collected,
        "vpc_lattice.service_network_resource_association",
    )[0];
    assert_eq!(association["private_dns_enabled"], true);
    let services = facts(&collected, "vpc_lattice.service");
    let orders = with(&services, "name", "orders");
    assert_eq!(
        (&orders["auth_type"], &orders["auth_policy"]),
        (&json!("NONE"), &Value::Null)
    );
    assert_eq!(orders["custom_domain_name"], "orders.corp.example");
}

#[test]
fn a_service_of_app_runner_that_is_not_public() {
    let server = Server::of_world("connected", &["--page-size", "1"]);
    let collected = collect(&server, HUB);
    let service = &facts(&collected, "apprunner.service")[0];
    assert_eq!(
        (
            &service["health_check_protocol"],
            &service["health_check_path"]
        ),
        (&json!("HTTP"), &json!("/healthz"))
    );
    assert_eq!(service["observability_enabled"], true);
    assert_eq!(
        service["instance_role_arn"],
        "arn:aws:iam::222233334444:role/worker"
    );
    // Only the page with the last operation is asked for.
    assert_eq!(
        service["operations"],
        json!([{"id": "0b000000-0000-0000-0000-000000000022", "operation_type": "UPDATE_SERVICE", "status": "ROLLBACK_SUCCEEDED"}])
    );
    assert_eq!(coverage(&collected, "apprunner:ListOperations").pages, 1);
    let scaling = &facts(&collected, "apprunner.auto_scaling_configuration")[0];
    assert_eq!(
        scaling,
        &json!({"auto_scaling_configuration_name": "a-few", "min_size": 1, "max_size": 3})
    );
    let ways = facts(&collected, "apprunner.vpc_ingress_connection");
    assert_eq!(ways.len(), 2);
    let open = with(&ways, "status", "AVAILABLE");
    assert_eq!(open["vpc_id"], "vpc-0b00000000000001a");
}
