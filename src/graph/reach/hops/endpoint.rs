//! Routes to a VPC endpoint (semantics 2.8): a service of AWS behind one of type `Gateway`; an
//! appliance of a gateway load balancer, whose verdict no call tells.

use crate::graph::node::NodeId;
use crate::graph::packet::{PacketSet, Service};
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use super::super::bound::untellable;
use super::super::code::Code;
use super::super::state::{At, Hop, Next, State};
use super::super::walk::{Destination, Walk};

/// Packets of a VPC are routed to an endpoint.
pub(super) fn route(walk: Walk<'_, '_>, mut state: State, vpc: &str, id: &str) -> Vec<Next> {
    let near = state.hops.iter().rev().find_map(|hop| hop.node);
    let graph = walk.net.graph;
    let found = near.map(|near| graph.find("ec2.vpc_endpoint", id, near));
    let sort = match found {
        Some(Ok(node)) => sort(walk, node).map(|sort| (node, sort)),
        Some(Err(gap)) => Err(gap),
        None => Ok((NodeId(u32::MAX), Sort::Other(String::new()))),
    };
    match sort {
        Ok((node, Sort::Gateway { sound })) => gateway(walk, state, vpc, id, node, sound),
        Ok((node, Sort::Inspected(tables))) => inspected(walk, state, id, node, tables),
        Ok((_, Sort::Other(what))) => {
            let why = format!("{id} is {what}, which no route can lead to");
            vec![state.stop(Code::CannotRoute, id, why)]
        }
        Err(gap) => {
            if state.doubt(walk.bound, gap) {
                let hop = Hop::new("endpoint", id, None);
                let state = state.passing(hop);
                let outside = state.clone().out_unseen(vpc, At::Internet);
                let vpc = Text::from(vpc);
                return vec![state.to(At::Local { vpc }), outside];
            }
            let why = format!("{id} is not known");
            vec![state.stop(Code::UnknownResource, id, why)]
        }
    }
}

enum Sort {
    Gateway {
        sound: Result<(), String>,
    },
    /// The tables of its subnets, where they are known.
    Inspected(Vec<(Text, Result<NodeId, Gap>)>),
    Other(String),
}

fn sort(walk: Walk<'_, '_>, node: NodeId) -> Result<Sort, Gap> {
    let graph = walk.net.graph;
    let Some(resource) = graph.resource(node) else {
        return Ok(Sort::Other("no endpoint".to_owned()));
    };
    let Facts::VpcEndpoint(facts) = &resource.facts else {
        return Ok(Sort::Other("no endpoint".to_owned()));
    };
    let missing = |path: &str| graph.missing(resource, path);
    let sort = facts.vpc_endpoint_type.known();
    let sort = sort.ok_or_else(|| missing("vpc_endpoint_type"))?;
    if sort.eq_ignore_ascii_case("Gateway") {
        let state = facts.state.known().ok_or_else(|| missing("state"))?;
        let sound = match state.as_str() {
            "available" => Ok(()),
            other => Err(format!("the endpoint is {other}")),
        };
        return Ok(Sort::Gateway { sound });
    }
    if !sort.eq_ignore_ascii_case("GatewayLoadBalancer") {
        return Ok(Sort::Other(format!("an endpoint of type {sort}")));
    }
    let mut tables = Vec::new();
    let subnets = match &facts.subnet_ids {
        Fact::Known(subnets) => subnets.as_slice(),
        Fact::None => &[],
        Fact::Missing => return Err(missing("subnet_ids")),
    };
    for subnet in subnets {
        let subnet = walk.net.subnet(subnet, facts.vpc_id.known(), node)?;
        tables.push((subnet.vpc.clone(), walk.net.table_of(&subnet)));
    }
    Ok(Sort::Inspected(tables))
}

/// A gateway endpoint takes TCP and the echo of ICMP, from addresses of its own VPC.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>
fn gateway(
    walk: Walk<'_, '_>,
    mut state: State,
    vpc: &str,
    id: &str,
    node: NodeId,
    sound: Result<(), String>,
) -> Vec<Next> {
    let at = Some(node);
    if let Err(why) = sound {
        return vec![state.stop(Code::BadState, id, why)];
    }
    let own = state.sender.as_ref();
    if own.is_none_or(|own| own.subnet.vpc != vpc) {
        let why = format!("the source is no interface of {vpc}");
        let code = Code::VpceGatewayEgressSourceAddressRestriction;
        return vec![state.stop(code, id, why)];
    }
    let mut taken = PacketSet::none();
    taken.add(state.packets.of_service(&Service::protocol(Service::TCP)));
    for (protocol, kind) in [(Service::ICMP, 8), (Service::ICMPV6, 128)] {
        let echo = Service::icmp(protocol, Some(kind), None);
        taken.add(state.packets.of_service(&echo));
    }
    if taken.is_empty() {
        let why = format!("{id} takes TCP and the echo of ICMP only");
        let code = Code::VpceGatewayProtocolRestriction;
        return vec![state.stop(code, id, why)];
    }
    state.packets = taken;
    let state = state.passing(Hop::new("gateway-endpoint", id, at));
    match walk.to {
        Destination::Service(wanted) if *wanted == node => vec![Next::Arrived(state)],
        _ => {
            let why = format!("{id} leads to a service of AWS, not to the destination");
            vec![state.stop(Code::NoPossibleDestination, id, why)]
        }
    }
}

/// An appliance looks at the packets, and sends what it lets pass back to the endpoint, whose subnet
/// routes it on, unchanged.
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html>
fn inspected(
    walk: Walk<'_, '_>,
    mut state: State,
    id: &str,
    node: NodeId,
    tables: Vec<(Text, Result<NodeId, Gap>)>,
) -> Vec<Next> {
    let at = Some(node);
    if state
        .hops
        .iter()
        .any(|hop| hop.sort == "inspection" && hop.id == id)
    {
        let why = format!("{id} gets these packets again: routes go in a circle");
        return vec![state.stop(Code::CannotRoute, id, why)];
    }
    let Some(resource) = walk.net.resource(node) else {
        return Vec::new();
    };
    let what = format!("what the appliance behind {id} lets pass");
    if !state.doubt(walk.bound, untellable(resource, what)) {
        let why = format!("what the appliance behind {id} lets pass is not known");
        return vec![state.stop(Code::UnknownResource, id, why)];
    }
    // Groups are told on no way through an appliance.
    // <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html>
    state.identity = None;
    let state = state.passing(Hop::new("inspection", id, at));
    let on = tables.into_iter().map(|(vpc, table)| match table {
        Ok(table) => state.clone().to(At::Routed { vpc, table }),
        Err(gap) => {
            let mut state = state.clone();
            state.gaps.push(gap);
            state.to(At::Local { vpc })
        }
    });
    on.collect()
}
