//! Parts become one snapshot, whatever their order.

use super::*;

fn seen_by(account: &str, resources: Vec<Resource>) -> Snapshot {
    let header = Header {
        accounts: vec![AccountId::from(account)],
        ..header()
    };
    Snapshot::assemble(header, Vec::new(), resources)
}

fn shared(change: impl FnOnce(&mut Vpc, &mut Resource)) -> Resource {
    let mut facts = Vpc {
        vpc_id: text("vpc-0a"),
        ..Vpc::default()
    };
    let mut shared = resource(ACCOUNT, REGION, "vpc/vpc-0a", Vpc::default());
    change(&mut facts, &mut shared);
    shared.facts = facts.into();
    shared
}

fn denied(resource: &mut Resource, path: &str) {
    let gap = Gap::new(GapReason::Denied, "ec2:DescribeVpcAttribute");
    resource.gaps.insert(Text::from(path), gap);
}

fn the_vpc(snapshot: &Snapshot) -> (&Vpc, &Resource) {
    match snapshot.resources.as_slice() {
        [resource] => match &resource.facts {
            Facts::Vpc(vpc) => (vpc, resource),
            other => panic!("not a VPC: {other:?}"),
        },
        other => panic!("not one resource: {other:?}"),
    }
}

#[test]
fn the_owner_is_right_and_others_fill_gaps() {
    let owner = shared(|vpc, resource| {
        vpc.is_default = Fact::Known(false);
        vpc.dhcp_options_id = Fact::None;
        denied(resource, "enable_dns_support");
        denied(resource, "enable_dns_hostnames");
    });
    let guest = shared(|vpc, resource| {
        vpc.is_default = Fact::Known(true);
        vpc.dhcp_options_id = text("dopt-1");
        vpc.enable_dns_support = Fact::Known(true);
        denied(resource, "enable_dns_hostnames");
    });
    let parts = [seen_by(ACCOUNT, vec![owner]), seen_by(OTHER, vec![guest])];
    let merged = Snapshot::merge(parts.to_vec());
    let (vpc, resource) = the_vpc(&merged);
    assert_eq!(vpc.is_default, Fact::Known(false));
    assert_eq!(vpc.dhcp_options_id, Fact::None, "told none is told");
    assert_eq!(vpc.enable_dns_support, Fact::Known(true));
    assert!(vpc.enable_dns_hostnames.is_missing());
    assert_eq!(
        resource.gaps.keys().collect::<Vec<_>>(),
        ["enable_dns_hostnames"]
    );
    let [first, second] = parts;
    assert_eq!(merged, Snapshot::merge(vec![second, first]));
    assert_eq!(merged.header.accounts.len(), 2);
}

#[test]
fn a_list_cut_short_gives_way_to_a_whole_one() {
    let tag = |key: &str| Tag {
        key: text(key),
        value: text(""),
    };
    let cut = shared(|vpc, resource| {
        vpc.tags = Fact::Known(vec![tag("a")]);
        denied(resource, "tags");
    });
    let whole = shared(|vpc, _| vpc.tags = Fact::Known(vec![tag("a"), tag("b")]));
    let merged = Snapshot::merge(vec![
        seen_by(ACCOUNT, vec![cut]),
        seen_by(OTHER, vec![whole]),
    ]);
    let (vpc, resource) = the_vpc(&merged);
    assert_eq!(vpc.tags.known().map(Vec::len), Some(2));
    assert!(resource.gaps.is_empty());
}

#[test]
fn a_fact_filled_in_brings_its_gaps() {
    let without = shared(|_, _| {});
    let partial = shared(|vpc, resource| {
        vpc.tags = Fact::Known(vec![Tag::default()]);
        denied(resource, "tags[0].value");
    });
    let merged = seen_by(ACCOUNT, vec![without, partial]);
    let (vpc, resource) = the_vpc(&merged);
    assert!(vpc.tags.known().is_some());
    assert!(resource.gaps.contains_key("tags[0].value"));
}

