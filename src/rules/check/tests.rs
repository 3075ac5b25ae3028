//! Reads, partial rules and damaged files; `tests/rego-rejects` holds a module for each error.

use crate::rules::metadata::Origin;
use crate::rules::source::Source;
use crate::rules::vet;

const LIBRARY: &str = "package assize.lib.net

# Whether a block is everything.
open(cidr) if cidr in {\"0.0.0.0/0\", \"::/0\"}

ports := {22, 3389}
";

fn rule(extra: &str, body: &str) -> String {
    format!(
        "# METADATA
# title: t
# description: d
# custom:
#   id: open-port
#   severities: [high, low]
#   subject: ec2.security_group
#   applies: {{needs: [kind]}}
#   needs: [name, \"ingress[].cidr\", \"ingress[].from_port\", \"cluster.members[].role\", \"reach.sources[?class in [internet]]\", \"vpc.tags as labels\"]
#   wants: [owner]
#   params: {{port: {{type: integer, default: 22}}}}
#   messages: {{open: \"{{cidr}} is open\", plain: plain}}
#   remediation: {{text: close it}}
{extra}package assize.ec2.open_port

import data.assize.lib.net

applies if input.kind == \"a\"

{body}
"
    )
}

fn problems(extra: &str, body: &str) -> Vec<String> {
    let text = rule(extra, body);
    let library = Source {
        file: "policies/lib/net.rego",
        text: LIBRARY,
    };
    let source = Source {
        file: "policies/ec2/open_port.rego",
        text: &text,
    };
    match vet(source, Origin::BuiltIn, &[library]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// A denial under this condition.
fn deny(condition: &str) -> String {
    format!(
        "deny contains {{\"facts\": [\"name\"], \"message\": \"plain\"}} if {{\n\t{condition}\n}}"
    )
}

#[test]
fn declared_reads_pass() {
    for condition in [
        "input.ingress[0].cidr == \"0.0.0.0/0\"",
        "some rule in input.ingress; net.open(rule.cidr)",
        "some i, rule in input.ingress; input.ingress[i].from_port == rule.from_port",
        "rule := input.ingress[_]; rule.from_port in net.ports",
        "every member in input.cluster.members { member.role == \"writer\" }",
        "cluster := input.cluster; some member in cluster.members; member.role == \"reader\"",
        "some source in input.reach.sources; source.protocol.name == \"tcp\"",
        "input.labels.anything[_] == input.params.port",
        "count(input.ingress) > 1; input[\"name\"] == \"x\"; input.kind",
        "count([rule | some rule in input.ingress; rule.cidr]) > 0",
        "input.owner.unknown",
    ] {
        assert_eq!(
            problems("", &deny(condition)),
            Vec::<String>::new(),
            "{condition}"
        );
    }
}

#[test]
fn other_reads_are_refused() {
    for (condition, message) in [
        (
            "input.ingres[_].cidr",
            "`input.ingres` is not declared (declare it in `needs`, `wants` or `params`; did you mean `ingress`?)",
        ),
        (
            "input.ingress.cidr",
            "`input.ingress` is a list, `cidr` is read of it",
        ),
        (
            "some rule in input.ingress; rule.cdr",
            "`input.ingress[_].cdr` is not declared",
        ),
        (
            "rule := input.ingress[_]; rule.cdr",
            "`input.ingress[_].cdr` is not declared",
        ),
        (
            "some cluster in [input.cluster]; some m in input.cluster.members; m.rol",
            "`input.cluster.members[_].rol` is not declared",
        ),
        (
            "every member in input.cluster.members { member.id }",
            "`input.cluster.members[_].id` is not declared",
        ),
        (
            "count([rule | some rule in input.ingress; rule.to_port]) > 0",
            "`input.ingress[_].to_port` is not declared",
        ),
        (
            "some key in [\"name\"]; input[key]",
            "a field of `input` is computed",
        ),
        (
            "some key in [\"role\"]; input.cluster[key]",
            "a field of `input.cluster` is computed",
        ),
        ("count(input) > 0", "`input` is used as a whole"),
        ("input.params.prt", "`input.params.prt` is not declared"),
        ("input.vpc.tags", "`input.vpc` is not declared"),
    ] {
        let problems = problems("", &deny(condition));
        let line = "policies/ec2/open_port.rego:21:".to_string();
        assert!(
            problems
                .iter()
                .any(|problem| problem.starts_with(&line) && problem.contains(message)),
            "{condition}: {problems:#?}"
        );
    }
}

#[test]
fn applies_reads_only_its_own_needs() {
    let body = format!(
        "applies if input.name == small\n\nsmall := 1 if input.cluster.members\n\n{}",
        deny("true")
    );
    let problems = problems("", &body);
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(
        problems
            .iter()
            .all(|problem| problem.contains("declare it in `applies.needs`")),
        "{problems:#?}"
    );
}

#[test]
fn partial_rules_are_monotone() {
    let partial = "#   partial: deny-stands\n";
    for (condition, message) in [
        ("some rule in input.ingress; net.open(rule.cidr)", ""),
        ("input.ingress[_].from_port > input.params.port", ""),
        (
            "\"writer\" in [\"writer\"]; input.cluster.members[_].role == \"writer\"",
            "",
        ),
        ("not input.name", "with `not`"),
        ("every rule in input.ingress { rule.cidr }", "with `every`"),
        ("count(input.ingress) == 0", "with `count`"),
        (
            "input.ingress == []",
            "with `input.ingress` used as a value",
        ),
        (
            "rules := input.ingress; rules == []",
            "with `input.ingress` used as a value",
        ),
        ("[1 | input.ingress[_]] == []", "with a comprehension"),
        ("input.name != \"x\"", "with `!=`"),
        (
            "object.get(input.labels, \"a\", \"\") == \"\"",
            "with `object.get`",
        ),
        ("small", "with a default"),
        ("large", "with `else`"),
    ] {
        let rules = "default small := true\n\nsmall := false if input.name\n\nlarge if input.name == \"a\"\n\nlarge := true if input.name == \"b\" else := false\n\n";
        let problems = problems(partial, &format!("{rules}{}", deny(condition)));
        match message {
            "" => assert_eq!(problems, Vec::<String>::new(), "{condition}"),
            _ => assert!(
                problems.iter().any(|problem| problem.contains(message)),
                "{condition}: {problems:#?}"
            ),
        }
    }
}

#[test]
fn a_broken_library_is_named() {
    let text = rule("", &deny("net.open(\"x\")"));
    let source = Source {
        file: "open_port.rego",
        text: &text,
    };
    for (library, message) in [
        (
            "package assize.lib.net\n\nopen(c) if open(c)\n",
            "net.rego:3:1: `open` depends on itself: open -> open",
        ),
        (
            "package assize.lib.net\n\nopen(c) if c == input.x\n",
            "net.rego:3:17: a library reads `input`",
        ),
        (
            "package assize.lib.net\n\nopen(c) if {\n",
            "net.rego:4:1: syntax error",
        ),
        (
            "package assize.ec2.open_port\n\nopen(c) if c\n",
            "net.rego:1:1: the package `assize.ec2.open_port` is that of open_port.rego too",
        ),
    ] {
        let library = Source {
            file: "net.rego",
            text: library,
        };
        let problems = vet(source, Origin::BuiltIn, &[library]).expect_err(message);
        assert!(
            problems
                .iter()
                .any(|problem| problem.to_string().starts_with(message)),
            "{message}: {problems:#?}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn a_damaged_rule_never_panics(at in 0usize..1400, remove in 0usize..80, insert in "[\\PC\n\t#:{}()\\[\\]\"`|&=:.,;_0-9a-z -]{0,16}") {
        let text = rule("", &format!(
            "import rego.v1\n{}\n\nf([a, {{\"b\": b}}]) := x if {{ some x, [y, _] in a; x = y + b }} else := {{k: v | some k, v in b}}\n",
            deny("some i, rule in input.ingress; not net.open(rule.cidr); every m in input.cluster.members { m.role != `x` }"),
        ));
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
        let (start, end) = (floor(at), floor(at + remove));
        let damaged = format!("{}{insert}{}", &text[..start], &text[end..]);
        let source = Source { file: "open_port.rego", text: &damaged };
        let _ = vet(source, Origin::BuiltIn, &[]);
    }
}
