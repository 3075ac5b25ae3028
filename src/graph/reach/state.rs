//! Packets on their way: where they are, what they were, and who sent them.

use crate::model::gap::Gap;
use crate::model::id::Text;

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Block, PacketSet, Ports, Service};

use super::bound::Bound;
use super::code::Code;
use super::grounds::Ground;
use super::seat::{SharedSeat, Subnet};
use super::what_if::Grant;

/// Which leg of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leg {
    /// The packets that open it.
    Forward,
    /// The answers to those that arrived: groups let them pass, and gateways know them.
    Return,
}

/// Where packets are.
#[derive(Debug, Clone)]
pub(super) enum At {
    /// About to leave an interface.
    Leaving(SharedSeat),
    /// About to leave a subnet for the router of its VPC.
    Outward(SharedSeat),
    /// At the router of a VPC, which asks a route table.
    Routed { vpc: Text, table: NodeId },
    /// At the router, which knows their destination in the VPC.
    Local { vpc: Text },
    /// About to enter the subnet of an interface.
    Inward(SharedSeat),
    /// About to enter an interface.
    Arriving(SharedSeat),
    /// At a target of a route.
    Target { vpc: Text, target: Target },
    /// On the internet.
    Internet,
    /// About to enter a VPC from the internet, for an interface.
    Edge(SharedSeat),
    /// In a network behind VPN or Direct Connect.
    OnPremises,
}

/// What a route leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    Local,
    InternetGateway(Text),
    EgressOnly(Text),
    Nat(Text),
    Peering(Text),
    Transit(Text),
    Vpn(Text),
    Interface(Text),
    Endpoint(Text),
    /// A kind of gateway that is not judged yet, by its id.
    Other(Text),
    /// Nobody told it.
    Untold,
}

/// What packets were before a gateway rewrote them; nothing where they are as they were sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Was {
    pub(super) source: Option<Addresses>,
    pub(super) destination: Option<Addresses>,
    pub(super) source_ports: Option<Ports>,
}

/// A translation that a gateway remembers for the answers.
#[derive(Debug, Clone)]
pub(super) struct Translation {
    /// The interface of the gateway.
    pub(super) seat: SharedSeat,
    /// What it replaced.
    pub(super) source: Addresses,
    pub(super) source_ports: Ports,
}

/// Whose groups packets carry, as long as their source is the sender's private address.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    pub(super) seat: SharedSeat,
}

/// A rule, entry or route that let packets pass: an item of a list of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    pub(super) node: NodeId,
    pub(super) list: &'static str,
    pub(super) index: u32,
}

/// A thing that packets passed.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    /// What it is, in a word.
    pub(super) sort: &'static str,
    /// Its id.
    pub(super) id: Text,
    /// The resource.
    pub(super) node: Option<NodeId>,
    /// What let them pass.
    pub(super) by: Vec<Rule>,
}

impl Hop {
    pub(super) fn new(sort: &'static str, id: &str, node: Option<NodeId>) -> Self {
        Hop {
            sort,
            id: Text::from(id),
            node,
            by: Vec::new(),
        }
    }
}

/// Packets somewhere on their way.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) at: At,
    pub(super) packets: PacketSet,
    pub(super) was: Was,
    /// The subnet that they left last: where a transit gateway or an appliance of that zone takes them.
    pub(super) left: Option<Subnet>,
    /// The interface whose address their source is; none for those from outside.
    pub(super) sender: Option<SharedSeat>,
    pub(super) identity: Option<Identity>,
    pub(super) translations: Vec<Translation>,
    /// The VPCs whose egress-only gateway waits for answers.
    pub(super) egress_only: Vec<Text>,
    /// The VPC that packets left by a gateway of which nobody knows what it is: to it, answers may find
    /// back like those to a NAT gateway.
    pub(super) left_unseen: Option<Text>,
    pub(super) hops: Vec<Hop>,
    pub(super) gaps: Vec<Gap>,
}

