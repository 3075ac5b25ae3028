//! Security groups (semantics 2.2): any rule of any group lets a packet pass; no order, no denial.

use crate::graph::node::NodeId;
use crate::graph::packet::{Family, PacketSet};
use crate::model::gap::Gap;
use crate::model::id::Text;

use super::super::bound::Bound;
use super::super::code::Code;
use super::super::grounds::{self, Ground};
use super::super::rules::group::{Permissions, What};
use super::super::seat::{Groups, Seat, SharedSeat};
use super::super::state::{Hop, Rule, State, Stop};
use super::super::walk::{Destination, Walk};
use super::super::what_if::Grant;
use super::{foreign_vpc, references, service_network};

/// What the groups of an interface let out, or in.
pub(super) fn pass(
    walk: Walk<'_, '_>,
    mut state: State,
    seat: &SharedSeat,
    egress: bool,
) -> Result<State, Box<Stop>> {
    let mut perhaps: Vec<Gap> = match &seat.groups {
        Groups::Unfiltered => return Ok(state),
        Groups::These(_) => Vec::new(),
        Groups::Perhaps(_, gap) => vec![gap.clone()],
    };
    let mut passed = PacketSet::none();
    let mut hops = Vec::new();
    let mut rules = 0;
    let mut lost = false;
    for id in seat.groups.known() {
        let (node, group) = match walk.net.group(id, seat.node) {
            Ok(found) => found,
            Err(gap) => {
                perhaps.push(gap);
                continue;
            }
        };
        let (list, permissions) = match egress {
            true => ("ip_permissions_egress", &group.egress),
            false => ("ip_permissions", &group.ingress),
        };
        rules += permissions.rules.len();
        perhaps.extend(permissions.hidden.clone());
        let mut hop = Hop::new("security-group", id, Some(node));
        let mut sift = Sift {
            walk,
            state: &state,
            egress,
            passed: &mut passed,
            perhaps: &mut perhaps,
            lost: &mut lost,
        };
        for index in sift.permissions(node, list, permissions) {
            hop.by.push(Rule { node, list, index });
        }
        if !hop.by.is_empty() {
            hops.push(hop);
        }
    }
    // What the known rules let pass, nothing that is hidden can take away.
    if !perhaps.is_empty() && walk.bound == Bound::May && !passed.has_all(&state.packets) {
        state.gaps.extend(perhaps);
        passed = state.packets.clone();
        if hops.is_empty() {
            let id = seat.groups.known().first().unwrap_or(&seat.id);
            hops.push(Hop::new("security-group", id, None));
        }
    }
    if passed.is_empty() {
        let grant = Grant::Group {
            seat: seat.id.clone(),
            egress,
        };
        if walk.net.what_if.grants(&grant) {
            return Ok(state);
        }
        let on = grounds(walk, seat, egress);
        return Err(refuse(state, seat, grant, rules, lost).standing_on(on));
    }
    state.packets = passed;
    state.hops.extend(hops);
    Ok(state)
}

struct Sift<'a, 'g, 's> {
    walk: Walk<'g, 's>,
    state: &'a State,
    egress: bool,
    passed: &'a mut PacketSet,
    perhaps: &'a mut Vec<Gap>,
    /// Whether a rule names a group of the other end, which something on the way made unknown.
    lost: &'a mut bool,
}

