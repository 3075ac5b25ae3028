//! A good contract reads whole; each thing that can be wrong is refused at its place.

use serde_json::json;

use super::{Metadata, Origin, ParamType};
use crate::model::severity::Severity;
use crate::rules::source::Source;

const GOOD: &str = r##"# Copyright of somebody.

# METADATA
# title: Zone record has a long TTL
# description: >
#   An address in a record can change.
#   A long TTL keeps the old one alive.
# custom:
#   id: zone-long-ttl
#   severities: [low, medium]
#   subject: dns.name_in_vpc
#   applies: {needs: [kind]}
#   needs: [records.ttl, "records.values[?type == A] as addresses"]
#   wants: [zone.name]
#   partial: deny-stands
#   params:
#     max_ttl: {type: integer, default: 60, unit: s, min: 0, by_environment: {dev: 300}}
#   messages:
#     long: "TTL is {ttl} s, more than {max}"
#   frameworks: {nist-800-53: [SC-20, SC-21]}
#   remediation:
#     text: Lower it.
#     cli: aws route53 change-resource-record-sets
#   references: ["https://example.com/ttl"]
#   aliases: [zone-ttl]
#   since: 0.1.0

# A comment that is not part of the block stands after a blank line.

package assize.dns.zone_long_ttl

deny contains {} if false
"##;

