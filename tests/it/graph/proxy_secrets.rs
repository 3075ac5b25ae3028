//! Whether a proxy gets at its secret: policies of the role, the secret, its key and the organization.

use serde_json::{Value as Json, json};

use super::site;
use super::world::{HERE, OTHER, UNTOLD, World, arn};

const PROXY: &str = "rds.db_proxy";

/// The proxy of the site, with the policies of its role and those of the key of its secret.
struct Given {
    account: Json,
    role: Vec<Json>,
    boundary: Option<Json>,
    secret: Json,
    key: Json,
}

/// The role may read and decrypt, and the key lets the account decide.
fn given() -> Given {
    Given {
        account: json!({}),
        role: vec![
            says("Allow", "secretsmanager:GetSecretValue"),
            says("Allow", "kms:Decrypt"),
        ],
        boundary: None,
        secret: json!({"kms_key_id": key_arn()}),
        key: key(vec![to(&root(), "Allow", "kms:*")]),
    }
}

fn key_arn() -> String {
    arn("kms.key", "own")
}

fn root() -> String {
    format!("arn:aws:iam::{HERE}:root")
}

fn role() -> String {
    arn("iam.role", "proxy")
}

fn key(policy: Vec<Json>) -> Json {
    json!({"key_manager": "CUSTOMER", "key_state": "Enabled", "policy": {"statements": policy},
        "aliases": [{"alias_name": "alias/own"}]})
}

fn says(effect: &str, action: &str) -> Json {
    json!({"effect": effect, "actions": [action], "resources": ["*"]})
}

/// A statement of a policy of a resource.
fn to(principal: &str, effect: &str, action: &str) -> Json {
    let mut statement = says(effect, action);
    statement["principals"] = json!([{"kind": "AWS", "value": principal}]);
    statement
}

/// An account of an organization with a policy of each type on the account itself.
fn member(service: Json, resource: Json) -> Json {
    let policies = |statement: Json| match statement {
        Json::Null => json!([]),
        told if told == UNTOLD => json!(UNTOLD),
        statement => json!([{"id": "p", "name": "p", "content": {"statements": [statement]}}]),
    };
    json!({
        "organization": {"id": "o-1", "master_account_id": "999988887777", "feature_set": "ALL"},
        "policy_targets": [{"id": HERE, "type": "ACCOUNT",
            "service_control_policies": policies(service),
            "resource_control_policies": policies(resource)}],
    })
}

impl Given {
    fn world(self) -> World {
        let replaced = |mut world: World, kind: &str, name: &str, facts: Json| {
            world
                .resources
                .retain(|one| one.arn.as_str() != arn(kind, name));
            world.with(kind, name, facts)
        };
        let world = site::with(World::new().with("account", "it", self.account));
        let mut role = json!({"assume_role_policy_document": {"statements": []},
            "role_policy_list": [{"policy_name": "p", "policy_document": {"statements": self.role}}]});
        if self.boundary.is_some() {
            role["permissions_boundary_arn"] = json!(arn("iam.policy", "boundary"));
        }
        let world = replaced(world, "iam.role", "proxy", role);
        let world = replaced(world, "secretsmanager.secret", "login", self.secret);
        let world = world.with("kms.key", "own", self.key);
        match self.boundary {
            Some(statement) => world.with(
                "iam.policy",
                "boundary",
                json!({"default_version_document": {"statements": [statement]}}),
            ),
            None => world,
        }
    }

    /// The problems, and why there may be more.
    fn see(self) -> (Vec<String>, Vec<String>) {
        let needs = ["secret_problems[].problem"];
        let seen = self.world().see(PROXY, "proxy-s", &needs);
        let problems = seen.view["secret_problems"].as_array().expect("a list");
        let problem = |one: &Json| one["problem"].as_str().expect("a text").to_owned();
        (problems.iter().map(problem).collect(), seen.gaps)
    }

    #[track_caller]
    fn passes(self) {
        assert_eq!(self.see(), (Vec::new(), Vec::new()));
    }

    #[track_caller]
    fn has(self, problem: &str) {
        assert_eq!(self.see(), (vec![problem.to_owned()], Vec::new()));
    }

    #[track_caller]
    fn leaves_open(self, why: &str) {
        let (problems, gaps) = self.see();
        assert_eq!((problems, gaps.len()), (Vec::new(), 1), "{gaps:?}");
        assert!(gaps[0].contains(why), "{gaps:?}");
    }
}

#[test]
fn a_role_that_the_key_names_is_bound_by_denials_boundary_and_organization() {
    // Without an allowance of its own.
    let named = || Given {
        role: vec![says("Allow", "secretsmanager:GetSecretValue")],
        key: key(vec![to(&role(), "Allow", "kms:Decrypt")]),
        ..given()
    };
    named().passes();
    let mut denied = named();
    denied.role.push(says("Deny", "kms:*"));
    denied.has("key-denied");
    Given {
        boundary: Some(says("Allow", "secretsmanager:*")),
        ..named()
    }
    .has("key-denied");
    Given {
        boundary: Some(says("Allow", "*")),
        ..named()
    }
    .passes();
    Given {
        account: member(says("Allow", "secretsmanager:*"), json!(null)),
        ..named()
    }
    .has("key-denied");
    // One of everyone is one of the role, one of a session nobody knows.
    Given {
        key: key(vec![to("*", "Allow", "kms:Decrypt")]),
        ..named()
    }
    .passes();
    let session = format!("arn:aws:sts::{HERE}:assumed-role/proxy/x");
    Given {
        key: key(vec![to(&session, "Allow", "kms:Decrypt")]),
        ..named()
    }
    .leaves_open("kms:GetKeyPolicy unsupported-here");
    // The account alone does not do.
    Given {
        key: given().key,
        ..named()
    }
    .has("key-denied");
}