impl Sift<'_, '_, '_> {
    /// The permissions that let something pass.
    fn permissions(
        &mut self,
        node: NodeId,
        list: &'static str,
        permissions: &Permissions,
    ) -> Vec<u32> {
        let mut by = Vec::new();
        for rule in &permissions.rules {
            let index = rule.index;
            if self
                .walk
                .net
                .what_if
                .is_removed(&Rule { node, list, index })
            {
                continue;
            }
            let hit = match &rule.what {
                What::Packets(block) => self.state.packets.within(block),
                What::Members(group, service) => {
                    let members = match self.egress {
                        true => self.towards_members(group),
                        false => self.of_members(group),
                    };
                    members.of_service(service)
                }
            };
            if !hit.is_empty() {
                self.passed.add(hit);
                if by.last() != Some(&rule.index) {
                    by.push(rule.index);
                }
            }
        }
        by
    }

    /// A reference matches packets of members that still come from their own private address.
    fn of_members(&mut self, group: &Text) -> PacketSet {
        match &self.state.identity {
            Some(identity) if self.is_member(&identity.seat, group) => self.state.packets.clone(),
            Some(_) => PacketSet::none(),
            None => {
                *self.lost |= began_as_member(self.walk, self.state, group);
                self.perhaps
                    .extend(foreign_vpc::perhaps_member(self.walk, self.state, group));
                PacketSet::none()
            }
        }
    }

    /// A reference matches packets to the private addresses of members.
    fn towards_members(&mut self, group: &Text) -> PacketSet {
        let Destination::Seat(seat) = self.walk.to else {
            return PacketSet::none();
        };
        // The addresses of a service network are nobody's private addresses.
        if service_network::is_association(self.walk, seat) || !self.is_member(seat, group) {
            return PacketSet::none();
        }
        if !self.can_reference(seat) {
            *self.lost = true;
            return PacketSet::none();
        }
        let mut packets = PacketSet::none();
        for family in Family::BOTH {
            let addresses = seat.within(family, self.walk.bound);
            packets.add(self.state.packets.to(&addresses));
        }
        packets
    }

    /// Whether a rule of the sender can name a group of another seat.
    fn can_reference(&mut self, seat: &Seat) -> bool {
        let Some(own) = &self.state.sender else {
            return false;
        };
        match references::between(self.walk, own, seat) {
            Ok(can) => can,
            Err(gap) => {
                self.perhaps.push(gap);
                false
            }
        }
    }

    fn is_member(&mut self, seat: &Seat, group: &Text) -> bool {
        if seat.groups.known().contains(group) {
            return true;
        }
        if let Groups::Perhaps(_, gap) = &seat.groups {
            self.perhaps.push(gap.clone());
        }
        false
    }
}

/// The lists of rules in which none was found, and that these are the groups.
fn grounds(walk: Walk<'_, '_>, seat: &SharedSeat, egress: bool) -> Vec<Ground> {
    let list = match egress {
        true => "ip_permissions_egress",
        false => "ip_permissions",
    };
    let groups = seat.groups.known().iter();
    let groups = groups.filter_map(|id| walk.net.group(id, seat.node).ok());
    let mut on: Vec<Ground> = groups.map(|(node, _)| Ground::of(node, list)).collect();
    on.extend(grounds::of_node(walk.net.graph, seat.node));
    on
}

/// Whether packets began at a member of a group.
fn began_as_member(walk: Walk<'_, '_>, state: &State, group: &Text) -> bool {
    let first = state.hops.iter().find(|hop| hop.sort == "interface");
    let node = first.and_then(|hop| hop.node);
    let seat = node.and_then(|node| walk.net.seat(node).ok());
    seat.is_some_and(|seat| seat.groups.known().contains(group))
}

fn refuse(state: State, seat: &SharedSeat, grant: Grant, rules: usize, lost: bool) -> Box<Stop> {
    let egress = matches!(grant, Grant::Group { egress: true, .. });
    let groups: Vec<&str> = seat.groups.known().iter().map(Text::as_str).collect();
    let groups = groups.join(", ");
    let way = if egress { "out of" } else { "into" };
    let (code, why) = if rules == 0 {
        let why = format!("{groups} has no rule that lets anything {way} {}", seat.id);
        (Code::SgHasNoRules, why)
    } else if lost {
        let why = format!(
            "a rule of {groups} names a group of the other end, and on this way groups are not told"
        );
        let passed = |sorts: &[&str]| state.hops.iter().any(|hop| sorts.contains(&hop.sort));
        let code = match passed(&["transit-gateway"]) && !passed(&["appliance", "inspection"]) {
            true => Code::SgReferencingSupport,
            false => Code::SgReferencesNotPreserved,
        };
        (code, why)
    } else {
        let why = format!("no rule of {groups} lets these packets {way} {}", seat.id);
        (Code::EniSgRulesMismatch, why)
    };
    let at = seat.groups.known().first().unwrap_or(&seat.id).clone();
    state.ends_but(vec![grant], code, &at, why)
}
