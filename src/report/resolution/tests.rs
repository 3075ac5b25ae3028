//! What each form shows, and hostile names in it.

use crate::model::gap::{Gap, GapReason};
use crate::model::reach::Evidence;
use crate::model::resolution::{NameAddress, NameAnswer, NameSpace, NameStep, Resolution};

use super::{dot, json, mermaid, text};

fn answer(name: &str) -> Resolution {
    Resolution {
        name: name.to_owned(),
        vpc: "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1".to_owned(),
        answer: NameAnswer::Addresses,
        addresses: vec![NameAddress {
            address: "10.0.0.5".to_owned(),
            interfaces: vec!["eni-1".to_owned()],
        }],
        decided_by: Some(NameSpace {
            kind: "private-zone".to_owned(),
            id: "Z1".to_owned(),
            domain: "corp.example".to_owned(),
        }),
        shadowed: Vec::new(),
        steps: vec![NameStep {
            name: name.to_owned(),
            kind: "private-zone".to_owned(),
            id: "Z1".to_owned(),
            by: vec![Evidence {
                resource: "arn".to_owned(),
                path: "record_sets[0]".to_owned(),
                says: "A 10.0.0.5".to_owned(),
            }],
        }],
        unknown: vec![Gap::new(
            GapReason::Denied,
            "route53:ListResourceRecordSets",
        )],
    }
}

#[test]
fn the_answer_stands_first_and_what_is_not_known_last() {
    let text = text(&answer("db.corp.example"));
    assert!(
        text.starts_with("addresses: db.corp.example is 10.0.0.5 in vpc-1\n"),
        "{text}"
    );
    assert!(
        text.contains("decided by private zone Z1 (corp.example)"),
        "{text}"
    );
    assert!(
        text.ends_with("route53:ListResourceRecordSets denied\n"),
        "{text}"
    );
}

#[test]
fn json_says_the_same() {
    let json: serde_json::Value = serde_json::from_str(&json(&answer("db.corp.example"))).unwrap();
    assert_eq!(json["answer"], "addresses");
    assert_eq!(json["addresses"][0]["interfaces"][0], "eni-1");
    assert_eq!(json["decided_by"]["id"], "Z1");
    assert_eq!(json["unknown"][0]["reason"], "denied");
}

#[test]
fn hostile_names_break_no_form() {
    let answer = answer("x\"] --> evil[\u{1b}[31m\n\\");
    for out in [text(&answer), mermaid(&answer), dot(&answer)] {
        assert!(!out.contains('\u{1b}'), "{out:?}");
    }
    assert!(!mermaid(&answer).contains("--> evil"));
    assert_eq!(dot(&answer).matches("label=").count(), 3);
    assert!(mermaid(&answer).starts_with("flowchart LR\n  n0["));
}
