//! A small snapshot, and that it survives being written and read.

mod any;
mod assemble;
mod damage;
mod refused;

use super::{Header, Snapshot};
use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::error_class::ErrorClass;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::kinds::Facts;
use crate::model::kinds::account::{Account, AccountSummary};
use crate::model::kinds::ec2_vpc::{Subnet, Tag, Vpc};
use crate::model::resource::Resource;

const ACCOUNT: &str = "123456789012";
const OTHER: &str = "210987654321";
const REGION: &str = "ap-northeast-1";

/// The file of format version 1 that every later version must read.
const FORMAT_1: &[u8] = include_bytes!("../../tests/data/snapshots/format-1.assize");

fn text(value: &str) -> Fact<Text> {
    Fact::Known(Text::from(value))
}

fn resource(account: &str, region: &str, name: &str, facts: impl Into<Facts>) -> Resource {
    let arn = format!("arn:aws:ec2:{region}:{account}:{name}");
    Resource {
        arn: arn.parse().unwrap(),
        account: AccountId::from(account),
        region: Region::from(region),
        facts: facts.into(),
        gaps: [].into(),
    }
}

fn header() -> Header {
    Header {
        tool_version: "0.1.0".to_owned(),
        accounts: vec![AccountId::from(ACCOUNT)],
        regions: vec![Region::from(REGION)],
        started: Text::from("2026-11-24T01:00:00Z"),
        ended: Text::from("2026-11-24T01:02:03Z"),
        ..Header::default()
    }
}

fn answered(region: &str, operation: &str) -> CoverageEntry {
    CoverageEntry {
        account: AccountId::from(ACCOUNT),
        region: Region::from(region),
        operation: Text::from(operation),
        status: Completeness::Complete,
        time: Text::from("2026-11-24T01:01:00Z"),
        pages: 1,
        items: 2,
        gap: None,
        class: None,
    }
}

fn refused(region: &str, operation: &str) -> CoverageEntry {
    CoverageEntry {
        status: Completeness::Missing,
        pages: 0,
        items: 0,
        gap: Some(Gap::new(GapReason::Denied, operation).because("no policy allows it")),
        class: Some(ErrorClass::MissingPermission),
        ..answered(region, operation)
    }
}

fn subnet(name: &str, free: i64) -> Resource {
    let facts = Subnet {
        subnet_id: text(name),
        vpc_id: text("vpc-0a"),
        cidr_block: Fact::None,
        available_ip_address_count: Fact::Known(free),
        map_public_ip_on_launch: Fact::Known(false),
        ..Subnet::default()
    };
    resource(ACCOUNT, REGION, &format!("subnet/{name}"), facts)
}

fn vpc() -> Resource {
    let tag = Tag {
        key: text("Name"),
        value: text("a \"quoted\" name,\nとうきょう"),
    };
    let facts = Vpc {
        vpc_id: text("vpc-0a"),
        tags: Fact::Known(vec![tag]),
        ..Vpc::default()
    };
    let mut vpc = resource(ACCOUNT, REGION, "vpc/vpc-0a", facts);
    for attribute in ["enable_dns_hostnames", "enable_dns_support"] {
        let gap = Gap::new(GapReason::Denied, "ec2:DescribeVpcAttribute");
        vpc.gaps.insert(Text::from(attribute), gap);
    }
    vpc
}

/// What stands in `FORMAT_1`.
fn sample() -> Snapshot {
    let account = Account {
        summary: Fact::Known(AccountSummary {
            account_mfa_enabled: Fact::Known(1),
            ..AccountSummary::default()
        }),
        password_policy: Fact::None,
        ..Account::default()
    };
    Snapshot::assemble(
        header(),
        vec![
            refused(REGION, "ec2:DescribeVpcAttribute"),
            answered(REGION, "ec2:DescribeVpcs"),
            answered(REGION, "ec2:DescribeSubnets"),
            answered("global", "sts:GetCallerIdentity"),
        ],
        vec![
            vpc(),
            subnet("subnet-0b", 7),
            subnet("subnet-0a", 251),
            resource(ACCOUNT, "global", "account", account),
        ],
    )
}

fn written(snapshot: &Snapshot) -> Vec<u8> {
    let mut file = Vec::new();
    snapshot.write(&mut file).unwrap();
    file
}

/// The uncompressed lines.
fn lines(file: &[u8]) -> String {
    String::from_utf8(zstd::decode_all(file).unwrap()).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let snapshot = sample();
    let mut file = Vec::new();
    let digest = snapshot.write(&mut file).unwrap();
    let read = Snapshot::read(file.as_slice(), "a.assize").unwrap();
    assert_eq!(read.digest, digest);
    assert_eq!(Snapshot { digest, ..snapshot }, read);
    assert_eq!(
        written(&read),
        file,
        "the same snapshot gives the same bytes"
    );
}

#[test]
fn the_first_format_stays_readable() {
    let read = Snapshot::read(FORMAT_1, "format-1.assize").unwrap();
    let mut sample = sample();
    // It did not say what kind of failure a call met.
    for entry in &mut sample.coverage {
        entry.class = None;
    }
    assert_eq!(read.coverage, sample.coverage);
    assert_eq!(read.resources, sample.resources);
    assert_eq!(read.header.format, 1);
    assert_eq!(read.header.accounts, sample.header.accounts);
    assert_eq!(read.header.regions, sample.header.regions);
    assert_eq!(read.header.ended, sample.header.ended);
    assert_eq!(read.header.operations, sample.header.operations);
    assert_eq!(
        read.digest,
        "af3d7ebb031e953bea6f88133b1e582208e1ecdee6f568b66d9612fef024433d"
    );
}

#[test]
fn every_line_says_what_it_is() {
    let text = lines(FORMAT_1);
    let keys: Vec<String> = text
        .lines()
        .map(|line| line.chars().take_while(|c| *c != ':').collect())
        .collect();
    assert_eq!(keys[0], r#"{"assize""#);
    assert_eq!(keys[1..5], [r#"{"coverage""#; 4]);
    assert_eq!(keys[5..9], [r#"{"kind""#; 4]);
    assert_eq!(keys[9], r#"{"end""#);
    assert!(
        text.lines()
            .nth(8)
            .unwrap()
            .contains(r#""gaps":{"enable_dns_hostnames":"#)
    );
    assert_eq!(
        text.matches(r#""gaps""#).count(),
        1,
        "left out where there are none"
    );
}

#[test]
fn many_lines_are_read_in_their_order() {
    let many = (0..20_000).map(|number| subnet(&format!("subnet-{number:05}"), number));
    let snapshot = Snapshot::assemble(header(), Vec::new(), many.collect());
    let file = written(&snapshot);
    let read = Snapshot::read(file.as_slice(), "many.assize").unwrap();
    assert_eq!(read.resources, snapshot.resources);
}

#[test]
fn the_digest_of_facts_skips_what_changes_by_itself() {
    let digest = |free, gap: bool| {
        let mut subnet = subnet("subnet-0a", free);
        if gap {
            let denied = Gap::new(GapReason::Denied, "ec2:DescribeSubnets");
            subnet.gaps.insert(Text::from("tags"), denied);
        }
        Snapshot::assemble(header(), Vec::new(), vec![subnet]).facts_digest()
    };
    assert_eq!(digest(251, false), digest(250, false));
    assert_ne!(digest(251, false), digest(251, true));
    assert_ne!(sample().facts_digest(), digest(251, false));
}
