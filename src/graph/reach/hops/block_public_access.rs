//! The block of public access (semantics 2.5): a region's switch that closes internet gateways, and the
//! VPCs and subnets that it leaves out.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html>

use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_region::VpcBlockPublicAccessExclusion;

use crate::graph::node::{Graph, NodeId};

use super::super::code::Code;
use super::super::seat::SharedSeat;
use super::super::state::{Leg, State, Stop};
use super::super::walk::Walk;
use super::super::what_if::Grant;

/// What is let through for an interface.
pub(in crate::graph) enum Mode {
    All,
    /// Connections from inside; through NAT and egress-only gateways only, or of any interface.
    Egress {
        any_interface: bool,
    },
    Nothing,
}

/// Packets pass between an interface and the internet, outward or inward; `stateful` says that they go
/// by a NAT or egress-only gateway.
pub(super) fn pass(
    walk: Walk<'_, '_>,
    mut state: State,
    seat: &SharedSeat,
    outward: bool,
    stateful: bool,
) -> Result<State, Box<Stop>> {
    let subnet = &seat.subnet;
    let mode = match mode(walk.net.graph, seat.node, &subnet.vpc, &subnet.id) {
        Ok(mode) => mode,
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                return Ok(state);
            }
            let why = "whether public access is blocked is not known".to_owned();
            let code = Code::VpcBlockPublicAccessEnabled;
            return Err(state.ends(code, &seat.subnet.vpc, why));
        }
    };
    // Of a connection from inside, packets go out and answers come in.
    let from_inside = match walk.leg {
        Leg::Forward => outward,
        // A gateway that lets nothing else out takes what it lets out for the beginning.
        Leg::Return => !outward || stateful,
    };
    let open = match mode {
        Mode::All => true,
        Mode::Egress { any_interface } => from_inside && (any_interface || stateful),
        Mode::Nothing => false,
    };
    let vpc = seat.subnet.vpc.clone();
    let grant = Grant::PublicAccess { vpc };
    if open || walk.net.what_if.grants(&grant) {
        return Ok(state);
    }
    let why = format!("the region blocks public access of {}", seat.subnet.vpc);
    let code = Code::VpcBlockPublicAccessEnabled;
    Err(state.ends_but(vec![grant], code, &seat.subnet.vpc, why))
}

/// What is let through for the interfaces of a subnet, as the account and the region of a node say.
pub(in crate::graph) fn mode(
    graph: &Graph<'_>,
    near: NodeId,
    vpc: &str,
    subnet: &str,
) -> Result<Mode, Gap> {
    let here = graph.node(near);
    let operation = "ec2:DescribeVpcBlockPublicAccessOptions";
    let untold = || Gap::new(GapReason::NotCollected, operation).within(here.account, here.region);
    let of_place = |node: &&NodeId| {
        let node = graph.node(**node);
        node.account == here.account && node.region == here.region
    };
    let region = graph.of_kind("region").iter().find(of_place);
    let region = region.and_then(|node| graph.resource(*node));
    let resource = region.ok_or_else(untold)?;
    let Facts::Region(facts) = &resource.facts else {
        return Err(untold());
    };
    let missing = || graph.missing(resource, "vpc_block_public_access");
    let block = facts.vpc_block_public_access.known().ok_or_else(missing)?;
    let told = block
        .internet_gateway_block_mode
        .known()
        .ok_or_else(missing)?;
    let blocked = match told.as_str() {
        "off" => return Ok(Mode::All),
        "block-ingress" => Mode::Egress {
            any_interface: false,
        },
        _ => Mode::Nothing,
    };
    if let Some(gap) = graph.extent(
        "ec2.vpc_block_public_access_exclusion",
        here.account,
        here.region,
    ) {
        return Err(gap);
    }
    let mut mode = blocked;
    for node in graph.of_kind("ec2.vpc_block_public_access_exclusion") {
        let Some(resource) = graph.resource(*node) else {
            continue;
        };
        let Facts::VpcBlockPublicAccessExclusion(facts) = &resource.facts else {
            continue;
        };
        match excluded(facts, vpc, subnet) {
            Some(false) => {}
            Some(true) => match facts.internet_gateway_exclusion_mode.known() {
                Some(told) if told == "allow-bidirectional" => return Ok(Mode::All),
                Some(_) => {
                    mode = Mode::Egress {
                        any_interface: true,
                    }
                }
                None => return Err(graph.missing(resource, "internet_gateway_exclusion_mode")),
            },
            None => return Err(graph.missing(resource, "resource_arn")),
        }
    }
    Ok(mode)
}

/// Whether an exclusion that is in force names the VPC or the subnet of an interface.
fn excluded(facts: &VpcBlockPublicAccessExclusion, vpc: &str, subnet: &str) -> Option<bool> {
    let arn = facts.resource_arn.known()?;
    let named = [vpc, subnet]
        .iter()
        .any(|id| !id.is_empty() && arn.rsplit('/').next() == Some(*id));
    let state = facts.state.known().map(Text::as_str)?;
    Some(named && matches!(state, "create-complete" | "update-complete"))
}
