//! The rules of a security group one by one, as AWS counts them: a protocol with ports, and one peer.

use ipnet::IpNet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::{IpPermission, SecurityGroup};
use crate::model::record::Shape;
use crate::model::resource::Resource;

use crate::graph::network::prefixes;
pub(in crate::graph) use crate::model::privilege::Direction;

use crate::graph::node::{Graph, NodeId};
use crate::graph::packet::{Addresses, Block, Family, PacketSet, Service};
use crate::graph::reach::rules as told;

fn permissions(direction: Direction, facts: &SecurityGroup) -> &Fact<Vec<IpPermission>> {
    match direction {
        Direction::Ingress => &facts.ip_permissions,
        Direction::Egress => &facts.ip_permissions_egress,
    }
}

/// The other side of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph) enum Peer {
    /// A range of addresses.
    Range(IpNet),
    /// The ranges of a prefix list, as far as they are known, and why there may be more.
    List(Text, Vec<IpNet>, Option<Gap>),
    /// The members of a group: its id, its account, and the state of the peering if it is another
    /// VPC's.
    Group {
        id: Text,
        owner: Option<Text>,
        peering: Option<Text>,
    },
}

/// One rule.
#[derive(Debug, Clone)]
pub(in crate::graph) struct GroupRule {
    pub(in crate::graph) direction: Direction,
    /// The place of the peer in the facts of the group.
    pub(in crate::graph) path: String,
    /// The peer as it was told.
    pub(in crate::graph) told: Text,
    pub(in crate::graph) peer: Peer,
    pub(in crate::graph) service: Service,
    /// The protocol and the ports as they were told.
    pub(in crate::graph) protocol: Text,
    pub(in crate::graph) ports: (Option<i64>, Option<i64>),
    pub(in crate::graph) description: Fact<Text>,
}

/// The rules of one direction, and why there may be more.
pub(in crate::graph) struct GroupRules {
    pub(in crate::graph) each: Vec<GroupRule>,
    pub(in crate::graph) hidden: Option<Gap>,
}

impl GroupRules {
    /// Reads the rules of a group.
    pub(in crate::graph) fn read(graph: &Graph<'_>, node: NodeId, direction: Direction) -> Self {
        let nothing = GroupRules {
            each: Vec::new(),
            hidden: None,
        };
        let Some(resource) = graph.resource(node) else {
            return nothing;
        };
        let Facts::SecurityGroup(facts) = &resource.facts else {
            return nothing;
        };
        let permissions = permissions(direction, facts);
        let mut reader = Reader {
            graph,
            node,
            resource,
            direction,
            rules: GroupRules {
                each: Vec::new(),
                hidden: graph.hole(resource, direction.list()),
            },
        };
        if permissions.is_missing() {
            reader.untold(direction.list());
        }
        for (index, permission) in permissions.known().into_iter().flatten().enumerate() {
            reader.permission(&format!("{}[{index}]", direction.list()), permission);
        }
        reader.rules
    }
}

struct Reader<'g, 's> {
    graph: &'g Graph<'s>,
    node: NodeId,
    resource: &'s Resource,
    direction: Direction,
    rules: GroupRules,
}

impl Reader<'_, '_> {
    fn untold(&mut self, path: &str) {
        let gap = || self.graph.missing(self.resource, path);
        self.rules.hidden.get_or_insert_with(gap);
    }

    fn permission(&mut self, at: &str, permission: &IpPermission) {
        let Some(protocol) = permission.ip_protocol.known() else {
            return self.untold(&format!("{at}.ip_protocol"));
        };
        let bounds = (&permission.from_port, &permission.to_port);
        let service =
            told::protocol(protocol).and_then(|protocol| told::service(protocol, bounds, bounds));
        let Some(service) = service else {
            return self.untold(&format!("{at}.from_port"));
        };
        let open = Open {
            protocol,
            ports: (bounds.0.known().copied(), bounds.1.known().copied()),
            service,
        };
        let v4 = self.peers(&permission.ip_ranges, &format!("{at}.ip_ranges"));
        for (path, one) in v4 {
            self.range(
                &open,
                format!("{path}.cidr_ip"),
                &one.cidr_ip,
                &one.description,
            );
        }
        let v6 = self.peers(&permission.ipv6_ranges, &format!("{at}.ipv6_ranges"));
        for (path, one) in v6 {
            let path = format!("{path}.cidr_ipv6");
            self.range(&open, path, &one.cidr_ipv6, &one.description);
        }
        let lists = self.peers(
            &permission.prefix_list_ids,
            &format!("{at}.prefix_list_ids"),
        );
        for (path, one) in lists {
            let path = format!("{path}.prefix_list_id");
            let Some(id) = one.prefix_list_id.known() else {
                self.untold(&path);
                continue;
            };
            let (ranges, hidden) = prefixes::of_list(self.graph, self.node, id);
            let ranges = ranges.into_iter().map(|one| one.range).collect();
            let peer = Peer::List(id.clone(), ranges, hidden);
            self.push(&open, path, id, peer, &one.description);
        }
        let at = format!("{at}.user_id_group_pairs");
        for (path, one) in self.peers(&permission.user_id_group_pairs, &at) {
            let path = format!("{path}.group_id");
            let Some(id) = one.group_id.known() else {
                self.untold(&path);
                continue;
            };
            let peer = Peer::Group {
                id: id.clone(),
                owner: one.user_id.known().cloned(),
                peering: one.peering_status.known().cloned(),
            };
            self.push(&open, path, id, peer, &one.description);
        }
    }

