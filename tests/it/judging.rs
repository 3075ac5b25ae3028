//! What judging says of small snapshots: every verdict, its evidence, its gaps, and that one rule's
//! mistakes stay its own.

use assize::config::{self, ValidConfig};
use assize::graph::Graph;
use assize::model::assessment::{Assessment, Finding};
use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::fact::Fact;
use assize::model::gap::{Gap, GapReason};
use assize::model::id::{AccountId, Arn, Region, Text};
use assize::model::kinds::Facts;
use assize::model::kinds::ec2_security::{IpPermission, IpRange, SecurityGroup};
use assize::model::resource::Resource;
use assize::model::severity::Severity;
use assize::model::verdict::Verdict;
use assize::rules::assess::{self, Assessed, Options};
use assize::rules::bundle::{Bundle, PolicyFile};
use assize::rules::set::RuleSet;
use assize::snapshot::{Header, Snapshot};

const ACCOUNT: &str = "123456789012";
const TOKYO: &str = "ap-northeast-1";
const LISTING: &str = "ec2:DescribeSecurityGroups";

/// A group that admits these ranges on port 22; without ranges, one whose rules nobody told.
fn group(id: &str, ranges: Option<&[&str]>) -> Resource {
    let ranges = ranges.map(|ranges| {
        let range = |range: &&str| IpRange {
            cidr_ip: Fact::Known(Text::from(*range)),
            description: Fact::None,
        };
        vec![IpPermission {
            ip_protocol: Fact::Known(Text::from("tcp")),
            from_port: Fact::Known(22),
            to_port: Fact::Known(22),
            ip_ranges: Fact::Known(ranges.iter().map(range).collect()),
            ..IpPermission::default()
        }]
    });
    let mut resource = Resource {
        arn: arn(id),
        account: AccountId::from(ACCOUNT),
        region: Region::from(TOKYO),
        facts: SecurityGroup {
            group_id: Fact::Known(Text::from(id)),
            group_name: Fact::Known(Text::from(id)),
            ip_permissions: ranges.clone().map_or(Fact::Missing, Fact::Known),
            ..SecurityGroup::default()
        }
        .into(),
        gaps: [].into(),
    };
    if ranges.is_none() {
        let gap = Gap::new(GapReason::Denied, LISTING);
        resource.gaps.insert(Text::from("ip_permissions"), gap);
    }
    resource
}

fn arn(id: &str) -> Arn {
    let resource = format!("security-group/{id}");
    Arn::build("ec2", &TOKYO.into(), &ACCOUNT.into(), &resource)
}

fn snapshot(resources: Vec<Resource>, listed: Completeness) -> Snapshot {
    let header = Header {
        tool_version: "0.1.0".to_owned(),
        accounts: vec![AccountId::from(ACCOUNT)],
        regions: vec![Region::from(TOKYO)],
        started: Text::from("2026-11-24T01:00:00Z"),
        ended: Text::from("2026-11-24T01:02:03Z"),
        ..Header::default()
    };
    let gap = (listed != Completeness::Complete).then(|| Gap::new(GapReason::Denied, LISTING));
    let coverage = vec![CoverageEntry {
        account: AccountId::from(ACCOUNT),
        region: Region::from(TOKYO),
        operation: Text::from(LISTING),
        status: listed,
        time: Text::from("2026-11-24T01:01:00Z"),
        pages: 1,
        items: 1,
        gap,
        class: None,
    }];
    Snapshot::assemble(header, coverage, resources)
}

/// A rule about groups with this METADATA below `needs` and this code.
fn rule(id: &str, more: &str, code: &str) -> PolicyFile {
    let name = id.replace('-', "_");
    let text = format!(
        "# METADATA\n# title: A rule for a test\n# description: It judges.\n# custom:\n#   id: {id}\n\
         #   severities: [medium, high]\n#   subject: ec2.security_group\n\
         #   needs: [group_name, \"ip_permissions[].ip_ranges[].cidr_ip\"]\n{more}\
         package user.test.{name}\n\n{code}\n"
    );
    PolicyFile {
        path: format!("{name}.rego"),
        text,
    }
}

const OPEN: &str = r#"deny contains {
	"facts": [sprintf("ip_permissions[%d].ip_ranges[%d].cidr_ip", [i, j])],
	"message": "{group} is open to {cidr}",
	"args": {"group": input.group_name, "cidr": range.cidr_ip},
	"severity": "high",
	"key": range.cidr_ip,
} if {
	some i, permission in input.ip_permissions
	some j, range in permission.ip_ranges
	range.cidr_ip in {"0.0.0.0/0", "0.0.0.0/1"}
}"#;

