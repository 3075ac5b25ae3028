//! Other addresses for addresses: two that share their first bits still do, so that whatever was in
//! a block is in the block's pseudonym. (Xu, Fan, Ammar, Moon: Prefix-preserving IP address
//! anonymization, ICNP 2002.)

use std::net::{Ipv4Addr, Ipv6Addr};

use sha2::{Digest, Sha256};

/// Another address of the same sort; of a block, its first `length` bits are another's.
pub(super) fn v4(key: &[u8], address: Ipv4Addr, length: u32) -> Ipv4Addr {
    let [a, b, ..] = address.octets();
    // Private, shared and public stay what they are, and what has a meaning of its own stays whole.
    // <https://www.iana.org/assignments/iana-ipv4-special-registry>
    let kept = match (a, b) {
        (0 | 127 | 224..=255, _) | (169, 254) => 32,
        (172 | 198, _) => 15,
        (192 | 169, _) => 16,
        (100, _) => 10,
        _ => 8,
    };
    let bits = u128::from(u32::from(address)) << 96;
    let flipped = flip(key, 4, bits, kept..length.min(32)) >> 96;
    Ipv4Addr::from(u32::try_from(flipped).unwrap_or_default())
}

/// Another address of the same sort; of a block, its first `length` bits are another's.
pub(super) fn v6(key: &[u8], address: Ipv6Addr, length: u32) -> Ipv6Addr {
    let kept = match address.segments() {
        // Unspecified, loopback, mapped; link-local; multicast; the services of AWS at fd00:ec2::/32.
        [0, ..] | [0xfe80..=0xffff, ..] | [0xfd00, 0xec2, ..] => 128,
        _ => 16,
    };
    Ipv6Addr::from(flip(key, 6, u128::from(address), kept..length.min(128)))
}

/// Flips each bit, or not, as the key and the bits before it say: one-to-one, and prefixes stay.
fn flip(key: &[u8], family: u8, bits: u128, positions: std::ops::Range<u32>) -> u128 {
    let mut flipped = bits;
    for position in positions {
        let prefix = bits.checked_shr(128 - position).unwrap_or(0);
        let mut hash = Sha256::new();
        hash.update(key);
        hash.update([family, u8::try_from(position).unwrap_or(u8::MAX)]);
        hash.update(prefix.to_be_bytes());
        if hash.finalize()[0] & 1 == 1 {
            flipped ^= 1 << (127 - position);
        }
    }
    flipped
}
