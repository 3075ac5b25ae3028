//! A security group as sets of packets: what it admits, and what it lets out.

use ipnet::IpNet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::IpPermission;
use crate::model::resource::Resource;

use crate::graph::network::prefixes;
use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, Service};

/// A group, read once.
pub(in crate::graph) struct Group {
    pub(in crate::graph::reach) ingress: Permissions,
    pub(in crate::graph::reach) egress: Permissions,
}

/// The permissions of one direction.
#[derive(Default)]
pub(in crate::graph) struct Permissions {
    pub(in crate::graph::reach) rules: Vec<Permission>,
    /// Why there may be more.
    pub(in crate::graph::reach) hidden: Option<Gap>,
}

/// What one permission lets pass with one sort of peer.
pub(in crate::graph) struct Permission {
    /// Its place in the list of permissions.
    pub(in crate::graph::reach) index: u32,
    pub(in crate::graph::reach) what: What,
}

/// Who a permission is about, and what it lets pass with them.
pub(in crate::graph) enum What {
    /// Packets with these addresses on the other side.
    Packets(Block),
    /// Packets of members of a group.
    Members(Text, Service),
}

impl Group {
    pub(in crate::graph::reach) fn read(graph: &Graph<'_>, node: NodeId) -> Self {
        let Some(resource) = graph.resource(node) else {
            return Group {
                ingress: Permissions::default(),
                egress: Permissions::default(),
            };
        };
        let (ingress, egress) = match &resource.facts {
            Facts::SecurityGroup(facts) => (&facts.ip_permissions, &facts.ip_permissions_egress),
            _ => (&Fact::None, &Fact::None),
        };
        let read = |list: &'static str, fact: &Fact<Vec<IpPermission>>| {
            let reader = Reader {
                graph,
                node,
                resource,
                list,
                egress: list == "ip_permissions_egress",
                read: Permissions {
                    rules: Vec::new(),
                    hidden: graph.hole(resource, list),
                },
            };
            reader.read(fact)
        };
        Group {
            ingress: read("ip_permissions", ingress),
            egress: read("ip_permissions_egress", egress),
        }
    }
}

struct Reader<'g, 's> {
    graph: &'g Graph<'s>,
    node: NodeId,
    resource: &'s Resource,
    list: &'static str,
    egress: bool,
    read: Permissions,
}

impl Reader<'_, '_> {
    fn read(mut self, fact: &Fact<Vec<IpPermission>>) -> Permissions {
        if fact.is_missing() {
            self.untold("");
        }
        for (index, permission) in fact.known().into_iter().flatten().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            self.permission(index, permission);
        }
        self.read
    }

    fn untold(&mut self, path: &str) {
        let path = format!("{}{path}", self.list);
        let gap = || self.graph.missing(self.resource, &path);
        self.read.hidden.get_or_insert_with(gap);
    }

    fn permission(&mut self, index: u32, permission: &IpPermission) {
        let protocol = permission.ip_protocol.known();
        let ports = (&permission.from_port, &permission.to_port);
        let service = protocol
            .and_then(|protocol| super::protocol(protocol))
            .and_then(|protocol| super::service(protocol, ports, ports));
        let Some(service) = service else {
            return self.untold(&format!("[{index}].ip_protocol"));
        };
        let mut blocks = self.ranges(index, permission);
        for list in permission.prefix_list_ids.known().into_iter().flatten() {
            let Some(id) = list.prefix_list_id.known() else {
                self.untold(&format!("[{index}].prefix_list_ids"));
                continue;
            };
            let (prefixes, hidden) = prefixes::of_list(self.graph, self.node, id);
            self.read.hidden = self.read.hidden.take().or(hidden);
            blocks.extend(prefixes.iter().map(|prefix| prefix.range));
        }
        for family in Family::BOTH {
            let peers = Addresses::blocks(family, &blocks);
            let any = Addresses::all(family);
            let (source, destination) = if self.egress {
                (any, peers)
            } else {
                (peers, any)
            };
            let block = Block::new(source, destination, service.clone());
            self.add(index, block.map(What::Packets));
        }
        for pair in permission.user_id_group_pairs.known().into_iter().flatten() {
            match pair.group_id.known() {
                Some(id) => self.add(index, Some(What::Members(id.clone(), service.clone()))),
                None => self.untold(&format!("[{index}].user_id_group_pairs")),
            }
        }
        let lists = [
            permission.ip_ranges.is_missing(),
            permission.ipv6_ranges.is_missing(),
            permission.prefix_list_ids.is_missing(),
            permission.user_id_group_pairs.is_missing(),
        ];
        if lists.contains(&true) {
            self.untold(&format!("[{index}]"));
        }
    }

    fn ranges(&mut self, index: u32, permission: &IpPermission) -> Vec<IpNet> {
        let v4 = permission.ip_ranges.known().into_iter().flatten();
        let v6 = permission.ipv6_ranges.known().into_iter().flatten();
        let told = v4
            .map(|range| &range.cidr_ip)
            .chain(v6.map(|range| &range.cidr_ipv6));
        let mut blocks = Vec::new();
        for range in told {
            match range.known().map(|range| range.parse()) {
                Some(Ok(block)) => blocks.push(block),
                Some(Err(_)) => {
                    let path = format!("{}[{index}]", self.list);
                    let gap = || self.graph.unreadable(self.resource, &path);
                    self.read.hidden.get_or_insert_with(gap);
                }
                None => self.untold(&format!("[{index}]")),
            }
        }
        blocks
    }

    fn add(&mut self, index: u32, what: Option<What>) {
        self.read
            .rules
            .extend(what.map(|what| Permission { index, what }));
    }
}
