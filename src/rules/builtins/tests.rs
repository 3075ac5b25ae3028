//! The examples of OPA's documentation, and answers that OPA gave; `tests/it/opa_peer.rs` asks it.

use regorus::{Engine, Value};

fn answer(expression: &str) -> Result<Value, String> {
    let mut engine = Engine::new();
    super::register(&mut engine);
    let policy = format!("package p\n\ny := {expression}\n");
    engine
        .add_policy("p.rego".to_owned(), policy)
        .map_err(|error| error.to_string())?;
    engine
        .eval_rule("data.p.y".to_owned())
        .map_err(|error| error.to_string())
}

fn check(cases: &[(&str, &str)]) {
    for (expression, wanted) in cases {
        let wanted = answer(wanted).expect(wanted);
        assert_eq!(answer(expression), Ok(wanted), "{expression}");
    }
}

#[test]
fn blocks_intersect() {
    check(&[
        (
            r#"net.cidr_intersects("192.168.0.0/16", "192.168.1.0/24")"#,
            "true",
        ),
        (
            r#"net.cidr_intersects("192.168.1.0/24", "192.168.0.0/16")"#,
            "true",
        ),
        (
            r#"net.cidr_intersects("192.168.0.0/16", "10.0.0.0/8")"#,
            "false",
        ),
        (
            r#"net.cidr_intersects("10.0.0.1/8", "10.255.0.0/024")"#,
            "true",
        ),
        (r#"net.cidr_intersects("::/0", "10.255.0.0/24")"#, "false"),
        (r#"net.cidr_intersects("::/0", "2001:db8::/32")"#, "true"),
        (
            r#"net.cidr_intersects("::ffff:10.0.0.0/104", "10.0.0.0/8")"#,
            "true",
        ),
    ]);
}

#[test]
fn blocks_merge() {
    check(&[
        (
            r#"net.cidr_merge(["192.0.128.0/24", "192.0.129.0/24"])"#,
            r#"{"192.0.128.0/23"}"#,
        ),
        (
            r#"net.cidr_merge({"192.0.128.0/24", "192.0.129.0/24", "192.0.130.0/24"})"#,
            r#"{"192.0.128.0/23", "192.0.130.0/24"}"#,
        ),
        (
            r#"net.cidr_merge(["0.0.0.0/1", "128.0.0.0/1"])"#,
            r#"{"0.0.0.0/0"}"#,
        ),
        (
            r#"net.cidr_merge(["10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/6"])"#,
            r#"{"10.0.0.0/7", "12.0.0.0/6"}"#,
        ),
        (
            r#"net.cidr_merge(["10.0.0.1", "150.1.2.3", "200.1.2.3"])"#,
            r#"{"10.0.0.1/8", "150.1.2.3/16", "200.1.2.3/24"}"#,
        ),
        (r#"net.cidr_merge(["::1/128", "::0/128"])"#, r#"{"::/127"}"#),
        (r#"net.cidr_merge(["::/1", "8000::/1"])"#, r#"{"::/0"}"#),
        (
            r#"net.cidr_merge(["::/1", "8000::/1", "10.0.0.0/8"])"#,
            r#"{"::/0"}"#,
        ),
        ("net.cidr_merge([])", "set()"),
    ]);
}

#[test]
fn matches_are_found() {
    check(&[
        (
            r#"net.cidr_contains_matches("1.1.1.0/24", "1.1.1.128")"#,
            r#"{["1.1.1.0/24", "1.1.1.128"]}"#,
        ),
        (
            r#"net.cidr_contains_matches(["1.1.1.0/24", "1.1.2.0/24"], "1.1.1.128")"#,
            r#"{[0, "1.1.1.128"]}"#,
        ),
        (
            r#"net.cidr_contains_matches([["1.1.0.0/16", "foo", 1], "1.1.2.0/24"], ["1.1.1.128", ["1.1.254.254", "bar"]])"#,
            "{[0, 0], [0, 1]}",
        ),
        (
            r#"net.cidr_contains_matches({["1.1.0.0/16", "foo"], "1.1.2.0/24"}, {"x": "1.1.1.128", "y": ["1.1.254.254", "bar"]})"#,
            r#"{[["1.1.0.0/16", "foo"], "x"], [["1.1.0.0/16", "foo"], "y"]}"#,
        ),
        (
            r#"net.cidr_contains_matches(["::/0", "0.0.0.0/0"], ["::1", "1.1.1.1"])"#,
            "{[0, 0], [1, 1]}",
        ),
        (
            r#"net.cidr_contains_matches("1.1.1.0/24", "1.1.0.0/16")"#,
            "set()",
        ),
        (r#"net.cidr_contains_matches([], ["x"])"#, "set()"),
    ]);
}

#[test]
fn what_is_no_address_is_an_error() {
    for expression in [
        r#"net.cidr_intersects("10.0.0.1", "10.255.0.0/24")"#,
        r#"net.cidr_intersects("10.0.0.0/33", "10.0.0.0/8")"#,
        r#"net.cidr_intersects("10.0.0.0/+8", "10.0.0.0/8")"#,
        r#"net.cidr_intersects("010.0.0.0/8", "10.0.0.0/8")"#,
        r#"net.cidr_merge(["::1"])"#,
        r#"net.cidr_merge(["x"])"#,
        r#"net.cidr_merge(["::ffff:10.0.0.0/104"])"#,
        "net.cidr_merge([1])",
        r#"net.cidr_contains_matches("1.1.1.1", "1.1.1.1")"#,
        r#"net.cidr_contains_matches([[]], "1.1.0.0/16")"#,
        r#"net.cidr_contains_matches([[1]], "1.1.0.0/16")"#,
        r#"net.cidr_contains_matches(["::/0"], ["::1%eth0"])"#,
    ] {
        assert!(answer(expression).is_err(), "{expression}");
    }
}

/// The answers are OPA's own: `tests/it/opa_peer.rs` asks it for them again.
#[test]
fn opa_answers_the_same() {
    let text = include_str!("../../../tests/opa/cidr.json");
    let answers: std::collections::BTreeMap<String, serde_json::Value> =
        serde_json::from_str(text).expect("JSON");
    let mut wrong = Vec::new();
    for (expression, wanted) in answers {
        let found = match answer(&expression) {
            Ok(value) => serde_json::to_value(&value).expect("JSON"),
            Err(_) => serde_json::json!("error"),
        };
        if found != wanted {
            wrong.push(format!("{expression}: OPA says {wanted}, we say {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
