//! The interfaces of databases. No call names them: they stand in the subnets of the database, with its
//! groups, and RDS made them.

use std::sync::Arc;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::rds::{DbInstance, VpcSecurityGroupMembership};
use crate::model::resource::Resource;

use crate::graph::node::NodeId;
use crate::graph::rds::through;
use crate::graph::schema::Linked;

use super::super::bound::untellable;
use super::super::net::Net;
use super::super::seat::{Groups, SharedSeat};
use super::services::{Place, Public, groups_of};
use super::{Member, Members};

/// The interfaces of an instance, or of the instances of a cluster.
pub(super) fn of(net: Net<'_, '_>, node: NodeId, members: &mut Members) {
    let Some(resource) = net.resource(node) else {
        return;
    };
    match &resource.facts {
        Facts::DbInstance(facts) => instance(net, node, resource, facts, members),
        Facts::DbCluster(_) => match through(net.graph, node, "members") {
            Linked::Many(instances, hidden) => {
                for instance in instances {
                    match instance {
                        Ok(instance) => of(net, instance, members),
                        Err(gap) => members.hide(Some(gap)),
                    }
                }
                members.hide(hidden);
            }
            Linked::Gap(gap) => members.hide(Some(gap)),
            Linked::One(_) | Linked::None => {}
        },
        _ => {}
    }
}

fn instance(
    net: Net<'_, '_>,
    node: NodeId,
    resource: &Resource,
    facts: &DbInstance,
    members: &mut Members,
) {
    let Some(own) = net.resource(node) else {
        return;
    };
    let groups = groups(net, resource, &facts.vpc_security_groups);
    let public = match facts.publicly_accessible {
        Fact::Known(false) => Public::None,
        Fact::Known(true) => Public::Found,
        Fact::None | Fact::Missing => {
            Public::Unknown(net.graph.missing(resource, "publicly_accessible"))
        }
    };
    let place = Place {
        net,
        node,
        resource: own,
        groups: &groups,
        public,
    };
    let subnets = match subnets(net, node, facts) {
        Ok(subnets) => subnets,
        Err(gap) => return members.hide(Some(gap)),
    };
    members.hide(subnets.hidden);
    let mut seats = Vec::new();
    for id in subnets.ids {
        match net.subnet(&id, None, node) {
            Ok(subnet) => {
                seats.push(Arc::new(
                    place.seat(subnet, |told| told == "RDSNetworkInterface"),
                ));
            }
            Err(gap) => members.hide(Some(gap)),
        }
    }
    // One that was found says where the database stands.
    let found = |seat: &SharedSeat| seat.found;
    if seats.iter().any(found) {
        seats.retain(found);
    }
    if seats.is_empty() {
        let what = format!("in which subnet {} stands", resource.arn.last());
        return members.hide(Some(untellable(resource, what)));
    }
    let what = format!("in which of its subnets {} stands", resource.arn.last());
    members.each.push(Member {
        doubt: (seats.len() > 1).then(|| untellable(resource, what)),
        one_of: seats,
    });
}

/// The groups that are active.
fn groups(
    net: Net<'_, '_>,
    resource: &Resource,
    told: &Fact<Vec<VpcSecurityGroupMembership>>,
) -> Groups {
    let list = "vpc_security_groups";
    let mut unsure = false;
    let ids = told.as_ref().map(|groups| {
        let mut ids: Vec<Text> = Vec::new();
        for group in groups {
            let active = match &group.status {
                Fact::Known(status) => status == "active",
                Fact::None => true,
                Fact::Missing => {
                    unsure = true;
                    false
                }
            };
            match group.vpc_security_group_id.known() {
                Some(id) if active => ids.push(id.clone()),
                Some(_) => {}
                None => unsure = true,
            }
        }
        ids
    });
    match groups_of(net, resource, &ids, list) {
        Groups::These(known) if unsure => Groups::Perhaps(known, net.graph.missing(resource, list)),
        groups => groups,
    }
}

/// The subnets that a database may stand in.
struct Subnets {
    ids: Vec<Text>,
    hidden: Option<Gap>,
}

/// Those of the subnet group, in the zone of the instance.
fn subnets(net: Net<'_, '_>, node: NodeId, facts: &DbInstance) -> Result<Subnets, Gap> {
    let graph = net.graph;
    let group = match through(graph, node, "subnet_group") {
        Linked::One(group) => group,
        Linked::Gap(gap) => return Err(gap),
        Linked::None | Linked::Many(..) => {
            let resource = net.resource(node);
            return Ok(Subnets {
                ids: Vec::new(),
                hidden: resource.map(|one| graph.missing(one, "db_subnet_group_name")),
            });
        }
    };
    let Some(resource) = net.resource(group) else {
        return Ok(Subnets {
            ids: Vec::new(),
            hidden: None,
        });
    };
    let Facts::DbSubnetGroup(told) = &resource.facts else {
        return Err(graph.missing(resource, "subnets"));
    };
    let mut hidden = match told.subnets.is_missing() {
        true => Some(graph.missing(resource, "subnets")),
        false => graph.hole(resource, "subnets"),
    };
    let mut ids = Vec::new();
    for subnet in told.subnets.known().into_iter().flatten() {
        match subnet.subnet_identifier.known() {
            Some(id) if is_in_zone(net, node, id, facts) => ids.push(id.clone()),
            Some(_) => {}
            None => hidden = hidden.or_else(|| Some(graph.missing(resource, "subnets"))),
        }
    }
    Ok(Subnets { ids, hidden })
}

/// Whether a subnet is in the zone of an instance; where one of them is not known, it may be.
fn is_in_zone(net: Net<'_, '_>, node: NodeId, subnet: &str, facts: &DbInstance) -> bool {
    let Some(zone) = facts.availability_zone.known() else {
        return true;
    };
    let found = net.graph.find("ec2.subnet", subnet, node).ok();
    match found.and_then(|subnet| net.graph.facts(subnet)) {
        Some(Facts::Subnet(facts)) => match facts.availability_zone.known() {
            Some(of_subnet) => of_subnet == zone,
            None => true,
        },
        _ => true,
    }
}
