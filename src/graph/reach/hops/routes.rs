//! Route tables (semantics 2.4): the longest prefix decides, and a blackhole that wins drops.

use crate::graph::node::NodeId;
use crate::graph::packet::{Addresses, Block, PacketSet};
use crate::model::gap::{Gap, GapReason};

use super::super::bound::Bound;
use super::super::code::Code;
use super::super::exits;
use super::super::grounds::Ground;
use super::super::rules::table::Table;
use super::super::seat::SharedSeat;
use super::super::state::{At, Hop, Next, Rule, State, Target};
use super::super::walk::{Destination, Walk};
use super::super::what_if::Grant;
use super::{nacl, regional_nat, service_network};

/// Packets leave a subnet: its network ACL, then its route table.
pub(in crate::graph::reach) fn outward(
    walk: Walk<'_, '_>,
    state: State,
    seat: &SharedSeat,
) -> Vec<Next> {
    let mut state = match nacl::pass(walk, state, &seat.subnet, true) {
        Ok(state) => state,
        Err(stop) => return vec![Next::Stop(stop)],
    };
    state.left = Some(seat.subnet.clone());
    let taken = service_network::outward(walk, &mut state, seat);
    let mut next: Vec<Next> = taken.into_iter().collect();
    if !state.packets.is_empty() {
        next.extend(onward(walk, state, seat));
    }
    next
}

/// Packets of a subnet are at the router.
pub(super) fn onward(walk: Walk<'_, '_>, state: State, seat: &SharedSeat) -> Vec<Next> {
    let vpc = seat.subnet.vpc.clone();
    let table = match seat.subnet.id.is_empty() {
        true => regional_nat::own_table(walk, seat),
        false => walk.net.table_of(&seat.subnet),
    };
    match table {
        Ok(table) => vec![state.to(At::Routed { vpc, table })],
        Err(gap) => everywhere(walk, state, &vpc, gap, seat.node),
    }
}

/// Nobody knows where packets go: every way out of the VPC.
fn everywhere(
    walk: Walk<'_, '_>,
    mut state: State,
    vpc: &str,
    gap: Gap,
    near: NodeId,
) -> Vec<Next> {
    if !state.doubt(walk.bound, gap) {
        let why = format!("the routes of {vpc} are not known");
        return vec![state.stop(Code::NoRouteToDestination, vpc, why)];
    }
    let go = |target| {
        let vpc = crate::model::id::Text::from(vpc);
        state.clone().to(At::Target { vpc, target })
    };
    exits::of(walk.net, vpc, near).into_iter().map(go).collect()
}

/// A route table decides.
pub(in crate::graph::reach) fn route(
    walk: Walk<'_, '_>,
    state: State,
    vpc: &str,
    node: NodeId,
) -> Vec<Next> {
    let Some(table) = walk.net.table(node) else {
        let gap = Gap::new(GapReason::NotCollected, "ec2:DescribeRouteTables");
        return everywhere(walk, state, vpc, gap, node);
    };
    let router = Router {
        walk,
        vpc,
        node,
        table,
    };
    router.route(&state)
}

struct Router<'a, 'g, 's> {
    walk: Walk<'g, 's>,
    vpc: &'a str,
    node: NodeId,
    table: &'g Table,
}

/// The packets that one way gets.
struct Share {
    way: usize,
    packets: PacketSet,
    gap: Option<Gap>,
}

