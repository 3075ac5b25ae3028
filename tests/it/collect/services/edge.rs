//! Load balancers, their listeners and targets, and certificates.

use serde_json::{Value, json};

use super::{arn, of, one};

#[test]
fn load_balancers_have_attributes_by_name_and_a_web_acl() {
    let web = one("elbv2.load_balancer", "load_balancer_name", "web");
    assert_eq!(
        web["attributes"],
        json!({
            "access_logs_s3_enabled": true,
            "deletion_protection_enabled": false,
            "routing_http_drop_invalid_header_fields_enabled": true,
            "routing_http_desync_mitigation_mode": "defensive",
            "load_balancing_cross_zone_enabled": true,
        })
    );
    assert_eq!(web["scheme"], "internet-facing");
    assert_eq!(web["availability_zones"][1]["subnet_id"], "subnet-0c1");
    let acl = web["web_acl_arn"].as_str().expect("a web ACL");
    assert!(
        acl.starts_with(&arn("wafv2", "regional/webacl/front/")),
        "{acl}"
    );
    let tcp = one("elbv2.load_balancer", "load_balancer_name", "tcp");
    assert_eq!(tcp["security_groups"], Value::Null);
    assert_eq!(tcp["web_acl_arn"], Value::Null);
    assert_eq!(
        tcp["attributes"]["routing_http_desync_mitigation_mode"],
        Value::Null
    );
}

#[test]
fn listeners_have_rules_certificates_and_versions_of_tls() {
    let http = of("elbv2.listener", "0000000000000080");
    assert_eq!(
        http["default_actions"][0]["redirect_config"]["protocol"],
        "HTTPS"
    );
    let rules = http["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 2);
    assert_eq!(rules[0]["actions"][0]["type"], "forward");
    assert_eq!(rules[1]["is_default"], true);
    assert_eq!(http["certificates"], Value::Null);
    assert_eq!(http["ssl_protocols"], Value::Null);
    let https = of("elbv2.listener", "0000000000000443");
    assert_eq!(https["ssl_protocols"], json!(["TLSv1.2", "TLSv1.3"]));
    assert_eq!(https["certificates"].as_array().map(Vec::len), Some(2));
    let weights = &https["default_actions"][0]["forward_config"]["target_groups"];
    assert_eq!(
        (&weights[0]["weight"], &weights[1]["weight"]),
        (&json!(90), &json!(10))
    );
    let tcp = of("elbv2.listener", "0000000000005432");
    assert_eq!(tcp["rules"], Value::Null);
    assert_eq!(tcp["port"], 5432);
}

#[test]
fn target_groups_have_their_targets() {
    let blue = one("elbv2.target_group", "target_group_name", "blue");
    assert_eq!(blue["health_check_path"], "/health");
    assert_eq!(
        blue["target_health_descriptions"][1],
        json!({
            "target": {"id": "10.0.2.10", "port": 8080, "availability_zone": "ap-northeast-1c"},
            "target_health": {"state": "unhealthy", "reason": "Target.Timeout"},
        })
    );
    let green = one("elbv2.target_group", "target_group_name", "green");
    assert_eq!(green["attributes"]["preserve_client_ip_enabled"], false);
    assert_eq!(green["target_health_descriptions"], json!([]));
}

#[test]
fn certificates_have_their_end_and_their_renewal() {
    let used = one("acm.certificate", "domain_name", "www.example.com");
    assert_eq!(used["key_algorithm"], "EC_prime256v1");
    assert_eq!(used["not_after"], "2026-03-01T00:00:00Z");
    assert_eq!(
        used["renewal_summary"]["renewal_status"],
        "PENDING_VALIDATION"
    );
    assert_eq!(used["in_use_by"].as_array().map(Vec::len), Some(1));
    let new = one("acm.certificate", "domain_name", "new.example.com");
    assert_eq!(
        (&new["status"], &new["not_after"]),
        (&json!("PENDING_VALIDATION"), &Value::Null)
    );
}