    fn peers<'p, T: Shape>(&mut self, peers: &'p Fact<Vec<T>>, at: &str) -> Vec<(String, &'p T)> {
        if peers.is_missing() {
            self.untold(at);
        }
        let known = peers.known().into_iter().flatten().enumerate();
        known
            .map(|(place, peer)| (format!("{at}[{place}]"), peer))
            .collect()
    }

    fn range(&mut self, open: &Open<'_>, path: String, told: &Fact<Text>, about: &Fact<Text>) {
        let Some(told) = told.known() else {
            return self.untold(&path);
        };
        match told.parse() {
            Ok(range) => self.push(open, path, told, Peer::Range(range), about),
            Err(_) => {
                let gap = || self.graph.unreadable(self.resource, &path);
                self.rules.hidden.get_or_insert_with(gap);
            }
        }
    }

    fn push(&mut self, open: &Open<'_>, path: String, told: &Text, peer: Peer, about: &Fact<Text>) {
        self.rules.each.push(GroupRule {
            direction: self.direction,
            path,
            told: told.clone(),
            peer,
            service: open.service.clone(),
            protocol: open.protocol.clone(),
            ports: open.ports,
            description: about.clone(),
        });
    }
}

/// What a permission is about, whoever the peer is.
struct Open<'p> {
    protocol: &'p Text,
    ports: (Option<i64>, Option<i64>),
    service: Service,
}

impl GroupRule {
    /// The rule in words: `tcp 443 from 10.0.0.0/8`.
    pub(in crate::graph) fn label(&self) -> String {
        let way = match self.direction {
            Direction::Ingress => "from",
            Direction::Egress => "to",
        };
        format!("{} {way} {}", self.service_label(), self.told)
    }

    /// Protocol and ports in words; of ICMP the type, and the code unless all are meant.
    pub(in crate::graph) fn service_label(&self) -> String {
        let protocol = match self.protocol.as_str() {
            "-1" => "everything",
            "6" => "tcp",
            "17" => "udp",
            other => other,
        };
        let told = |bound: Option<i64>| bound.filter(|number| *number >= 0);
        match (protocol, told(self.ports.0), told(self.ports.1)) {
            ("tcp" | "udp", Some(first), Some(last)) if first == last => {
                format!("{protocol} {first}")
            }
            ("tcp" | "udp", Some(first), Some(last)) => format!("{protocol} {first}-{last}"),
            ("icmp" | "icmpv6" | "1" | "58", Some(sort), Some(code)) => {
                format!("{protocol} {sort}/{code}")
            }
            ("icmp" | "icmpv6" | "1" | "58", Some(sort), None) => format!("{protocol} {sort}"),
            _ => protocol.to_owned(),
        }
    }

    /// The packets that it lets pass with its addresses; none where the peer is a group.
    pub(in crate::graph) fn packets(&self) -> PacketSet {
        match &self.peer {
            Peer::Range(range) => self.of_ranges(std::slice::from_ref(range)),
            Peer::List(_, ranges, _) => self.of_ranges(ranges),
            Peer::Group { .. } => PacketSet::none(),
        }
    }

    fn of_ranges(&self, ranges: &[IpNet]) -> PacketSet {
        let blocks = Family::BOTH
            .into_iter()
            .filter_map(|family| with(&self.service, Addresses::blocks(family, ranges)));
        blocks.collect()
    }

    /// The fact that the rule stands on.
    pub(in crate::graph) fn source(&self, resource: &Resource) -> Source {
        Source {
            resource: Text::from(resource.arn.as_str()),
            path: self.path.clone(),
            value: self.told.as_str().into(),
            operation: Text::const_new("ec2:DescribeSecurityGroups"),
        }
    }
}

/// Packets of a service with peers; whose packets they are on the other end does not matter here.
pub(in crate::graph) fn with(service: &Service, peers: Addresses) -> Option<Block> {
    let any = Addresses::all(peers.family());
    Block::new(peers, any, service.clone())
}
