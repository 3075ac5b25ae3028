//! Sets of packets as unions of boxes.

use super::addresses::Addresses;
use super::block::Block;
use super::service::Service;

/// A set of packets. The boxes may overlap; equal sets need not be equal values.
#[derive(Debug, Clone, Default)]
pub struct PacketSet {
    blocks: Vec<Block>,
}

impl PacketSet {
    /// No packet.
    pub fn none() -> Self {
        PacketSet::default()
    }

    /// Every combination of these; none if the addresses are of two families.
    pub fn of(source: Addresses, destination: Addresses, service: Service) -> Self {
        Block::new(source, destination, service)
            .into_iter()
            .collect()
    }

    /// The boxes.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let pairs = self.blocks.iter();
        pairs
            .flat_map(|one| other.blocks.iter().filter_map(|other| one.and(other)))
            .collect()
    }

    /// What is in a box too.
    #[must_use]
    pub fn within(&self, block: &Block) -> Self {
        self.blocks
            .iter()
            .filter_map(|one| one.and(block))
            .collect()
    }

    /// What is in this and not in the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let cut = |rest: PacketSet, block: &Block| rest.outside(block);
        other.blocks.iter().fold(self.clone(), cut)
    }

    /// What is not in a box.
    #[must_use]
    pub fn outside(&self, block: &Block) -> Self {
        let parts = self.blocks.iter().flat_map(|one| one.without(block));
        PacketSet {
            blocks: parts.collect(),
        }
    }

    /// Adds the packets of another set.
    pub fn add(&mut self, other: PacketSet) {
        self.extend(other.blocks);
    }

    /// Whether every packet of the other is in this.
    pub fn has_all(&self, other: &Self) -> bool {
        other.blocks.iter().all(|block| {
            self.blocks.iter().any(|one| one.has_all(block))
                || PacketSet {
                    blocks: vec![block.clone()],
                }
                .without(self)
                .is_empty()
        })
    }

    /// Whether no packet is in both.
    pub fn is_apart(&self, other: &Self) -> bool {
        let apart = |one: &Block| other.blocks.iter().all(|other| one.is_apart(other));
        self.blocks.iter().all(apart)
    }

    /// The packets with destinations among these.
    #[must_use]
    pub fn to(&self, destination: &Addresses) -> Self {
        self.map(|block| {
            Block::new(
                block.source().clone(),
                block.destination().and(destination),
                block.service().clone(),
            )
        })
    }

    /// The packets from sources among these.
    #[must_use]
    pub fn from(&self, source: &Addresses) -> Self {
        self.map(|block| {
            Block::new(
                block.source().and(source),
                block.destination().clone(),
                block.service().clone(),
            )
        })
    }

    /// The packets with other destinations than these; of the other family, all.
    #[must_use]
    pub fn not_to(&self, destination: &Addresses) -> Self {
        self.map(|block| {
            Block::new(
                block.source().clone(),
                block.destination().without(destination),
                block.service().clone(),
            )
        })
    }

    /// The packets of a service.
    #[must_use]
    pub fn of_service(&self, service: &Service) -> Self {
        self.map(|block| {
            Block::new(
                block.source().clone(),
                block.destination().clone(),
                block.service().and(service),
            )
        })
    }

    /// Each box changed, or left out.
    #[must_use]
    pub fn map(&self, change: impl Fn(&Block) -> Option<Block>) -> Self {
        self.blocks.iter().filter_map(change).collect()
    }

    /// The same packets in boxes that are apart from each other.
    #[must_use]
    pub fn apart(&self) -> Self {
        let mut apart = PacketSet::none();
        for block in &self.blocks {
            let one = PacketSet {
                blocks: vec![block.clone()],
            };
            apart.blocks.extend(one.without(&apart).blocks);
        }
        apart
    }
}

impl FromIterator<Block> for PacketSet {
    fn from_iter<I: IntoIterator<Item = Block>>(blocks: I) -> Self {
        let mut set = PacketSet::none();
        set.extend(blocks);
        set
    }
}

impl Extend<Block> for PacketSet {
    /// A box that is in another one is not kept twice.
    fn extend<I: IntoIterator<Item = Block>>(&mut self, blocks: I) {
        for block in blocks {
            if self.blocks.iter().any(|one| one.has_all(&block)) {
                continue;
            }
            self.blocks.retain(|one| !block.has_all(one));
            self.blocks.push(block);
        }
    }
}
