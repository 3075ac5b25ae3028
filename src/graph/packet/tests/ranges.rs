//! Sets of numbers against all 256 numbers of a byte.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::graph::packet::Ranges;

/// Runs that like the ends of the universe and like to touch.
fn ranges() -> impl Strategy<Value = Ranges<u8>> {
    let end = prop_oneof![0..4u8, 100..110u8, 252..=255u8, any::<u8>()];
    vec((end.clone(), end), 0..5).prop_map(Ranges::of)
}

fn counted(wanted: impl Fn(u8) -> bool) -> Vec<u8> {
    (0..=u8::MAX).filter(|number| wanted(*number)).collect()
}

fn members(set: &Ranges<u8>) -> Vec<u8> {
    counted(|number| set.has(number))
}

proptest! {
    #[test]
    fn numbers_are_counted(a in ranges(), b in ranges()) {
        prop_assert_eq!(members(&a.and(&b)), counted(|n| a.has(n) && b.has(n)));
        prop_assert_eq!(members(&a.or(&b)), counted(|n| a.has(n) || b.has(n)));
        prop_assert_eq!(members(&a.without(&b)), counted(|n| a.has(n) && !b.has(n)));
        prop_assert_eq!(members(&a.complement()), counted(|n| !a.has(n)));
        prop_assert_eq!(a.has_all(&b), members(&b).iter().all(|n| a.has(*n)));
        prop_assert_eq!(a.is_apart(&b), !members(&b).iter().any(|n| a.has(*n)));
        prop_assert_eq!(a.is_empty(), members(&a).is_empty());
        prop_assert_eq!(a.is_all(), members(&a).len() == 256);
    }

    /// One form for each set: equal members are equal values, in ascending runs that do not touch.
    #[test]
    fn equal_sets_are_equal_values(a in ranges(), b in ranges()) {
        prop_assert_eq!(a == b, members(&a) == members(&b));
        prop_assert_eq!(&a.complement().complement(), &a);
        for pair in a.or(&b).runs().windows(2) {
            prop_assert!(u16::from(pair[0].1) + 1 < u16::from(pair[1].0));
        }
        prop_assert_eq!(Ranges::of(members(&a).into_iter().map(|n| (n, n))), a);
    }
}
