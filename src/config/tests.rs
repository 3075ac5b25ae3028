//! What a good `assize.toml` means, and where its values stand.

mod refused;
mod schema;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{At, ValidConfig, read, template};
use crate::model::assessment::Place;
use crate::model::environment::Environment;
use crate::model::id::{AccountId, Region};
use crate::model::severity::Severity;

const GOOD: &str = r#"version = 1

[accounts.012345678901]
name = "お店"
environment = "prod"
regions = [
    "eu-central-1", # Frankfurt
    "us-gov-west-1",
]

[accounts]
210987654321 = { regions = ["ap-northeast-1", "eu-west-1"], trusted = true }

[[resources]]
match = "arn:aws:rds:*:*:db:sandbox-*"
environment = "dev"
params.rds-backup-retention = { min_days = 1 }

[[resources]]
match = "*:db:sandbox-a"
environment = "staging"

[rules.old-name]
enabled = false

[rules.some-rule]
severity = "low"
params = { ports = [0x1bb, 80], names = ["a"], on = true, text = "x" }
"#;

fn good() -> ValidConfig {
    read(GOOD, "infra/assize.toml").unwrap()
}

fn account(id: &str) -> AccountId {
    AccountId::from(id)
}

#[test]
fn everything_is_read() {
    let config = good();
    let shop = &config.accounts[&account("012345678901")];
    assert_eq!(shop.name.as_deref(), Some("お店"));
    assert_eq!(shop.environment, Environment::Prod);
    assert!(!shop.trusted);
    let regions: Vec<&str> = shop.regions.keys().map(Region::as_str).collect();
    assert_eq!(regions, ["eu-central-1", "us-gov-west-1"]);
    let other = &config.accounts[&account("210987654321")];
    assert!(other.trusted);
    assert_eq!(other.environment, Environment::Unknown);
    assert_eq!(config.resources.len(), 2);
    let entry = &config.resources[0];
    let params = &entry.params["rds-backup-retention"].params;
    assert_eq!(params["min_days"].value, json!(1));
    let rule = &config.rules["some-rule"];
    assert!(rule.enabled);
    assert_eq!(rule.severity, Some(Severity::Low));
    let values: Vec<_> = rule
        .params
        .values()
        .map(|param| param.value.clone())
        .collect();
    assert_eq!(
        values,
        [json!(["a"]), json!(true), json!([443, 80]), json!("x")]
    );
    assert!(!config.rules["old-name"].enabled);
    assert_eq!(config.rules["old-name"].severity, None);
}

#[test]
fn no_file_is_an_empty_one() {
    assert_eq!(
        read("version = 1", "assize.toml").unwrap(),
        ValidConfig::default()
    );
}

#[test]
fn the_place_is_that_of_the_region_else_of_the_account_else_the_first_line() {
    let config = good();
    for (id, region, line, column, end_column) in [
        ("012345678901", "eu-central-1", 7, 5, 19),
        ("012345678901", "us-gov-west-1", 8, 5, 20),
        ("012345678901", "eu-north-1", 3, 11, 23),
        ("012345678901", "global", 3, 11, 23),
        ("210987654321", "eu-west-1", 12, 47, 58),
        ("210987654321", "global", 12, 1, 13),
        ("000000000000", "eu-west-1", 1, 1, 2),
    ] {
        let place = config.place_of(&account(id), &Region::from(region));
        let path = "infra/assize.toml".to_owned();
        assert_eq!(
            place,
            Place {
                path,
                line,
                column,
                end_column
            },
            "{id} {region}"
        );
    }
    let nowhere = ValidConfig::default().place_of(&account("012345678901"), &Region::global());
    assert_eq!((nowhere.path.as_str(), nowhere.line), ("assize.toml", 1));
}