#[test]
fn parts_of_a_resource_say_why_their_facts_are_missing() {
    let one = shared(|vpc, resource| {
        vpc.is_default = Fact::Known(false);
        denied(resource, "enable_dns_support");
    });
    let other = shared(|vpc, resource| {
        vpc.enable_dns_support = Fact::Known(true);
        denied(resource, "enable_dns_hostnames");
        // The other part tells it.
        denied(resource, "is_default");
    });
    for parts in [vec![one.clone(), other.clone()], vec![other, one]] {
        let joined = seen_by(ACCOUNT, parts);
        let (vpc, resource) = the_vpc(&joined);
        assert_eq!(vpc.is_default, Fact::Known(false));
        assert_eq!(vpc.enable_dns_support, Fact::Known(true));
        let gaps: Vec<_> = resource.gaps.keys().collect();
        assert_eq!(gaps, ["enable_dns_hostnames"]);
    }
}

#[test]
fn coverage_is_complete_only_if_every_answer_was() {
    let entries = |first: CoverageEntry, second: CoverageEntry| {
        Snapshot::assemble(header(), vec![first, second], Vec::new()).coverage
    };
    let complete = || answered(REGION, "ec2:DescribeVpcs");
    let missing = || refused(REGION, "ec2:DescribeVpcs");
    let both = entries(complete(), complete());
    assert_eq!(both[0].status, Completeness::Complete);
    // Each is an answer, even if they say the same: two regions may ask the same of Route 53.
    assert_eq!(both[0].pages, 2 * complete().pages);
    let mixed = entries(complete(), missing());
    assert_eq!(mixed.len(), 1);
    assert_eq!(mixed[0].status, Completeness::Partial);
    assert!(mixed[0].gap.is_some());
    assert_eq!(mixed, entries(missing(), complete()));
}

#[test]
fn a_merged_header_spans_its_parts() {
    let part = |started: &str, ended: &str, version: &str| {
        let header = Header {
            started: Text::from(started),
            ended: Text::from(ended),
            tool_version: version.to_owned(),
            ..header()
        };
        Snapshot::assemble(header, Vec::new(), Vec::new())
    };
    let merged = Snapshot::merge(vec![
        part("2026-11-24T01:00:00.5Z", "2026-11-24T02:00:00Z", "0.1.0"),
        part("2026-11-24T01:00:00Z", "2026-11-24T02:00:00.25Z", "0.2.0"),
    ]);
    assert_eq!(merged.header.started, "2026-11-24T01:00:00Z");
    assert_eq!(merged.header.ended, "2026-11-24T02:00:00.25Z");
    assert_eq!(merged.header.tool_version, "0.1.0, 0.2.0");
}

#[test]
fn many_files_are_one_snapshot() {
    let all = sample();
    let (mut odd, mut even) = (all.clone(), all.clone());
    odd.resources = all.resources.iter().skip(1).step_by(2).cloned().collect();
    even.resources = all.resources.iter().step_by(2).cloned().collect();
    even.coverage.clear();
    let files = [("odd", written(&odd)), ("even", written(&even))];
    let named = || {
        files
            .iter()
            .map(|(name, file)| (String::from(*name), file.as_slice()))
    };
    let merged = Snapshot::read_all(named()).unwrap();
    assert_eq!(merged.resources, all.resources);
    assert_eq!(merged.coverage, all.coverage);
    assert_eq!(merged.digest.len(), 64);
    assert_eq!(merged, Snapshot::read_all(named().rev()).unwrap());
    let twice = Snapshot::read_all(named().chain(named())).unwrap();
    assert_eq!(merged, twice, "a copy tells nothing new");
    let one = Snapshot::read_all(named().take(1)).unwrap();
    assert_eq!(one.header, odd.header);
}

#[test]
fn a_bad_file_among_many_is_named() {
    let good = written(&sample());
    let files = [
        ("good".to_owned(), good.as_slice()),
        ("bad".to_owned(), b"no".as_slice()),
    ];
    let error = Snapshot::read_all(files).unwrap_err();
    assert!(error.to_string().contains("`bad`"), "{error}");
}