fn assess_with(
    rules: Vec<PolicyFile>,
    snapshot: &Snapshot,
    toml: &str,
    options: &Options,
) -> Assessed {
    let set = RuleSet::load(&[Bundle::of_user(rules)]).expect("rules that load");
    let config = match toml {
        "" => ValidConfig::default(),
        text => config::read(text, "assize.toml").expect("a configuration"),
    };
    let graph = Graph::build(snapshot, assess::environments(&config));
    assess::assess(&graph, &set, &config, options).expect("a configuration that fits the rules")
}

fn judged(rules: Vec<PolicyFile>, snapshot: &Snapshot) -> Assessment {
    assess_with(rules, snapshot, "", &Options::default()).assessment
}

fn verdicts(findings: &[Finding]) -> Vec<(&str, Verdict)> {
    let told = findings.iter();
    told.map(|finding| (finding.key.as_str(), finding.verdict))
        .collect()
}

#[test]
fn a_failure_has_the_fact_it_stands_on_and_an_unknown_the_call_that_is_missing() {
    let groups = vec![
        group("sg-closed", Some(&["10.0.0.0/8"])),
        group("sg-open", Some(&["0.0.0.0/0", "10.0.0.0/8"])),
        group("sg-untold", None),
    ];
    let snapshot = snapshot(groups, Completeness::Complete);
    let assessment = judged(vec![rule("open", "", OPEN)], &snapshot);
    let (open, untold) = (arn("sg-open"), arn("sg-untold"));
    assert_eq!(
        verdicts(&assessment.findings),
        [
            (format!("open|{open}|0.0.0.0/0").as_str(), Verdict::Fail),
            (format!("open|{untold}").as_str(), Verdict::Unknown),
        ]
    );
    let [fail, unknown] = assessment.findings.as_slice() else {
        panic!("two findings");
    };
    assert_eq!(fail.message, "sg-open is open to 0.0.0.0/0");
    assert_eq!(fail.severity, Severity::High);
    let [evidence] = fail.evidence.as_slice() else {
        panic!("one fact: {:?}", fail.evidence);
    };
    assert_eq!(evidence.resource, open.as_str());
    assert_eq!(evidence.path, "ip_permissions[0].ip_ranges[0].cidr_ip");
    assert_eq!(evidence.value, "0.0.0.0/0");
    assert_eq!(evidence.operation, LISTING);
    assert_eq!(unknown.gaps.len(), 1);
    assert_eq!(unknown.gaps[0].reason, GapReason::Denied);
    assert_eq!(unknown.gaps[0].operation, LISTING);
    assert_eq!(assessment.counts.of_rule("open").of(Verdict::Pass), 1);
}

/// A group that admits a range, and of whose first permission nobody told the ranges.
fn half_told(range: &str) -> Resource {
    let mut resource = group("sg-half", Some(&[range]));
    if let Facts::SecurityGroup(facts) = &mut resource.facts {
        let known = facts.ip_permissions.known().cloned().unwrap_or_default();
        let untold = IpPermission {
            ip_ranges: Fact::Missing,
            ..known[0].clone()
        };
        facts.ip_permissions = Fact::Known([vec![untold], known].concat());
    }
    let gap = Gap::new(GapReason::Denied, LISTING);
    let path = Text::from("ip_permissions[0].ip_ranges");
    resource.gaps.insert(path, gap);
    resource
}

#[test]
fn what_is_denied_on_known_facts_stands_where_the_rule_says_so() {
    let judge = |more: &str, resource: Resource| {
        let snapshot = snapshot(vec![resource], Completeness::Complete);
        judged(vec![rule("open-group", more, OPEN)], &snapshot).findings
    };
    let partial = "#   partial: deny-stands\n";
    let open = half_told("0.0.0.0/0");
    let unknown = [(
        "open-group|arn:aws:ec2:ap-northeast-1:123456789012:security-group/sg-half",
        Verdict::Unknown,
    )];
    assert_eq!(verdicts(&judge("", open.clone())), unknown);

    let found = judge(partial, open.clone());
    let key = format!("{}|0.0.0.0/0", unknown[0].0);
    assert_eq!(verdicts(&found), [(key.as_str(), Verdict::Fail)]);
    assert_eq!(found[0].message, "sg-half is open to 0.0.0.0/0");
    assert_eq!(
        found[0].evidence[0].path,
        "ip_permissions[1].ip_ranges[0].cidr_ip"
    );
    assert_eq!(found[0].evidence[0].value, "0.0.0.0/0");
    assert_eq!(found[0].gaps[0].reason, GapReason::Denied);

    let closed = half_told("10.0.0.0/8");
    assert_eq!(verdicts(&judge(partial, closed)), unknown);

    // The message needs the name.
    let mut nameless = open;
    if let Facts::SecurityGroup(facts) = &mut nameless.facts {
        facts.group_name = Fact::Missing;
    }
    assert_eq!(verdicts(&judge(partial, nameless)), unknown);
}