fn read(text: &str) -> Result<Metadata, Vec<String>> {
    let file = "policies/dns/zone_long_ttl.rego";
    Metadata::read(Source { file, text }, Origin::BuiltIn)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_contract_reads_whole() {
    let metadata = read(GOOD).expect("a contract");
    assert_eq!(metadata.package, "assize.dns.zone_long_ttl");
    assert_eq!(metadata.service, "dns");
    assert!(
        metadata
            .description
            .starts_with("An address in a record can change. A long")
    );
    assert_eq!(metadata.severities, [Severity::Low, Severity::Medium]);
    assert_eq!(metadata.severity(), Severity::Low);
    assert_eq!(metadata.needs[1].alias.as_deref(), Some("addresses"));
    assert_eq!(metadata.applies.as_ref().map(Vec::len), Some(1));
    assert!(metadata.partial);
    let param = &metadata.params["max_ttl"];
    assert_eq!(
        (param.kind, &param.default),
        (ParamType::Integer, &json!(60))
    );
    assert_eq!(param.by_environment["dev"], json!(300));
    assert_eq!(metadata.messages["long"], "TTL is {ttl} s, more than {max}");
    assert_eq!(metadata.frameworks["nist-800-53"], ["SC-20", "SC-21"]);
    assert_eq!(metadata.remediation.terraform, None);
    let (line, column) = (metadata.spots.needs[1].line, metadata.spots.needs[1].column);
    let text = GOOD;
    let there: String = text
        .lines()
        .nth(line as usize - 1)
        .expect("a line")
        .chars()
        .skip(column as usize - 1)
        .collect();
    assert!(there.starts_with("\"records.values"), "{there}");
}

#[test]
fn a_comment_right_below_the_block_is_part_of_it() {
    let text = GOOD.replace("\n\n# A comment that", "\n# A comment: that");
    let problems = read(&text).expect_err("no such key");
    assert!(
        problems[0].contains(".rego:27:3: METADATA has no key `A comment`"),
        "{problems:?}"
    );
}

/// What to write instead of what, on which line the error stands, and a part of it.
const ERRORS: &[(&str, &str, u32, &str)] = &[
    (
        "severities: [",
        "severites: [",
        10,
        "no key `severites` here (did you mean `severities`?)",
    ),
    ("# title: Zone", "# titel: Zone", 4, "did you mean `title`?"),
    (
        "low, medium",
        "low, hihg",
        10,
        "`hihg` is no severity (did you mean `high`?)",
    ),
    ("low, medium", "low, low", 10, "`low` is listed twice"),
    ("low, medium", "", 10, "`severities` is empty"),
    (
        "id: zone-long-ttl",
        "id: Zone_ttl",
        9,
        "`Zone_ttl` is no rule id",
    ),
    (
        "id: zone-long-ttl",
        "id: zone-ttl-long",
        9,
        "stands in a file named `zone_long_ttl.rego`",
    ),
    (
        "package assize.dns.zone_long_ttl",
        "package user.dns.zone_long_ttl",
        30,
        "use `package assize.dns.zone_long_ttl`",
    ),
    (
        "package assize.dns.zone_long_ttl",
        "package assize.rds.zone_long_ttl",
        30,
        "the service `rds`, the folder `dns`",
    ),
    (
        "package assize.dns.zone_long_ttl",
        "package assize.zone",
        30,
        "not of the form of a rule's",
    ),
    (
        "[records.ttl,",
        "[records..ttl,",
        13,
        "`records..ttl` is no path of facts: column 9",
    ),
    (
        "deny-stands",
        "fail-stands",
        15,
        "the only value is `deny-stands`",
    ),
    (
        "default: 60",
        "default: sixty",
        17,
        "expected a whole number, found a text",
    ),
    (
        "default: 60",
        "default: 1.5",
        17,
        "expected a whole number, found a number",
    ),
    ("min: 0", "min: 61", 17, "must be at least 61, it is 60"),
    (
        "min: 0",
        "min: 0, max: 100",
        17,
        "must be at most 100, it is 300",
    ),
    (
        "{dev: 300}",
        "{devel: 300}",
        17,
        "`devel` is no environment",
    ),
    ("type: integer", "type: int", 17, "`int` is not known here"),
    ("{ttl} s", "{ttl s", 19, "the message `long` has a brace"),
    ("#     text: Lower it.\n", "", 22, "lacks the key `text`"),
    ("\"https://", "\"http://", 24, "write an https:// address"),
    (
        "[zone-ttl]",
        "[zone-long-ttl]",
        25,
        "is the id or another alias",
    ),
    (
        "#   since",
        "#   id: x\n#   since",
        26,
        "the key `id` twice",
    ),
    (
        "#   subject: dns.name_in_vpc",
        "#   subject: [a]",
        11,
        "METADATA",
    ),
];

#[test]
fn each_error_names_its_place_and_what_to_do() {
    let text = GOOD;
    for (from, to, line, message) in ERRORS {
        assert!(text.contains(from), "{from}");
        let problems = read(&text.replacen(from, to, 1)).expect_err(to);
        let found = problems.iter().any(|problem| {
            problem.starts_with(&format!("policies/dns/zone_long_ttl.rego:{line}:"))
                && problem.contains(message)
        });
        assert!(
            found,
            "{to}: wanted line {line} `{message}`, found {problems:#?}"
        );
    }
}

#[test]
fn a_file_without_block_or_package_is_refused() {
    for (text, message) in [
        (
            GOOD.replace("# METADATA", "# META").as_str(),
            "rego:30:1: the package has no METADATA block",
        ),
        (
            format!("# METADATA\n# title: x\n\n{GOOD}").as_str(),
            "rego:6:1: a second METADATA block",
        ),
        ("", "rego:1:1: the file has no package"),
        (
            "# METADATA\n# title: x\ndeny := 1",
            "rego:1:1: the file has no package",
        ),
    ] {
        let problems = read(text).expect_err(message);
        assert!(problems[0].contains(message), "{problems:?}");
    }
}

proptest::proptest! {
    #[test]
    fn a_damaged_contract_never_panics(at in 0usize..1000, remove in 0usize..200, insert in "[\\PC\n#:{}\\[\\]\"&*!|>-]{0,12}") {
        let text = GOOD;
        let (start, end) = (floor(text, at), floor(text, at + remove));
        let damaged = format!("{}{insert}{}", &text[..start], &text[end..]);
        let _ = read(&damaged);
    }
}

/// The nearest place at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}