#[test]
fn actions_of_a_key_may_have_wildcards_anywhere() {
    let keyed = |statements: Vec<Json>| Given {
        key: key(statements),
        ..given()
    };
    for action in ["kms:*Decrypt*", "kms:Decr?pt", "KMS:decrypt", "*"] {
        keyed(vec![to(&root(), "Allow", action)]).passes();
        let allowed = to(&root(), "Allow", "kms:*");
        keyed(vec![allowed.clone(), to(&role(), "Deny", action)]).has("key-denied");
        keyed(vec![allowed, to(&root(), "Deny", action)]).has("key-denied");
    }
    for action in ["kms:De*s", "kms:Decry?", "kms:DescribeKey"] {
        keyed(vec![to(&root(), "Allow", action)]).has("key-denied");
    }
    let mut conditional = to(&role(), "Deny", "kms:De*t");
    conditional["conditions"] =
        json!([{"operator": "Bool", "key": "aws:securetransport", "values": ["false"]}]);
    keyed(vec![to(&root(), "Allow", "kms:*"), conditional])
        .leaves_open("kms:GetKeyPolicy unsupported-here");
}

#[test]
fn a_grant_may_admit_its_grantee() {
    let granted = |grant: Json| {
        let mut facts = key(Vec::new());
        facts["grants"] = json!([grant]);
        Given {
            key: facts,
            ..given()
        }
    };
    let grant = json!({"grantee_principal": role(), "operations": ["Decrypt"]});
    granted(grant.clone()).leaves_open("kms:ListGrants unsupported-here");
    let with = |attribute: &str, value: Json| {
        let mut other = grant.clone();
        other[attribute] = value;
        granted(other)
    };
    with("operations", json!(["Encrypt"])).has("key-denied");
    with("grantee_principal", json!(root())).has("key-denied");
    with("operations", json!(UNTOLD)).leaves_open("kms:ListGrants not-collected");
}

#[test]
fn a_key_that_cannot_be_used_decrypts_nothing() {
    let in_state = |state: &str| {
        let mut facts = given().key;
        facts["key_state"] = json!(state);
        Given {
            key: facts,
            ..given()
        }
    };
    for state in ["Disabled", "PendingDeletion", "PendingImport"] {
        in_state(state).has("key-unusable");
    }
    in_state("Updating").leaves_open("in-transition");
    in_state("Odd").leaves_open("kms:DescribeKey unsupported-here");
    in_state(UNTOLD).leaves_open("kms:DescribeKey not-collected");
}

#[test]
fn an_alias_is_one_of_the_account_that_its_arn_names() {
    let called = |alias: &str| Given {
        secret: json!({"kms_key_id": alias}),
        ..given()
    };
    called("alias/own").passes();
    called(&format!("arn:aws:kms:eu-west-1:{HERE}:alias/own")).passes();
    called(&format!("arn:aws:kms:eu-west-1:{OTHER}:alias/own")).leaves_open("account-not-scanned");
    called(&format!("arn:aws:kms:us-east-1:{HERE}:alias/own")).leaves_open("region-not-scanned");
}

#[test]
fn a_policy_of_the_secret_admits_and_denies() {
    let policed = |statement: Json| Given {
        secret: json!({"kms_key_id": "alias/aws/secretsmanager", "resource_policy": {"statements": [statement]}}),
        ..given()
    };
    policed(to("*", "Deny", "secretsmanager:DeleteSecret")).passes();
    policed(to(&role(), "Deny", "secretsmanager:Get*")).has("secret-denied");
    let mut admitted = policed(to(&role(), "Allow", "secretsmanager:GetSecretValue"));
    admitted.role.clear();
    admitted.passes();
    let mut untold = policed(json!({}));
    untold.secret["resource_policy"] = json!(UNTOLD);
    untold.leaves_open("secretsmanager:GetResourcePolicy");
}

#[test]
fn a_resource_control_policy_bounds_what_resources_admit() {
    let everything = || says("Allow", "*");
    let bound = |resource: Json| Given {
        account: member(everything(), resource),
        ..given()
    };
    bound(json!(null)).passes();
    bound(says("Deny", "s3:*")).passes();
    bound(says("Deny", "secretsmanager:GetSecretValue")).has("secret-denied");
    bound(says("Deny", "kms:Decrypt")).has("key-denied");
    bound(json!(UNTOLD)).leaves_open("organizations:");
    let mut conditional = says("Deny", "kms:Decrypt");
    conditional["conditions"] =
        json!([{"operator": "StringNotEquals", "key": "aws:principalorgid", "values": ["o-1"]}]);
    bound(conditional).leaves_open("unsupported-here");
    // The management account is bound by none.
    let mut manager = bound(says("Deny", "kms:Decrypt"));
    manager.account["organization"]["master_account_id"] = json!(HERE);
    manager.passes();
}
