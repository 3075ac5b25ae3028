//! A damaged snapshot is an error or says exactly what it said before; never anything else.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

/// One way to damage a file.
#[derive(Debug, Clone)]
pub(super) enum Damage {
    Set(Index, u8),
    Remove(Index),
    Insert(Index, u8),
    Swap(Index, Index),
    Cut(Index),
    Append(Vec<u8>),
}

pub(super) fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        1 => at().prop_map(Damage::Remove),
        1 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        1 => (at(), at()).prop_map(|(one, other)| Damage::Swap(one, other)),
        1 => at().prop_map(Damage::Cut),
        1 => prop::collection::vec(any::<u8>(), 1..20).prop_map(Damage::Append),
    ]
}

pub(super) fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for damage in damages {
        let length = bytes.len();
        if length == 0 {
            break;
        }
        match damage {
            Damage::Set(at, byte) => bytes[at.index(length)] = *byte,
            Damage::Remove(at) => drop(bytes.remove(at.index(length))),
            Damage::Insert(at, byte) => bytes.insert(at.index(length), *byte),
            Damage::Swap(one, other) => bytes.swap(one.index(length), other.index(length)),
            Damage::Cut(at) => bytes.truncate(at.index(length)),
            Damage::Append(more) => bytes.extend(more),
        }
    }
    bytes
}

fn error_or_identical(file: &[u8]) {
    if let Ok(read) = Snapshot::read(file, "damaged.assize") {
        let digest = read.digest.clone();
        assert_eq!(read, Snapshot { digest, ..sample() });
    }
}

#[test]
fn no_flipped_bit_and_no_cut_changes_what_is_read() {
    let file = written(&sample());
    for at in 0..file.len() {
        error_or_identical(&file[..at]);
        for bit in 0..8 {
            let mut flipped = file.clone();
            flipped[at] ^= 1 << bit;
            error_or_identical(&flipped);
        }
    }
}

proptest! {
    #[test]
    fn damage_to_the_file_does_not_change_what_is_read(
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        error_or_identical(&damaged(&written(&sample()), &damages));
    }

    #[test]
    fn damage_to_the_lines_does_not_change_what_is_read(
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let text = damaged(lines(&written(&sample())).as_bytes(), &damages);
        error_or_identical(&zstd::encode_all(text.as_slice(), 1).unwrap());
    }
}
