//! Where packets begin and end: interfaces, as far as a question can tell them apart.

use std::net::IpAddr;
use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Family};

use super::bound::Bound;
use super::world;

/// A subnet as an interface names it.
#[derive(Debug, Clone)]
pub(super) struct Subnet {
    /// `subnet-...`
    pub(super) id: Text,
    /// The subnet, or why it is not known.
    pub(super) node: Result<NodeId, Gap>,
    /// Its VPC.
    pub(super) vpc: Text,
}

/// What filters the packets of a seat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Groups {
    /// These groups.
    These(Vec<Text>),
    /// Nothing: the interface of a NAT gateway, and of some load balancers, has no group.
    Unfiltered,
    /// These, and perhaps others.
    Perhaps(Vec<Text>, Gap),
}

impl Groups {
    /// The groups that are known.
    pub(super) fn known(&self) -> &[Text] {
        match self {
            Groups::These(groups) | Groups::Perhaps(groups, _) => groups,
            Groups::Unfiltered => &[],
        }
    }
}

/// One interface, several that nothing tells apart, or one that a service must have there.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    /// Whether it is an interface that was collected, and not one that must be there.
    pub(super) found: bool,
    /// What it is called in answers.
    pub(super) id: Text,
    /// The resource that it is an interface of, or the interface itself.
    pub(super) node: NodeId,
    /// Where it stands.
    pub(super) subnet: Subnet,
    /// What filters it.
    pub(super) groups: Groups,
    /// Its private IPv4 addresses and its IPv6 addresses.
    pub(super) v4: Addresses,
    pub(super) v6: Addresses,
    /// Why it may have other addresses of the subnet.
    pub(super) more_addresses: Option<Gap>,
    /// Why it has one of these addresses, and nobody knows which.
    pub(super) one_of: Option<Gap>,
    /// The public IPv4 address of each private one that has one.
    pub(super) public: Vec<(IpAddr, IpAddr)>,
    /// Whether a question is about its public addresses only.
    pub(super) only_public: bool,
    /// Why it may have other public addresses.
    pub(super) more_public: Option<Gap>,
    /// Whether packets that are not its own are dropped.
    pub(super) source_dest_check: Fact<bool>,
    /// Whether it sends under the address of somebody else, so that no rule knows its groups.
    pub(super) is_anonymous: bool,
    /// Whether it is in use.
    pub(super) state: State,
}

/// Whether packets can pass an interface at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Working,
    /// It is attached to nothing.
    Idle,
    /// Nobody knows.
    Unknown(Gap),
}

impl Seat {
    /// Whether both are the same place: the same interface, or what one resource has in a subnet.
    pub(super) fn is_same(&self, other: &Seat) -> bool {
        self.node == other.node && self.subnet.id == other.subnet.id
    }

    /// The private IPv4 addresses, or the IPv6 addresses.
    pub(super) fn addresses(&self, family: Family) -> &Addresses {
        match family {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        }
    }

    /// The addresses that it has, or may have.
    pub(super) fn within(&self, family: Family, bound: Bound) -> Addresses {
        match (&self.more_addresses, bound) {
            (Some(_), Bound::May) => Addresses::all(family),
            _ => self.addresses(family).clone(),
        }
    }

    /// The addresses by which the internet knows it: its private addresses with the public ones, and
    /// IPv6 addresses that are public by themselves.
    pub(super) fn public(&self, family: Family, bound: Bound) -> Vec<(Addresses, Addresses)> {
        match family {
            Family::V6 => {
                let global = self.within(family, bound).and(world::internet(family));
                vec![(global.clone(), global)]
            }
            Family::V4 => {
                let told = self
                    .public
                    .iter()
                    .map(|(private, public)| (Addresses::one(*private), Addresses::one(*public)));
                let more = (self.more_public.is_some() && bound == Bound::May)
                    .then(|| (self.within(family, bound), world::internet(family).clone()));
                told.chain(more).collect()
            }
        }
    }

    /// The gaps that matter wherever its addresses do.
    pub(super) fn address_gaps(&self) -> impl Iterator<Item = &Gap> {
        self.more_addresses.iter().chain(&self.one_of)
    }
}

/// A seat that several states share.
pub(super) type SharedSeat = Arc<Seat>;
