//! Hostile names in answers, and what each form shows.

use crate::model::reach::{Certainty, Evidence, Hop, Leg, Reachability, Stopped};

use super::{dot, json, mermaid, text};

fn answer(name: &str) -> Reachability {
    let hop = Hop {
        kind: "security-group".to_owned(),
        id: name.to_owned(),
        resource: None,
        by: vec![Evidence {
            resource: "arn".to_owned(),
            path: "ip_permissions[0]".to_owned(),
            says: "tcp 5432 from sg-1".to_owned(),
        }],
        facts: Vec::new(),
    };
    Reachability {
        from: "internet".to_owned(),
        to: "arn:db".to_owned(),
        answer: Certainty::No,
        forward: Leg {
            answer: Certainty::No,
            path: vec![hop],
            stopped: Some(Stopped {
                at: "acl-1".to_owned(),
                code: "SUBNET_ACL_RESTRICTION".to_owned(),
                why: "entry 1 denies".to_owned(),
                by: Vec::new(),
            }),
            unknown: Vec::new(),
        },
        back: None,
        packets: Vec::new(),
        to_open: Vec::new(),
        to_close: Vec::new(),
    }
}

#[test]
fn the_answer_stands_first_and_the_stop_says_why() {
    let told = text(&answer("sg-9"), "tcp 5432");
    assert!(
        told.starts_with("no: internet cannot reach arn:db on tcp 5432\n"),
        "{told}"
    );
    assert!(
        told.contains("STOPPED at acl-1: entry 1 denies (SUBNET_ACL_RESTRICTION)"),
        "{told}"
    );
    assert!(told.contains("tcp 5432 from sg-1"), "{told}");
}

#[test]
fn names_cannot_leave_their_quotes() {
    let hostile = "x\"]; click a href \"javascript:1\" \u{1b}[2J\n\\\" end";
    let answer = answer(hostile);
    let chart = mermaid(&answer);
    for line in chart.lines().filter(|line| line.contains("click")) {
        assert_eq!(line.matches('"').count(), 2, "{line}");
    }
    let graph = dot(&answer);
    let line = graph
        .lines()
        .find(|line| line.contains("click"))
        .expect("a node");
    let bare = line.replace("\\\\", "").replace("\\\"", "");
    assert_eq!(bare.matches('"').count(), 2, "{line}");
    for out in [chart, graph, text(&answer, "tcp"), json(&answer)] {
        assert!(!out.contains('\u{1b}'), "{out}");
    }
}

#[test]
fn programs_find_the_legs_by_their_names() {
    let told: serde_json::Value = serde_json::from_str(&json(&answer("sg-9"))).expect("JSON");
    assert_eq!(told["answer"], "no");
    assert_eq!(told["forward"]["stopped"]["code"], "SUBNET_ACL_RESTRICTION");
    assert_eq!(
        told["forward"]["path"][0]["by"][0]["path"],
        "ip_permissions[0]"
    );
    assert_eq!(told["forward"]["unknown"], serde_json::json!([]));
    assert_eq!(told["return"], serde_json::Value::Null);
}
