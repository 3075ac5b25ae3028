//! The interfaces of things: of an instance, an endpoint, a database, a service.

mod databases;
mod services;
mod workloads;

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::index::Reverse;
use crate::graph::node::NodeId;
use crate::graph::reading::Reading;
use crate::graph::workload;

use super::net::Net;
use super::seat::SharedSeat;

pub(super) use workloads::is_outside;

/// The interfaces of a thing.
#[derive(Default)]
pub(super) struct Members {
    /// Each of them: packets may go by any.
    pub(super) each: Vec<Member>,
    /// Why there may be more, or none can be told.
    pub(super) hidden: Option<Gap>,
}

/// One interface; or several of which one is it, and nobody knows which.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) one_of: Vec<SharedSeat>,
    /// Why nobody knows.
    pub(super) doubt: Option<Gap>,
}

impl Member {
    pub(super) fn sure(seat: SharedSeat) -> Self {
        Member {
            one_of: vec![seat],
            doubt: None,
        }
    }
}

impl Members {
    fn hide(&mut self, gap: Option<Gap>) {
        self.hidden = self.hidden.take().or(gap);
    }

    fn interface(&mut self, net: Net<'_, '_>, node: NodeId) {
        match net.seat(node) {
            Ok(seat) => self.each.push(Member::sure(seat)),
            Err(gap) => self.hide(Some(gap)),
        }
    }

    fn interfaces(&mut self, net: Net<'_, '_>, from: NodeId, ids: &[Text]) {
        for id in ids {
            match net.graph.find("ec2.network_interface", id, from) {
                Ok(node) => self.interface(net, node),
                Err(gap) => self.hide(Some(gap)),
            }
        }
    }

    fn naming(&mut self, net: Net<'_, '_>, by: Reverse, id: &str, near: NodeId) {
        let (nodes, hidden) = net.graph.naming(by, id, near);
        for node in nodes {
            self.interface(net, node);
        }
        self.hide(hidden);
    }
}

/// The interfaces of a resource; nothing for what has none.
pub(super) fn of(net: Net<'_, '_>, node: NodeId) -> Option<Members> {
    let resource = net.resource(node)?;
    let mut members = Members::default();
    let missing = |path: &str| Some(net.graph.missing(resource, path));
    match &resource.facts {
        Facts::NetworkInterface(_) => members.interface(net, node),
        Facts::Instance(facts) => {
            let ids = facts.network_interface_ids.known();
            members.interfaces(net, node, ids.map_or(&[], Vec::as_slice));
            members.hide(net.graph.hole(resource, "network_interface_ids"));
            if facts.network_interface_ids.is_missing() {
                members.hide(missing("network_interface_ids"));
            }
        }
        Facts::VpcEndpoint(facts) => {
            let ids = facts.network_interface_ids.known();
            members.interfaces(net, node, ids.map_or(&[], Vec::as_slice));
            members.hide(net.graph.hole(resource, "network_interface_ids"));
            if facts.network_interface_ids.is_missing() {
                members.hide(missing("network_interface_ids"));
            }
        }
        Facts::Subnet(facts) => match facts.subnet_id.known() {
            Some(id) => members.naming(net, Reverse::InterfacesBySubnet, id, node),
            None => members.hide(missing("subnet_id")),
        },
        Facts::Vpc(facts) => match facts.vpc_id.known() {
            Some(id) => members.naming(net, Reverse::InterfacesByVpc, id, node),
            None => members.hide(missing("vpc_id")),
        },
        Facts::SecurityGroup(facts) => match facts.group_id.known() {
            Some(id) => members.naming(net, Reverse::InterfacesByGroup, id, node),
            None => members.hide(missing("group_id")),
        },
        Facts::DbInstance(_) | Facts::DbCluster(_) => databases::of(net, node, &mut members),
        Facts::LambdaFunction(facts) => {
            workloads::function(net, node, facts, resource, &mut members);
        }
        Facts::EcsService(facts) => workloads::service(net, node, facts, resource, &mut members),
        Facts::LoadBalancer(facts) => workloads::balancer(net, node, facts, resource, &mut members),
        Facts::DbProxy(_)
        | Facts::DbProxyEndpoint(_)
        | Facts::AppRunnerService(_)
        | Facts::VpcConnector(_)
        | Facts::ResourceGateway(_) => services::of(net, node, &mut members),
        Facts::EcsTask(task) => {
            let mut reading = Reading::new(net.graph);
            let ids = workload::details(&mut reading, resource, task, "networkInterfaceId");
            members.interfaces(net, node, &ids);
            if ids.is_empty() {
                members.hide(workload::place_of(net.graph, node).err());
            }
            members.hide(reading.hidden);
        }
        _ => return None,
    }
    Some(members)
}
