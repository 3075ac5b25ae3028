//! Sets of addresses of one family.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv4Subnets, Ipv6Net, Ipv6Subnets};

use super::ranges::Ranges;

/// A family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// Both.
    pub const BOTH: [Family; 2] = [Family::V4, Family::V6];

    /// The family of an address.
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Family::V4,
            IpAddr::V6(_) => Family::V6,
        }
    }

    /// `ipv4` or `ipv6`.
    pub fn name(self) -> &'static str {
        match self {
            Family::V4 => "ipv4",
            Family::V6 => "ipv6",
        }
    }

    fn last(self) -> u128 {
        match self {
            Family::V4 => u128::from(u32::MAX),
            Family::V6 => u128::MAX,
        }
    }
}

/// Addresses of one family, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Addresses {
    family: Family,
    numbers: Ranges<u128>,
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl Addresses {
    /// No address.
    pub fn none(family: Family) -> Self {
        Addresses {
            family,
            numbers: Ranges::none(),
        }
    }

    /// Every address.
    pub fn all(family: Family) -> Self {
        Addresses {
            family,
            numbers: Ranges::run(0, family.last()),
        }
    }

    /// One address.
    pub fn one(address: IpAddr) -> Self {
        Addresses {
            family: Family::of(address),
            numbers: Ranges::one(number(address)),
        }
    }

    /// The addresses of a block.
    pub fn block(block: IpNet) -> Self {
        Addresses {
            family: Family::of(block.addr()),
            numbers: Ranges::run(number(block.network()), number(block.broadcast())),
        }
    }

    /// The addresses of those blocks that are of a family.
    pub fn blocks<'a>(family: Family, blocks: impl IntoIterator<Item = &'a IpNet>) -> Self {
        let own = blocks
            .into_iter()
            .filter(|block| Family::of(block.addr()) == family);
        let runs = own.map(|block| (number(block.network()), number(block.broadcast())));
        Addresses {
            family,
            numbers: Ranges::of(runs),
        }
    }

    /// These addresses of a family; those of the other are left out.
    pub fn these(family: Family, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let own = addresses
            .into_iter()
            .filter(|address| Family::of(*address) == family);
        Addresses {
            family,
            numbers: Ranges::of(own.map(|address| (number(address), number(address)))),
        }
    }

    /// The family.
    pub fn family(&self) -> Family {
        self.family
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether an address is among them.
    pub fn has(&self, address: IpAddr) -> bool {
        Family::of(address) == self.family && self.numbers.has(number(address))
    }

    /// The only one, if there is just one.
    pub fn single(&self) -> Option<IpAddr> {
        self.numbers.single().map(|number| self.address(number))
    }

    /// The smallest.
    pub fn first(&self) -> Option<IpAddr> {
        let (first, _) = self.numbers.runs().first()?;
        Some(self.address(*first))
    }

    /// Those of both; of two families there are none.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        if self.family != other.family {
            return Addresses::none(self.family);
        }
        Addresses {
            family: self.family,
            numbers: self.numbers.and(&other.numbers),
        }
    }

    /// Those of either; the other's only if it is of the same family.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        if self.family != other.family {
            return self.clone();
        }
        Addresses {
            family: self.family,
            numbers: self.numbers.or(&other.numbers),
        }
    }

    /// Those that are not among the other ones.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        if self.family != other.family {
            return self.clone();
        }
        Addresses {
            family: self.family,
            numbers: self.numbers.without(&other.numbers),
        }
    }

    /// Whether none is in both.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.family != other.family || self.numbers.is_apart(&other.numbers)
    }

    /// Whether all of the other ones are among these.
    pub fn has_all(&self, other: &Self) -> bool {
        other.is_empty() || (self.family == other.family && self.numbers.has_all(&other.numbers))
    }

    /// The fewest blocks that have just these addresses, ascending.
    pub fn to_blocks(&self) -> Vec<IpNet> {
        let mut blocks = Vec::new();
        for (first, last) in self.numbers.runs() {
            match (self.address(*first), self.address(*last)) {
                (IpAddr::V4(first), IpAddr::V4(last)) => {
                    blocks.extend(Ipv4Subnets::new(first, last, 0).map(IpNet::V4));
                }
                (IpAddr::V6(first), IpAddr::V6(last)) => {
                    blocks.extend(Ipv6Subnets::new(first, last, 0).map(IpNet::V6));
                }
                _ => {}
            }
        }
        blocks
    }

    fn address(&self, number: u128) -> IpAddr {
        match self.family {
            // Numbers of IPv4 never pass its last one.
            Family::V4 => IpAddr::V4(Ipv4Addr::from_bits(u32::try_from(number).unwrap_or(0))),
            Family::V6 => IpAddr::V6(Ipv6Addr::from_bits(number)),
        }
    }
}

impl From<Ipv4Net> for Addresses {
    fn from(block: Ipv4Net) -> Self {
        Addresses::block(IpNet::V4(block))
    }
}

impl From<Ipv6Net> for Addresses {
    fn from(block: Ipv6Net) -> Self {
        Addresses::block(IpNet::V6(block))
    }
}