impl Router<'_, '_, '_> {
    fn route(&self, state: &State) -> Vec<Next> {
        if let Some(gap) = &self.table.hidden {
            let mut next = match self.walk.bound {
                Bound::Must => Vec::new(),
                Bound::May => self.split(state),
            };
            let hidden = state.clone();
            next.extend(everywhere(
                self.walk,
                hidden,
                self.vpc,
                gap.clone(),
                self.node,
            ));
            return next;
        }
        self.split(state)
    }

    fn split(&self, state: &State) -> Vec<Next> {
        let (mut shares, mut rest) = self.shares(&state.packets);
        for one in &self.table.elsewhere {
            let mut perhaps = PacketSet::none();
            for within in &one.within {
                perhaps.add(state.packets.to(within));
                if self.walk.bound == Bound::Must {
                    for share in &mut shares {
                        share.packets = share.packets.not_to(within);
                    }
                    rest = rest.not_to(within);
                }
            }
            if self.walk.bound == Bound::May {
                // What another route is known to get, this one may get instead.
                let touched = |share: &&mut Share| !share.packets.is_apart(&perhaps);
                for share in shares.iter_mut().filter(touched) {
                    share.gap.get_or_insert_with(|| one.gap.clone());
                }
                shares.push(Share {
                    way: one.way,
                    packets: perhaps,
                    gap: Some(one.gap.clone()),
                });
            }
        }
        let with = |packets| State {
            packets,
            ..state.clone()
        };
        let mut next: Vec<Next> = Vec::new();
        for share in shares {
            if !share.packets.is_empty() {
                next.extend(self.go(with(share.packets), share.way, share.gap));
            }
        }
        if !rest.is_empty() {
            next.extend(self.without_route(with(rest)));
        }
        next
    }

    /// Packets for which there is no route: they end, unless one is tried.
    fn without_route(&self, state: State) -> Vec<Next> {
        let targets = exits::towards(self.walk, self.vpc, self.node);
        let grants = targets.into_iter().map(|target| Grant::Route {
            table: self.node,
            target,
        });
        let grants: Vec<Grant> = grants.collect();
        let what_if = self.walk.net.what_if;
        let mut next = Vec::new();
        for grant in grants.iter().filter(|grant| what_if.grants(grant)) {
            if let Grant::Route { target, .. } = grant {
                let vpc = crate::model::id::Text::from(self.vpc);
                let target = target.clone();
                next.push(state.clone().to(At::Target { vpc, target }));
            }
        }
        if next.is_empty() {
            let id = self.id();
            let why = format!("no route of {id} leads there");
            let (code, why) = match disconnected(self.walk, &state, self.vpc, self.node) {
                Some(why) => (Code::DisconnectedVpcs, why),
                None => (Code::NoRouteToDestination, why),
            };
            let stop = state.ends_but(grants, code, id, why);
            let on = vec![Ground::of(self.node, "routes")];
            next.push(Next::Stop(stop.standing_on(on)));
        }
        next
    }

    /// What each way gets, and what is left without a route.
    fn shares(&self, packets: &PacketSet) -> (Vec<Share>, PacketSet) {
        let mut rest = packets.clone();
        let mut shares: Vec<Share> = Vec::new();
        for (at, entry) in self.table.entries.iter().enumerate() {
            let rule = Rule {
                node: self.node,
                list: "routes",
                index: self.table.routes[entry.way].index,
            };
            if self.walk.net.what_if.is_removed(&rule) {
                continue;
            }
            let addresses = Addresses::block(entry.block);
            let hit = rest.to(&addresses);
            if hit.is_empty() {
                continue;
            }
            if self.table.is_tied(at) {
                let gap = self.tie(at);
                if self.walk.bound == Bound::May {
                    // The other one decides about the same packets: they stay for it.
                    shares.push(Share {
                        way: entry.way,
                        packets: hit,
                        gap: Some(gap),
                    });
                    let later = self.table.entries[at + 1..].iter();
                    if later.clone().any(|other| other.block == entry.block) {
                        continue;
                    }
                }
                rest = rest.not_to(&addresses);
                continue;
            }
            rest = rest.not_to(&addresses);
            match shares
                .iter_mut()
                .find(|share| share.way == entry.way && share.gap.is_none())
            {
                Some(share) => share.packets.add(hit),
                None => shares.push(Share {
                    way: entry.way,
                    packets: hit,
                    gap: None,
                }),
            }
            if rest.is_empty() {
                break;
            }
        }
        (shares, rest)
    }

    fn tie(&self, at: usize) -> Gap {
        let block = self.table.entries[at].block;
        let what = format!(
            "two prefix lists of {} have {block}, and AWS does not say whose route decides",
            self.id()
        );
        let gap = Gap::new(GapReason::UnsupportedHere, "ec2:DescribeRouteTables");
        match self.walk.net.resource(self.node) {
            Some(resource) => super::super::bound::untellable(resource, what),
            None => gap.because(what),
        }
    }

    fn id(&self) -> &str {
        let resource = self.walk.net.resource(self.node);
        resource.map_or("", |one| one.arn.last())
    }

    fn go(&self, mut state: State, way: usize, gap: Option<Gap>) -> Vec<Next> {
        let way = &self.table.routes[way];
        let mut hop = Hop::new("route-table", self.id(), Some(self.node));
        hop.by.push(Rule {
            node: self.node,
            list: "routes",
            index: way.index,
        });
        state = state.passing(hop);
        for gap in way.gap.iter().chain(&gap) {
            if !state.doubt(self.walk.bound, gap.clone()) {
                let why = format!("a route of {} is not known in full", self.id());
                return vec![state.stop(Code::NoRouteToDestination, self.id(), why)];
            }
        }
        if way.blackhole {
            let why = format!("route {} of {} is a blackhole", way.index, self.id());
            let stop = state.ends(Code::BadStateRoute, self.id(), why);
            let rule = Rule {
                node: self.node,
                list: "routes",
                index: way.index,
            };
            return vec![Next::Stop(stop.standing_on(vec![Ground::from(&rule)]))];
        }
        let vpc = crate::model::id::Text::from(self.vpc);
        match &way.target {
            Target::Local => vec![state.to(At::Local { vpc })],
            Target::Untold => {
                let untold = Gap::new(GapReason::NotCollected, "ec2:DescribeRouteTables");
                everywhere(self.walk, state, self.vpc, untold, self.node)
            }
            target => {
                let target = target.clone();
                vec![state.to(At::Target { vpc, target })]
            }
        }
    }
}

/// Whether packets are for an interface of a VPC that nothing joins to this one.
fn disconnected(walk: Walk<'_, '_>, state: &State, vpc: &str, near: NodeId) -> Option<String> {
    let Destination::Seat(seat) = walk.to else {
        return None;
    };
    let other = &seat.subnet.vpc;
    let private = |block: &Block| {
        let own = seat.addresses(block.family());
        own.has_all(block.destination())
    };
    let inside = state.packets.blocks().iter().all(private);
    let apart = inside && other != vpc && exits::joins(walk.net, vpc, other, near) == Ok(false);
    apart.then(|| format!("{vpc} and {other} are joined by no peering and no transit gateway"))
}
