//! Pseudonyms are one-to-one, addresses stay in their blocks, and nobody is named.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::address;
use super::pseudonyms::Pseudonyms;

fn all(texts: &[&str]) -> Vec<String> {
    let mut names = Pseudonyms::new("key");
    texts.iter().map(|text| names.text(text)).collect()
}

#[test]
fn the_same_word_is_the_same_pseudonym_everywhere() {
    let [name, arn, dns] = &all(&[
        "orders-db",
        "arn:aws:rds:eu-west-1:111122223333:db:orders-db",
        "orders-db.cabc123.eu-west-1.rds.amazonaws.com",
    ])[..] else {
        panic!("three texts");
    };
    assert_eq!(name, "n1-db");
    assert_eq!(arn, "arn:aws:rds:eu-west-1:900000000001:db:n1-db");
    assert_eq!(dns, "n1-db.n2.eu-west-1.rds.amazonaws.com");
}

#[test]
fn ids_keep_their_kind_and_length() {
    assert_eq!(all(&["sg-0a1b2c3d4e5f60718"]), ["sg-00000000000000001"]);
    assert_eq!(all(&["vpc-12345678"]), ["vpc-00000001"]);
}

#[test]
fn what_names_nobody_stays() {
    for text in [
        "0.0.0.0/0",
        "::/0",
        "169.254.169.253",
        "127.0.0.1",
        "tcp",
        "5432",
        "*",
        "s3:Get*",
    ] {
        let other = all(&[text]);
        assert!(
            other == [text] || text.starts_with("s3:"),
            "{text}: {other:?}"
        );
    }
}

#[test]
fn names_with_addresses_in_them_are_found() {
    for (text, address) in [
        ("ip-10-0-1-5.ec2.internal", "10-0-1-5"),
        ("[10.0.1.5]", "10.0.1.5"),
        ("10.0.1.5/32", "10.0.1.5"),
        ("http 10.0.1.5:80", "10.0.1.5"),
    ] {
        let other = all(&[text]);
        assert!(!other[0].contains(address), "{text}: {other:?}");
    }
}

proptest! {
    #[test]
    fn addresses_stay_in_their_blocks(one: u32, two: u32, length in 0_u32..=32) {
        let key = b"key";
        let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
        let block = Ipv4Addr::from(one & mask);
        let other = |address: u32| u32::from(address::v4(key, Ipv4Addr::from(address), 32));
        let other_block = u32::from(address::v4(key, block, length));
        prop_assert_eq!(other_block & mask, other_block);
        prop_assert_eq!(other(one) & mask, other_block);
        prop_assert_eq!(one == two, other(one) == other(two));
        prop_assert_eq!(one & mask == two & mask, other(one) & mask == other(two) & mask);
    }

    #[test]
    fn private_addresses_stay_private(octets: [u8; 4]) {
        let address = Ipv4Addr::from(octets);
        let other = address::v4(b"key", address, 32);
        prop_assert_eq!(address.is_private(), other.is_private());
        prop_assert_eq!(address.is_loopback(), other.is_loopback());
        prop_assert_eq!(address.is_link_local(), other.is_link_local());
        prop_assert_eq!(address.is_multicast(), other.is_multicast());
    }

    #[test]
    fn addresses_of_version_6_stay_in_their_blocks(one: u128, two: u128, length in 0_u32..=128) {
        let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
        let other = |address: u128| u128::from(address::v6(b"key", Ipv6Addr::from(address), 128));
        let kept = (one & mask) >> 112 == one >> 112 || length >= 16;
        prop_assume!(kept);
        prop_assert_eq!(one & mask == two & mask, other(one) & mask == other(two) & mask);
        prop_assert_eq!(one == two, other(one) == other(two));
    }

    #[test]
    fn no_two_texts_become_the_same(texts in prop::collection::btree_set("[a-zA-Z0-9.:/-]{1,12}", 2..40)) {
        let listed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let others: BTreeSet<String> = all(&listed).into_iter().collect();
        prop_assert_eq!(others.len(), texts.len());
    }
}
