//! Sets of numbers as sorted runs that do not touch each other.

use std::fmt::Debug;

use smallvec::{SmallVec, smallvec};

/// A number that a run can begin or end with.
pub trait Point: Copy + Ord + Debug {
    /// The smallest.
    const FIRST: Self;
    /// The largest.
    const LAST: Self;
    /// The one after, if there is one.
    fn after(self) -> Option<Self>;
    /// The one before, if there is one.
    fn before(self) -> Option<Self>;
}

macro_rules! points {
    ($($ty:ty),*) => {$(
        impl Point for $ty {
            const FIRST: Self = <$ty>::MIN;
            const LAST: Self = <$ty>::MAX;
            fn after(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn before(self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}

points!(u8, u16, u128);

/// A set of numbers. Equal sets are equal values.
///
/// Nearly every set is one run, which is kept without an allocation: that is why this is no tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ranges<T: Point> {
    /// First and last of each run, ascending, with at least one number between two runs.
    runs: SmallVec<[(T, T); 1]>,
}

impl<T: Point> Ranges<T> {
    /// No number.
    pub fn none() -> Self {
        Ranges {
            runs: SmallVec::new(),
        }
    }

    /// Every number.
    pub fn all() -> Self {
        Ranges::run(T::FIRST, T::LAST)
    }

    /// One number.
    pub fn one(number: T) -> Self {
        Ranges::run(number, number)
    }

    /// All from the first to the last; none if they are the wrong way round.
    pub fn run(first: T, last: T) -> Self {
        if first > last {
            return Ranges::none();
        }
        Ranges {
            runs: smallvec![(first, last)],
        }
    }

    /// The union of runs in any order.
    pub fn of(runs: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut runs: SmallVec<[(T, T); 1]> = runs
            .into_iter()
            .filter(|(first, last)| first <= last)
            .collect();
        runs.sort_unstable();
        let mut joined: SmallVec<[(T, T); 1]> = SmallVec::new();
        for (first, last) in runs {
            match joined.last_mut() {
                Some((_, end)) if end.after().is_none_or(|after| first <= after) => {
                    *end = (*end).max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        Ranges { runs: joined }
    }

    /// The runs, ascending.
    pub fn runs(&self) -> &[(T, T)] {
        &self.runs
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether it is every number.
    pub fn is_all(&self) -> bool {
        matches!(self.runs.as_slice(), [(first, last)] if *first == T::FIRST && *last == T::LAST)
    }

    /// The only number, if there is just one.
    pub fn single(&self) -> Option<T> {
        match self.runs.as_slice() {
            [(first, last)] if first == last => Some(*first),
            _ => None,
        }
    }

    /// Whether a number is in it.
    pub fn has(&self, number: T) -> bool {
        self.runs
            .iter()
            .any(|(first, last)| *first <= number && number <= *last)
    }

    /// What is in one or the other.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        if self.has_all(other) {
            return self.clone();
        }
        Ranges::of(self.runs.iter().chain(&other.runs).copied())
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut runs = SmallVec::new();
        let (mut left, mut right) = (self.runs.iter().peekable(), other.runs.iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                runs.push((first, last));
            }
            if a.1 <= b.1 {
                left.next();
            } else {
                right.next();
            }
        }
        Ranges { runs }
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.and(&other.complement())
    }

    /// What is not in it.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut runs = SmallVec::new();
        let mut next = Some(T::FIRST);
        for (first, last) in &self.runs {
            if let (Some(from), Some(to)) = (next, first.before())
                && from <= to
            {
                runs.push((from, to));
            }
            next = last.after();
        }
        if let Some(from) = next {
            runs.push((from, T::LAST));
        }
        Ranges { runs }
    }

    /// Whether no number is in both.
    pub fn is_apart(&self, other: &Self) -> bool {
        match (self.runs.as_slice(), other.runs.as_slice()) {
            ([a], [b]) => a.1 < b.0 || b.1 < a.0,
            _ => self.and(other).is_empty(),
        }
    }

    /// Whether every number of the other is in this.
    pub fn has_all(&self, other: &Self) -> bool {
        let mut own = self.runs.iter().peekable();
        other.runs.iter().all(|(first, last)| {
            while own.next_if(|(_, end)| end < first).is_some() {}
            own.peek()
                .is_some_and(|(from, to)| from <= first && last <= to)
        })
    }
}
