//! Whether a load balancer sends anything to a target that is registered: by the zones, and by how the
//! target is.
//! <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html>

use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::elbv2::LoadBalancer;
use crate::model::reach::Stopped;
use crate::model::resource::Resource;

use super::super::code::Code;
use super::super::grounds::{self, Ground};
use super::super::members;
use super::super::net::Net;
use super::super::party::Party;
use super::super::seat::Subnet;
use super::super::through::last;
use super::Way;
use super::targets::Other;

/// Why a target gets nothing, if that is certain.
pub(super) fn gets_nothing(
    way: &Way<'_, '_>,
    resource: &Resource,
    facts: &LoadBalancer,
) -> Result<Option<Stopped>, Gap> {
    let crosses = crosses(way, resource, facts);
    let same_zone = shares_a_zone(way, resource, facts);
    if crosses == Ok(false) && same_zone == Ok(false) {
        let why = "it does not balance across zones, and has none of its own where the target is";
        return Ok(Some(stopped(way, Code::ElbNotCrosszone, why)));
    }
    if let Some(stop) = by_health(way, &crosses, &same_zone)? {
        return Ok(Some(stop));
    }
    match (crosses, same_zone) {
        (Ok(true), _) | (_, Ok(true)) => Ok(None),
        (Err(gap), _) | (_, Err(gap)) => Err(gap),
        (Ok(false), Ok(false)) => Ok(None),
    }
}

/// Whether traffic goes to targets of every zone. A network load balancer keeps it in the zone unless
/// it, or the target group, is told otherwise.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html>
fn crosses(way: &Way<'_, '_>, resource: &Resource, facts: &LoadBalancer) -> Result<bool, Gap> {
    let graph = way.graph;
    match &facts.r#type {
        Fact::Known(sort) if sort == "network" => {}
        Fact::Known(_) | Fact::None => return Ok(true),
        Fact::Missing => return Err(graph.missing(resource, "type")),
    }
    if let Some(own) = way.target.crosses(graph)? {
        return Ok(own);
    }
    match &facts.attributes {
        Fact::Known(attributes) => match attributes.load_balancing_cross_zone_enabled {
            Fact::Known(crosses) => Ok(crosses),
            Fact::None => Ok(false),
            Fact::Missing => Err(graph.missing(resource, "attributes")),
        },
        Fact::None => Ok(false),
        Fact::Missing => Err(graph.missing(resource, "attributes")),
    }
}

/// Whether the load balancer is in a zone of the target.
fn shares_a_zone(
    way: &Way<'_, '_>,
    resource: &Resource,
    facts: &LoadBalancer,
) -> Result<bool, Gap> {
    let net = Net::new(way.graph);
    let missing = || way.graph.missing(resource, "availability_zones");
    let zones = facts.availability_zones.known().ok_or_else(missing)?;
    let told = way.target.zone.as_deref();
    if told == Some("all") {
        return Ok(true);
    }
    if let Some(told) = told {
        let mut names = zones.iter().map(|zone| zone.zone_name.known());
        if names.all(|name| name.is_some()) {
            let mut names = zones.iter().filter_map(|zone| zone.zone_name.known());
            return Ok(names.any(|name| name == told));
        }
    }
    let mut own = Vec::new();
    for zone in zones {
        let subnet = zone.subnet_id.known().ok_or_else(missing)?;
        own.push(net.zone(&net.subnet(subnet, None, way.balancer)?)?);
    }
    let Party::Resource(node) = way.question.to else {
        return Err(missing());
    };
    let members = members::of(net, node).ok_or_else(missing)?;
    let seats = members.each.iter().flat_map(|member| &member.one_of);
    let mut hidden = members.hidden.clone();
    for subnet in seats.map(|seat| &seat.subnet) {
        let subnet: &Subnet = subnet;
        match net.zone(subnet) {
            Ok(zone) if own.contains(&zone) => return Ok(true),
            Ok(_) => {}
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    hidden.map_or(Ok(false), Err)
}

/// A target that fails its checks gets nothing as long as another one passes them; where none does, all
/// of them get something.
fn by_health(
    way: &Way<'_, '_>,
    crosses: &Result<bool, Gap>,
    same_zone: &Result<bool, Gap>,
) -> Result<Option<Stopped>, Gap> {
    let state = match &way.target.state {
        Fact::Known(state) => state.as_str(),
        Fact::None => return Ok(None),
        Fact::Missing => return Err(untold_health(way)),
    };
    let told = |why: &str| Ok(Some(stopped(way, Code::BadState, why)));
    match state {
        "unused" if *same_zone == Ok(false) => {
            let why = "the target is in a zone that is not enabled for the load balancer";
            Ok(Some(stopped(way, Code::ElbInstalledAzRestriction, why)))
        }
        "unused" => told("the target is not in use"),
        "draining" | "unhealthy.draining" => told("the target gets no new connections"),
        "initial" => {
            let here = way.graph.node(way.target.group);
            let gap = Gap::new(
                GapReason::InTransition,
                "elasticloadbalancing:DescribeTargetHealth",
            );
            let gap = gap.within(here.account, here.region);
            Err(gap.because("the checks of the target have only begun"))
        }
        "unhealthy" => match another_is_healthy(way, crosses)? {
            true => told("the target is unhealthy, and others are not"),
            false => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Whether another target passes its checks where the traffic of this one would go: in the whole group,
/// or in its zone where traffic stays in it.
fn another_is_healthy(way: &Way<'_, '_>, crosses: &Result<bool, Gap>) -> Result<bool, Gap> {
    let is_near = |other: &Other| match (crosses, &way.target.zone, &other.zone) {
        (Ok(true), ..) => Some(true),
        (_, _, Some(zone)) if zone == "all" => Some(true),
        (_, Some(own), Some(zone)) if own == zone => Some(true),
        (Ok(false), Some(own), Some(_)) if own != "all" => Some(false),
        _ => None,
    };
    let is_healthy = |other: &Other| other.state.known().map(|state| state == "healthy");
    let mut open = None;
    for other in &way.target.others {
        match (is_near(other), is_healthy(other)) {
            (Some(true), Some(true)) => return Ok(true),
            (Some(false), _) | (_, Some(false)) => {}
            _ => open = open.or_else(|| Some(untold_health(way))),
        }
    }
    open.map_or(Ok(false), Err)
}

fn untold_health(way: &Way<'_, '_>) -> Gap {
    let group = way.graph.node(way.target.group);
    Gap::new(
        GapReason::NotCollected,
        "elasticloadbalancing:DescribeTargetHealth",
    )
    .within(group.account, group.region)
    .because("how the targets are, and in which zones")
}

fn stopped(way: &Way<'_, '_>, code: Code, why: &str) -> Stopped {
    let on = [
        Ground::of(way.balancer, "availability_zones"),
        Ground::of(way.balancer, "attributes"),
        Ground::of(way.target.group, "target_health_descriptions"),
    ];
    let at = match code {
        Code::BadState => way.target.group,
        _ => way.balancer,
    };
    Stopped {
        at: last(way.graph.node(at).arn.as_str()).to_owned(),
        code: code.as_str().to_owned(),
        why: why.to_owned(),
        by: grounds::told(Net::new(way.graph), &on),
    }
}
