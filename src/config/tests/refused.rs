//! What is wrong in an `assize.toml` is told with its place and what to do.

use crate::config::read;

/// The problems of a text.
fn problems(text: &str) -> Vec<String> {
    let error = read(text, "assize.toml").unwrap_err();
    error.to_string().lines().map(str::to_owned).collect()
}

/// The one problem of a text of version 1, from line 2 on.
#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(
        problems(&format!("version = 1\n{text}\n")),
        [format!("assize.toml:{want}")]
    );
}

#[test]
fn versions() {
    let help = "(write `version = 1` before everything else)";
    assert_eq!(
        problems(""),
        [format!("assize.toml:1:1: there is no `version` {help}")]
    );
    let no_version = format!("assize.toml:1:11: this is not a version {help}");
    assert_eq!(problems("version = \"1\""), [no_version.as_str()]);
    assert_eq!(problems("version = 0"), [no_version.as_str()]);
    assert_eq!(
        problems("version = 2\nunheard = true"),
        ["assize.toml:1:11: this assize reads version 1, and the file has 2 (use a newer assize)"]
    );
}

#[test]
fn syntax() {
    for (text, line) in [
        ("version = 1\n[accounts", 2),
        ("version = 1\nversion = 1", 2),
        ("\n= 1", 2),
    ] {
        let found = problems(text);
        assert!(
            found[0].starts_with(&format!("assize.toml:{line}:")),
            "{found:?}"
        );
        assert!(
            found[0].ends_with("(see https://toml.io for the syntax)"),
            "{found:?}"
        );
    }
}

#[test]
fn unknown_keys() {
    check(
        "acounts = {}",
        "2:1: assize.toml has no key `acounts` (did you mean `accounts`?)",
    );
    check(
        "[accounts.012345678901]\nenviroment = 'dev'",
        "3:1: an account has no key `enviroment` (did you mean `environment`?)",
    );
    check(
        "[rules.a]\ncolour = 1",
        "3:1: a rule has no key `colour` (keys: enabled, severity, params)",
    );
    check(
        "[[resources]]\nmatch = '*'\nmatches = '*'",
        "4:1: an entry of `resources` has no key `matches` (did you mean `match`?)",
    );
}

#[test]
fn keys_for_later_versions() {
    let help = "(remove it, or use a version of assize that supports it: it would have no effect)";
    check(
        "[trust]",
        &format!("2:1: `trust` is not supported by this version yet {help}"),
    );
    check(
        "iac = {}",
        &format!("2:7: `iac` is not supported by this version yet {help}"),
    );
    check(
        "[[waivers]]\nrule = 'a'",
        &format!("2:1: `waivers` is not supported by this version yet {help}"),
    );
}

#[test]
fn types() {
    check(
        "accounts = 1",
        "2:12: `accounts` is a whole number (write a table)",
    );
    check(
        "accounts.012345678901 = 1",
        "2:25: `012345678901` is a whole number (write a table)",
    );
    check(
        "[accounts.012345678901]\nname = 1",
        "3:8: `name` is a whole number (write a text)",
    );
    check(
        "[accounts.012345678901]\nregions = 'eu-west-1'",
        "3:11: `regions` is a text (write a list of texts)",
    );
    check(
        "[accounts.012345678901]\nregions = ['eu-west-1', 1]",
        "3:25: `regions` is a whole number (write a text)",
    );
    check(
        "[rules.a]\nenabled = 'no'",
        "3:11: `enabled` is a text (write true or false)",
    );
    check(
        "[rules.a]\nparams = 1",
        "3:10: `params` is a whole number (write a table)",
    );
    let help = "(write a whole number, a text, true or false, or a list of these)";
    check(
        "[rules.a]\nparams.x = 1.5",
        &format!("3:12: `x` is a number with a point {help}"),
    );
    check(
        "[rules.a]\nparams.x = [[1]]",
        &format!("3:12: `x` is a list {help}"),
    );
    check(
        "[rules.a]\nparams.x = 2026-01-01",
        &format!("3:12: `x` is a time {help}"),
    );
    check(
        "[rules.a]\nparams.x = 99999999999999999999",
        &format!("3:12: `x` is a whole number {help}"),
    );
    check(
        "[resources]\nmatch = '*'",
        "2:1: `resources` is a table (write `[[resources]]`, once for each entry)",
    );
}

#[test]
fn values() {
    let twelve = "(write its twelve digits: `[accounts.123456789012]`)";
    check(
        "[accounts.1]",
        &format!("2:11: `1` is not the id of an account {twelve}"),
    );
    check(
        "[accounts.shop]",
        &format!("2:11: `shop` is not the id of an account {twelve}"),
    );
    check(
        "[accounts.012345678901]\nenvironment = 'prd'",
        "3:15: there is no environment `prd` (did you mean `prod`?)",
    );
    check(
        "[accounts.012345678901]\nenvironment = 'unknown'",
        "3:15: there is no environment `unknown` (environments: prod, staging, dev)",
    );
    check(
        "[rules.a]\nseverity = 'hihg'",
        "3:12: there is no severity `hihg` (did you mean `high`?)",
    );
    let a_code = "(write a code such as `eu-central-1`)";
    for no_region in ["eu-central-1a", "Frankfurt", "eu--1", "", "eu-west-", "1"] {
        check(
            &format!("[accounts.012345678901]\nregions = ['{no_region}']"),
            &format!("3:12: `{no_region}` is not the code of a region {a_code}"),
        );
    }
    check(
        "[accounts.012345678901]\nregions = ['eu-west-1', 'eu-west-1']",
        "3:25: `eu-west-1` is named twice (leave one out)",
    );
    check(
        "[accounts.012345678901]\nregions = ['global']",
        "3:12: `global` is not a region (leave it out: global services are always scanned)",
    );
    check(
        "[[resources]]\nmatch = 'db:a'",
        "3:9: `db:a` matches no ARN (begin with `arn:` or `*`; `*` is any text, `?` any one character)",
    );
    check(
        "[[resources]]\nenvironment = 'dev'",
        "2:1: an entry of `resources` has no `match` \
         (say which resources it is about: `match = \"arn:aws:rds:*:*:db:orders-*\"`)",
    );
}

#[test]
fn all_problems_are_told_in_their_order() {
    let text = "version = 1\n[rules.a]\nseverity = 'x'\n[accounts.1]\nname = 2\n";
    let lines: Vec<String> = problems(text)
        .iter()
        .map(|problem| problem.split(':').nth(1).unwrap_or("").to_owned())
        .collect();
    assert_eq!(lines, ["3", "4", "5"]);
}