#[test]
fn a_listing_that_was_denied_is_unknown_and_never_no_subjects() {
    let snapshot = snapshot(Vec::new(), Completeness::Missing);
    let assessment = judged(vec![rule("open", "", OPEN)], &snapshot);
    let [finding] = assessment.findings.as_slice() else {
        panic!("one finding: {:?}", assessment.findings);
    };
    assert_eq!(finding.verdict, Verdict::Unknown);
    assert_eq!(
        finding.resource,
        format!("{ACCOUNT}/{TOKYO}/ec2.security_group")
    );
    assert_eq!(finding.gaps[0].operation, LISTING);
}

#[test]
fn a_rule_that_fails_is_an_error_of_its_own() {
    let snapshot = snapshot(
        vec![group("sg-a", Some(&["0.0.0.0/0"]))],
        Completeness::Complete,
    );
    let broken = "deny contains {\"facts\": [\"group_name\"], \"message\": \"x\"} if to_number(input.group_name) == 1";
    let endless = "deny contains {\"facts\": [\"group_name\"], \"message\": \"x\"} if {\n\
        \tcount([1 | some a in numbers.range(1, 5000); some b in numbers.range(1, 5000); a == b]) == 0\n}";
    let twice = "deny contains {\"facts\": [\"group_name\"], \"message\": m} if some m in {\"one\", \"two\"}";
    let rules = vec![
        rule("broken", "", broken),
        rule("endless", "", endless),
        rule("open", "", OPEN),
        rule("twice", "", twice),
    ];
    let assessment = judged(rules, &snapshot);
    let of = |id: &str| {
        assessment
            .findings
            .iter()
            .find(|finding| finding.rule == id)
            .expect(id)
    };
    for id in ["broken", "endless", "twice"] {
        assert_eq!(of(id).verdict, Verdict::Error, "{id}: {}", of(id).message);
        assert_eq!(assessment.counts.of_rule(id).of(Verdict::Error), 1, "{id}");
    }
    assert_eq!(of("open").verdict, Verdict::Fail);
}

#[test]
fn a_rule_that_does_not_apply_is_counted_and_not_listed() {
    let snapshot = snapshot(
        vec![group("sg-a", Some(&["0.0.0.0/0"]))],
        Completeness::Complete,
    );
    let code = format!("applies if startswith(input.group_name, \"web\")\n\n{OPEN}");
    let assessment = judged(
        vec![rule("open", "#   applies: {needs: [group_name]}\n", &code)],
        &snapshot,
    );
    assert_eq!(assessment.findings, []);
    assert_eq!(
        assessment.counts.of_rule("open").of(Verdict::NotApplicable),
        1
    );
}

#[test]
fn parameters_come_from_the_resource_then_the_rule_then_the_environment() {
    let groups = ["sg-own", "sg-dev", "sg-other"].map(|id| group(id, Some(&["10.0.0.0/8"])));
    let snapshot = snapshot(groups.into(), Completeness::Complete);
    let params = "#   params: {limit: {type: integer, default: 1, by_environment: {dev: 2}}, \
                  label: {type: string, default: none}}\n";
    let code = "deny contains {\"facts\": [\"group_name\"], \"message\": \"{limit} {label}\", \"args\": input.params}";
    let toml = "version = 1\n[rules.limited]\nseverity = \"low\"\nparams = {label = \"ours\"}\n\
        [[resources]]\nmatch = \"*sg-dev\"\nenvironment = \"dev\"\n\
        [[resources]]\nmatch = \"*sg-own\"\n[resources.params.limited]\nlimit = 7\n";
    let rules = vec![rule("limited", params, code)];
    let assessed = assess_with(rules, &snapshot, toml, &Options::default());
    let told = assessed.assessment.findings.iter();
    let told: Vec<(&str, Severity)> = told
        .map(|finding| (finding.message.as_str(), finding.severity))
        .collect();
    assert_eq!(
        told,
        [
            ("2 ours", Severity::Low),
            ("1 ours", Severity::Low),
            ("7 ours", Severity::Low)
        ]
    );
}