/// Where packets ended that did not arrive.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    pub(super) code: Code,
    pub(super) at: Text,
    pub(super) why: String,
    /// What they had passed.
    pub(super) hops: Vec<Hop>,
    /// The packets that ended.
    pub(super) packets: PacketSet,
    /// What would let them pass here: any of these.
    pub(super) grants: Vec<Grant>,
    /// The facts that it stands on, where these are not those of the thing itself.
    pub(super) on: Vec<Ground>,
}

impl Stop {
    /// The same, standing on these facts.
    pub(super) fn standing_on(mut self: Box<Self>, on: Vec<Ground>) -> Box<Self> {
        self.on = on;
        self
    }
}

/// What becomes of packets at a place.
pub(super) enum Next {
    Go(State),
    Stop(Box<Stop>),
    /// They are at one of the destinations.
    Arrived(State),
}

impl State {
    /// The same packets somewhere else.
    pub(super) fn to(mut self, at: At) -> Next {
        self.at = at;
        Next::Go(self)
    }

    /// The same, having passed something.
    pub(super) fn passing(mut self, hop: Hop) -> Self {
        self.hops.push(hop);
        self
    }

    /// The end of these packets.
    pub(super) fn ends(self, code: Code, at: &str, why: String) -> Box<Stop> {
        self.ends_but(Vec::new(), code, at, why)
    }

    /// The same where a change of one setting would let them pass.
    pub(super) fn ends_but(
        self,
        grants: Vec<Grant>,
        code: Code,
        at: &str,
        why: String,
    ) -> Box<Stop> {
        Box::new(Stop {
            code,
            at: Text::from(at),
            why,
            hops: self.hops,
            packets: self.packets,
            grants,
            on: Vec::new(),
        })
    }

    /// The end of these packets, as what becomes of them.
    pub(super) fn stop(self, code: Code, at: &str, why: String) -> Next {
        Next::Stop(self.ends(code, at, why))
    }

    /// Out of a VPC by a gateway of which nobody knows what it is.
    pub(super) fn out_unseen(mut self, vpc: &str, at: At) -> Next {
        self.left_unseen = Some(Text::from(vpc));
        self.to(at)
    }

    /// Goes on with a doubt where everything passes, and ends where nothing does.
    pub(super) fn doubt(&mut self, bound: Bound, gap: Gap) -> bool {
        self.gaps.push(gap);
        bound == Bound::May
    }

    /// The sources replaced. What was replaced is kept if nothing was before.
    pub(super) fn set_source(&mut self, source: &Addresses) {
        let before = self
            .packets
            .blocks()
            .first()
            .map(|one| one.source().clone());
        if self.was.source.is_none() {
            self.was.source = before;
        }
        self.packets = self.packets.map(|block| {
            Block::new(
                source.clone(),
                block.destination().clone(),
                block.service().clone(),
            )
        });
    }

    /// The destinations replaced; as for sources.
    pub(super) fn set_destination(&mut self, destination: &Addresses) {
        let before = self.packets.blocks().first();
        let before = before.map(|one| one.destination().clone());
        if self.was.destination.is_none() {
            self.was.destination = before;
        }
        self.packets = self.packets.map(|block| {
            Block::new(
                block.source().clone(),
                destination.clone(),
                block.service().clone(),
            )
        });
    }

    /// The source ports replaced, where the protocol has any; as for sources.
    pub(super) fn set_source_ports(&mut self, ports: &Ports) {
        let before = self.packets.blocks().first();
        let before = before.map(|one| one.service().source_ports.clone());
        if self.was.source_ports.is_none() {
            self.was.source_ports = before;
        }
        self.packets = self.packets.map(|block| {
            let service = Service {
                source_ports: ports.clone(),
                ..block.service().clone()
            };
            Block::new(block.source().clone(), block.destination().clone(), service)
        });
    }

    /// One state for each box, so that what one replaces is known of all its packets.
    pub(super) fn by_block(self) -> Vec<State> {
        let blocks = self.packets.blocks().to_vec();
        let one = |block: Block| State {
            packets: [block].into_iter().collect(),
            ..self.clone()
        };
        blocks.into_iter().map(one).collect()
    }
}
