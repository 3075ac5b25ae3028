//! Keys, secrets, parameters and file systems.

use serde_json::{Value, json};

use super::{kept, of, of_kind, one};

#[test]
fn keys_have_state_rotation_policy_grants_and_aliases() {
    let orders = of("kms.key", "999999999991");
    assert_eq!(orders["aliases"], json!([{"alias_name": "alias/orders"}]));
    assert_eq!(orders["key_rotation_enabled"], false);
    assert_eq!(
        orders["policy"]["statements"][0]["actions"],
        json!(["kms:*"])
    );
    let grants = orders["grants"].as_array().expect("grants");
    assert_eq!(grants.len(), 2);
    assert_eq!(
        grants[0]["operations"],
        json!(["Decrypt", "GenerateDataKey"])
    );
    assert_eq!(of("kms.key", "999999999992")["key_manager"], "AWS");
    let signing = of("kms.key", "999999999993");
    assert_eq!(signing["key_state"], "PendingDeletion");
    assert_eq!(signing["deletion_date"], "2025-12-10T00:00:00Z");
    // Keys of this sort have no rotation, so that nobody was asked.
    assert_eq!(signing["key_rotation_enabled"], Value::Null);
}

#[test]
fn secrets_have_rotation_stages_and_a_policy() {
    let orders = of("secretsmanager.secret", "orders-AbCdEf");
    assert_eq!(orders["rotation_enabled"], true);
    assert_eq!(orders["next_rotation_date"], "2025-12-01T00:00:00Z");
    let versions = orders["version_ids_to_stages"]
        .as_array()
        .expect("versions");
    let stages: Vec<&Value> = versions
        .iter()
        .map(|version| &version["value"][0])
        .collect();
    assert_eq!(stages, ["AWSCURRENT", "AWSPENDING"]);
    let principal = &orders["resource_policy"]["statements"][0]["principals"][0];
    assert_eq!(principal["value"], "arn:aws:iam::555566667777:root");
}

#[test]
fn the_policy_of_a_secret_that_is_to_be_deleted_is_a_gap() {
    let old = of("secretsmanager.secret", "old-AbCdEf");
    assert_eq!(old["deleted_date"], "2025-11-10T00:00:00Z");
    assert_eq!(old["rotation_enabled"], false);
    let mut secrets = of_kind(kept(), "secretsmanager.secret");
    let old = secrets.find(|secret| secret.arn.as_str().ends_with("old-AbCdEf"));
    let gap = old.and_then(|secret| secret.recorded_gap("resource_policy"));
    assert_eq!(gap.map(|gap| gap.reason.as_str()), Some("in-transition"));
}

#[test]
fn parameters_that_tasks_name_are_told() {
    let key = one("ssm.parameter", "name", "/orders/api-key");
    assert_eq!(
        (&key["type"], &key["key_id"]),
        (&json!("SecureString"), &json!("alias/aws/ssm"))
    );
    assert_eq!(one("ssm.parameter", "name", "flag")["type"], "String");
}

#[test]
fn file_systems_say_whether_they_are_encrypted() {
    assert_eq!(
        one("efs.file_system", "file_system_id", "fs-0a1")["encrypted"],
        true
    );
    let plain = one("efs.file_system", "file_system_id", "fs-0a2");
    assert_eq!(
        (&plain["encrypted"], &plain["kms_key_id"]),
        (&json!(false), &Value::Null)
    );
}