#[test]
fn a_name_tells_the_environment_only_if_no_tag_can_be_hidden() {
    let mut told = group("sg-dev-told", Some(&["10.0.0.0/8"]));
    let Facts::SecurityGroup(facts) = &mut told.facts else {
        panic!("a group");
    };
    facts.tags = Fact::None;
    let hidden = group("sg-dev-hidden", Some(&["10.0.0.0/8"]));
    let snapshot = snapshot(vec![told, hidden], Completeness::Complete);
    let params = "#   params: {limit: {type: integer, default: 1, by_environment: {dev: 2}}}\n";
    let code = "deny contains {\"facts\": [\"group_name\"], \"message\": \"{group} {limit}\", \
                \"args\": {\"group\": input.group_name, \"limit\": input.params.limit}}";
    let assessment = judged(vec![rule("limited", params, code)], &snapshot);
    let messages: Vec<&str> = assessment
        .findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(messages, ["sg-dev-hidden 1", "sg-dev-told 2"]);
}

#[test]
fn what_assize_toml_says_of_rules_is_checked_against_them() {
    let set = RuleSet::load(&[Bundle::of_user(vec![rule(
        "limited",
        "#   params: {limit: {type: integer, default: 1, max: 9}}\n",
        OPEN,
    )])])
    .expect("a rule that loads");
    let snapshot = snapshot(Vec::new(), Completeness::Complete);
    for (toml, wanted) in [
        (
            "version = 1\n[rules.limitde]\nenabled = false\n",
            "assize.toml:2:8: there is no rule `limitde` (did you mean `limited`?)",
        ),
        (
            "version = 1\n[rules.limited]\nparams = {limt = 1}\n",
            "assize.toml:3:18: the rule `limited` has no parameter `limt`",
        ),
        (
            "version = 1\n[rules.limited]\nparams = {limit = 10}\n",
            "the number must be at most 9, it is 10",
        ),
    ] {
        let config = config::read(toml, "assize.toml").expect("TOML of the right form");
        let graph = Graph::build(&snapshot, assess::environments(&config));
        let problems = assess::assess(&graph, &set, &config, &Options::default()).expect_err(toml);
        let [problem] = problems.as_slice() else {
            panic!("{problems:?}");
        };
        assert!(problem.to_string().contains(wanted), "{problem}");
    }
}

#[test]
fn equal_views_are_judged_once_and_the_order_of_rules_changes_nothing() {
    let groups: Vec<Resource> = (0..50)
        .map(|n| group(&format!("sg-{n:02}"), Some(&["0.0.0.0/0"])))
        .collect();
    let snapshot = snapshot(groups, Completeness::Complete);
    let without_name = |id| {
        let file = rule(id, "", &OPEN.replace("input.group_name", "\"it\""));
        PolicyFile {
            text: file.text.replace("[group_name, ", "["),
            ..file
        }
    };
    let rules = vec![without_name("b"), without_name("a")];
    let one = assess_with(rules.clone(), &snapshot, "", &Options::default());
    assert_eq!(one.stats["a"].views, 50);
    assert_eq!(one.stats["a"].distinct, 1);
    assert_eq!(one.assessment.counts.of_rule("a").of(Verdict::Fail), 50);
    let other = assess_with(
        rules.into_iter().rev().collect(),
        &snapshot,
        "",
        &Options::default(),
    );
    assert_eq!(one.assessment.findings, other.assessment.findings);
}

#[test]
fn passes_are_listed_on_request_with_every_fact_they_stand_on() {
    let snapshot = snapshot(
        vec![group("sg-a", Some(&["10.0.0.0/8"]))],
        Completeness::Complete,
    );
    let options = Options {
        keep_passes: true,
        ..Options::default()
    };
    let assessed = assess_with(vec![rule("open", "", OPEN)], &snapshot, "", &options);
    let [pass] = assessed.assessment.findings.as_slice() else {
        panic!("one pass");
    };
    assert_eq!(pass.verdict, Verdict::Pass);
    let paths: Vec<&str> = pass
        .evidence
        .iter()
        .map(|evidence| evidence.path.as_str())
        .collect();
    assert_eq!(
        paths,
        ["group_name", "ip_permissions[0].ip_ranges[0].cidr_ip"]
    );
}
