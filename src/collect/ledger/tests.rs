//! What the ledger says of operations that were asked, refused, or never came to be asked.

use super::*;
use crate::collect::operation::operations;

operations! {
    LIST = "ec2:DescribeVpcs";
    DETAIL = "ec2:DescribeVpcAttribute" after LIST;
    ELSEWHERE = "route53:ListHostedZonesByVPC" after LIST;
}

mod two {
    use crate::collect::operation::operations;

    operations! {
        CLUSTERS = "rds:DescribeDBClusters";
        INSTANCES = "rds:DescribeDBInstances";
        CERTIFICATES = "rds:DescribeCertificates" after CLUSTERS, INSTANCES;
    }

    pub(super) fn table() -> &'static [&'static crate::collect::operation::Operation] {
        OPERATIONS
    }
}

/// The coverage of `operation region status gap-operation gap-reason`, a line each.
fn closed(record: impl FnOnce(&Ledger)) -> Vec<String> {
    let ledger = Ledger::new(AccountId::from("111122223333"));
    record(&ledger);
    let coverage = ledger.close(OPERATIONS.iter().copied(), &here());
    let line = |entry: &CoverageEntry| {
        let gap = entry.gap.as_ref();
        let gap = gap.map(|gap| format!(" {gap}"));
        let (_, name) = entry.operation.split_once(':').expect("service:Operation");
        format!(
            "{name} {} {:?}{}",
            entry.region,
            entry.status,
            gap.as_deref().unwrap_or("")
        )
    };
    coverage.iter().map(line).collect()
}

fn here() -> Region {
    Region::from("eu-central-1")
}

fn refused(operation: &str) -> Gap {
    Gap::new(GapReason::Denied, operation)
}

#[test]
fn nothing_to_ask_about_is_complete() {
    let lines = closed(|ledger| ledger.answered(&LIST, &here(), 0));
    assert_eq!(
        lines,
        [
            "DescribeVpcs eu-central-1 Complete",
            "DescribeVpcAttribute eu-central-1 Complete",
            "ListHostedZonesByVPC global Complete",
        ]
    );
}

#[test]
fn what_hangs_on_a_refused_call_is_missing_for_its_reason() {
    let lines = closed(|ledger| {
        ledger.lacks(
            &LIST,
            &here(),
            &refused(LIST.name),
            ErrorClass::MissingPermission,
        )
    });
    assert_eq!(
        lines,
        [
            "DescribeVpcs eu-central-1 Missing ec2:DescribeVpcs denied",
            "DescribeVpcAttribute eu-central-1 Missing ec2:DescribeVpcs denied",
            "ListHostedZonesByVPC global Missing ec2:DescribeVpcs denied in eu-central-1",
        ]
    );
}

#[test]
fn a_part_that_was_refused_is_partial() {
    let lines = closed(|ledger| {
        ledger.answered(&LIST, &here(), 2);
        ledger.answered(&DETAIL, &here(), 1);
        ledger.lacks(
            &DETAIL,
            &here(),
            &refused(DETAIL.name),
            ErrorClass::MissingPermission,
        );
    });
    assert_eq!(
        lines,
        [
            "DescribeVpcs eu-central-1 Complete",
            "DescribeVpcAttribute eu-central-1 Partial ec2:DescribeVpcAttribute denied",
            "ListHostedZonesByVPC global Complete",
        ]
    );
}

#[test]
fn a_list_that_nobody_asked_for_is_not_complete() {
    let lines = closed(|_| {});
    assert_eq!(
        lines,
        [
            "DescribeVpcs eu-central-1 Missing ec2:DescribeVpcs not-collected",
            "DescribeVpcAttribute eu-central-1 Missing ec2:DescribeVpcs not-collected",
            "ListHostedZonesByVPC global Missing ec2:DescribeVpcs not-collected in eu-central-1",
        ]
    );
}

#[test]
fn of_several_gaps_the_same_one_is_told_in_any_order() {
    let gaps = ["b", "a", "c"].map(|detail| refused(LIST.name).because(detail));
    let first = |order: [usize; 3]| {
        let ledger = Ledger::new(AccountId::from("111122223333"));
        for index in order {
            ledger.lacks(&LIST, &here(), &gaps[index], ErrorClass::MissingPermission);
        }
        let coverage = ledger.close([&LIST].into_iter(), &here());
        coverage[0].gap.clone().expect("a gap")
    };
    assert_eq!(first([0, 1, 2]), first([2, 1, 0]));
    assert_eq!(first([0, 1, 2]).detail, "a");
}

#[test]
fn what_two_operations_tell_is_complete_only_if_both_are() {
    let here = here();
    let closed = |denied: Option<&Operation>| {
        let ledger = Ledger::new(AccountId::from("111122223333"));
        for list in &two::table()[..2] {
            match denied {
                Some(denied) if denied.name == list.name => {
                    ledger.lacks(
                        list,
                        &here,
                        &refused(list.name),
                        ErrorClass::MissingPermission,
                    );
                }
                _ => ledger.answered(list, &here, 0),
            }
        }
        let entries = ledger.close(two::table().iter().copied(), &here);
        let last = entries.last().expect("three operations");
        last.gap.as_ref().map(|gap| gap.operation.to_string())
    };
    assert_eq!(closed(None), None);
    for list in &two::table()[..2] {
        assert_eq!(closed(Some(list)).as_deref(), Some(list.name));
    }
}