#[test]
fn places_count_characters_and_survive_any_span() {
    let text = "é = 1\r\n  b = [\n1]";
    let at = |start, end| {
        let At {
            line,
            column,
            end_column,
        } = At::of(text, start..end);
        (line, column, end_column)
    };
    assert_eq!(at(5, 6), (1, 5, 6));
    assert_eq!(at(14, 18), (2, 7, 8), "the first line of several");
    assert_eq!(at(0, 0), (1, 1, 2));
    assert_eq!(at(1, 1), (1, 1, 2), "inside a character");
    assert_eq!(at(99, 100), (3, 3, 4), "behind the end");
}

#[test]
fn an_environment_is_what_the_most_exact_source_says() {
    let config = good();
    let environment = |arn: &str, id: &str, tag: Option<&str>| {
        config.environment_of(arn, &account(id), tag).as_str()
    };
    let (prod, open) = ("012345678901", "210987654321");
    let db = |name: &str| format!("arn:aws:rds:eu-west-1:012345678901:db:{name}");
    assert_eq!(
        environment(&db("sandbox-a"), prod, Some("prod")),
        "dev",
        "the first entry"
    );
    assert_eq!(
        environment(&db("orders-dev"), prod, Some("dev")),
        "prod",
        "a tag is no excuse"
    );
    assert_eq!(
        environment(&db("orders-dev"), open, Some("Staging")),
        "staging"
    );
    assert_eq!(environment(&db("orders-dev"), open, Some("blue")), "dev");
    assert_eq!(environment(&db("orders"), open, None), "unknown");
    assert_eq!(environment("arn:aws:s3:::dev", open, None), "dev");
    assert_eq!(
        environment("arn:aws:dev:eu-west-1:1:x", open, None),
        "unknown"
    );
}

#[test]
fn unknown_rules_are_named_with_the_nearest() {
    let config = good();
    let known = BTreeSet::from(["some-rule", "new-name", "rds-backup-retentions"]);
    let aliases = BTreeMap::from([("old-name", "new-name")]);
    let problems = config.check_rule_ids(&known, &aliases);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "infra/assize.toml:17:8: there is no rule `rds-backup-retention` \
             (did you mean `rds-backup-retentions`?)"
        ]
    );
    let by_id = config.rules_by_id(&aliases);
    assert_eq!(
        by_id.keys().copied().collect::<Vec<_>>(),
        ["new-name", "some-rule"]
    );
    assert!(!by_id["new-name"].enabled);
}

#[test]
fn an_alias_beside_its_rule_is_a_problem() {
    let text = "version = 1\n[rules.old]\n[rules.new]\n";
    let config = read(text, "assize.toml").unwrap();
    let aliases = BTreeMap::from([("old", "new")]);
    let problems = config.check_rule_ids(&BTreeSet::from(["new"]), &aliases);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].at.line, 2);
    assert!(problems[0].message.contains("`old` is the rule `new`"));
}

#[test]
fn the_template_is_valid_with_and_without_its_examples() {
    let accounts = [
        (
            account("012345678901"),
            vec![Region::from("eu-west-1"), Region::global()],
        ),
        (account("210987654321"), Vec::new()),
    ];
    let text = template(&accounts);
    let config = read(&text, "assize.toml").unwrap();
    assert_eq!(config.accounts.len(), 2);
    let place = config.place_of(&account("012345678901"), &Region::from("eu-west-1"));
    assert_eq!(text.lines().nth(place.line - 1), Some("    \"eu-west-1\","));
    assert!(config.rules.is_empty() && config.resources.is_empty());
    let full = read(&uncommented(&text), "assize.toml").unwrap();
    assert_eq!((full.rules.len(), full.resources.len()), (1, 1));
    assert_eq!(
        full.accounts[&account("210987654321")].environment,
        Environment::Prod
    );
    let empty = read(&uncommented(&template(&[])), "assize.toml").unwrap();
    assert_eq!(empty.accounts.len(), 1);
    assert!(text.lines().all(|line| line.len() <= 100));
}

/// The template with its examples switched on.
fn uncommented(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(example) if !example.starts_with(' ') => format!("{example}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}
