//! Any snapshot is read as it was written; a cut or changed one is an error or the same.

use proptest::prelude::*;

use super::damage::{damage, damaged};
use super::*;

/// Texts as clouds have them: mostly names, sometimes anything.
fn any_text() -> impl Strategy<Value = Text> {
    prop_oneof![
        "[a-z0-9-]{0,30}",
        ".{0,20}",
        "[\"\\\\\n\r\u{0}\u{2028}]{0,5}"
    ]
    .prop_map(Text::from)
}

fn any_fact<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Fact<T>> {
    value.prop_flat_map(|value| {
        prop_oneof![
            3 => Just(Fact::Known(value)),
            1 => Just(Fact::None),
            1 => Just(Fact::Missing),
        ]
    })
}

fn any_gap() -> impl Strategy<Value = (Text, Gap)> {
    let reason = prop_oneof![
        Just(GapReason::Denied),
        Just(GapReason::Throttled),
        Just(GapReason::Truncated),
    ];
    (any_text(), reason, any_text(), any_text()).prop_map(|(path, reason, operation, why)| {
        (path, Gap::new(reason, &operation).because(why))
    })
}

fn any_subnet() -> impl Strategy<Value = Resource> {
    let facts = (
        any_fact(any_text()),
        any_fact(any::<i64>()),
        any_fact(any::<bool>()),
        any_fact(prop::collection::vec(
            (any_fact(any_text()), any_fact(any_text())),
            0..4,
        )),
    );
    let gaps = prop::collection::btree_map(any_text(), any_gap(), 0..3);
    ("[a-z]{1,6}", facts, gaps).prop_map(|(name, (vpc, free, public, tags), gaps)| {
        let tags = tags.map(|tags| {
            let tags = tags.into_iter();
            tags.map(|(key, value)| Tag { key, value }).collect()
        });
        let facts = Subnet {
            subnet_id: text(&name),
            vpc_id: vpc,
            available_ip_address_count: free,
            map_public_ip_on_launch: public,
            tags,
            ..Subnet::default()
        };
        let mut subnet = resource(ACCOUNT, REGION, &format!("subnet/{name}"), facts);
        subnet.gaps = gaps.into_values().collect();
        subnet
    })
}

fn any_coverage() -> impl Strategy<Value = CoverageEntry> {
    let missing = (any_text(), any_gap()).prop_map(|(operation, (_, gap))| CoverageEntry {
        class: Some(gap.reason.into()),
        gap: Some(gap),
        ..refused(REGION, &operation)
    });
    prop_oneof![
        missing,
        (any_text(), any::<u64>()).prop_map(|(operation, items)| CoverageEntry {
            // Two of one operation are added up.
            items: items / 100,
            ..answered(REGION, &operation)
        }),
    ]
}

fn any_snapshot() -> impl Strategy<Value = Snapshot> {
    let coverage = prop::collection::vec(any_coverage(), 0..6);
    let resources = prop::collection::vec(any_subnet(), 0..8);
    (any_text(), coverage, resources).prop_map(|(version, coverage, resources)| {
        let header = Header {
            tool_version: version.to_string(),
            ..header()
        };
        Snapshot::assemble(header, coverage, resources)
    })
}

proptest! {
    #[test]
    fn any_snapshot_is_read_as_it_was_written(snapshot in any_snapshot()) {
        let mut file = Vec::new();
        let digest = snapshot.write(&mut file).unwrap();
        let read = Snapshot::read(file.as_slice(), "any.assize").unwrap();
        prop_assert_eq!(written(&read), file);
        prop_assert_eq!(read, Snapshot { digest, ..snapshot });
    }

    #[test]
    fn damage_to_any_snapshot_is_an_error_or_changes_nothing(
        snapshot in any_snapshot(),
        damages in prop::collection::vec(damage(), 1..4),
        is_inside in any::<bool>(),
    ) {
        let mut file = Vec::new();
        let digest = snapshot.write(&mut file).unwrap();
        let damaged = match is_inside {
            true => {
                let text = damaged(lines(&file).as_bytes(), &damages);
                zstd::encode_all(text.as_slice(), 1).unwrap()
            }
            false => damaged(&file, &damages),
        };
        if let Ok(read) = Snapshot::read(damaged.as_slice(), "damaged.assize") {
            prop_assert_eq!(read, Snapshot { digest, ..snapshot });
        }
    }
}
