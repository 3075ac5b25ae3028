//! Shards: the part of a collection that one machine of several takes on.

use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::model::id::Scope;

/// One of several equal parts of all accounts and regions.
///
/// Which part an account and region belongs to follows from their names alone: machines need not
/// know of each other, nor of all the accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    count: u64,
}

impl Shard {
    /// Whether the shard has an account and region. What an account has globally is one of these.
    pub fn has(self, scope: &Scope) -> bool {
        let digest = Sha256::digest(format!("{}/{}", scope.account, scope.region));
        let number = digest
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % self.count == self.index - 1
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (index, count) = text.split_once('/').ok_or(SHAPE)?;
        let number = |text: &str| text.parse::<u64>().ok();
        match (number(index), number(count)) {
            (Some(index), Some(count)) if (1..=count).contains(&index) => {
                Ok(Shard { index, count })
            }
            _ => Err(SHAPE),
        }
    }
}

const SHAPE: &str = "a shard is written as 2/5: the second of five, which are 1/5 to 5/5";

#[cfg(test)]
mod tests {
    use super::Shard;
    use crate::model::id::{AccountId, Region, Scope};

    fn scopes() -> Vec<Scope> {
        let accounts = (0..40).map(|number| format!("{number:012}"));
        accounts
            .flat_map(|account| {
                ["eu-central-1", "us-east-1", Region::GLOBAL].map(|region| Scope {
                    account: AccountId::from(account.as_str()),
                    region: Region::from(region),
                })
            })
            .collect()
    }

    #[test]
    fn each_account_and_region_is_in_one_shard_of_all() {
        for count in 1..8 {
            let shards: Vec<Shard> = (1..=count)
                .map(|index| format!("{index}/{count}").parse().expect("a shard"))
                .collect();
            for scope in scopes() {
                let having = shards.iter().filter(|shard| shard.has(&scope)).count();
                assert_eq!(having, 1, "{scope:?} of {count}");
            }
        }
    }

    #[test]
    fn shards_stay_the_same_and_are_of_about_one_size() {
        let shard: Shard = "2/3".parse().expect("a shard");
        let sizes = scopes().iter().filter(|scope| shard.has(scope)).count();
        // Of 120. The number itself must not change: machines of two versions share a collection.
        assert_eq!(sizes, 38);
    }

    #[test]
    fn a_shard_is_counted_from_one() {
        for wrong in ["", "1", "0/2", "3/2", "a/b", "1/0", "-1/2", "1/2/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
