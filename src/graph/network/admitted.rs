//! The ranges that the permissions of a group admit, one by one.

use ipnet::IpNet;
use serde_json::Value as Json;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::ec2_security::IpPermission;
use crate::model::record::Shape;
use crate::model::resource::Resource;

use super::super::node::{Graph, NodeId};
use super::Family;
use super::prefixes::{self, Prefix};

/// One range that a permission admits.
pub(in crate::graph) struct Admitted {
    /// The protocol by name or number, or `all`.
    pub(in crate::graph) protocol: Text,
    /// The first and the last port; for ICMP type and code, where -1 is all.
    pub(in crate::graph) ports: (i64, i64),
    /// The range.
    pub(in crate::graph) range: IpNet,
    /// The range as it was told.
    pub(in crate::graph) told: Text,
    /// The prefix list that has it.
    pub(in crate::graph) list: Option<Text>,
    /// The facts that say so.
    pub(in crate::graph) sources: Vec<Source>,
}

impl Admitted {
    pub(super) fn family(&self) -> Family {
        Family::of(&self.range)
    }
}

/// Everything that permissions admit or let out by address, and why there may be more.
pub(in crate::graph) struct Admission<'g, 's> {
    graph: &'g Graph<'s>,
    group: NodeId,
    resource: &'s Resource,
    /// The attribute that holds the permissions.
    list: &'static str,
    /// The ranges.
    pub(in crate::graph) admitted: Vec<Admitted>,
    /// Why there may be more.
    pub(in crate::graph) hidden: Option<Gap>,
}

impl<'g, 's> Admission<'g, 's> {
    /// Reads all permissions of a group, of the list that an attribute holds.
    pub(in crate::graph) fn of(
        graph: &'g Graph<'s>,
        group: NodeId,
        resource: &'s Resource,
        list: &'static str,
        permissions: &Fact<Vec<IpPermission>>,
    ) -> Self {
        let untold = || {
            permissions
                .is_missing()
                .then(|| graph.missing(resource, list))
        };
        let mut admission = Admission {
            graph,
            group,
            resource,
            list,
            admitted: Vec::new(),
            hidden: graph.hole(resource, list).or_else(untold),
        };
        for (index, permission) in permissions.known().into_iter().flatten().enumerate() {
            admission.permission(&format!("{}[{index}]", admission.list), permission);
        }
        admission
    }

    fn permission(&mut self, at: &str, permission: &IpPermission) {
        let Some(protocol) = protocol_of(permission) else {
            return self.untold(&format!("{at}.ip_protocol"));
        };
        let Some(ports) = ports_of(&protocol, permission) else {
            return self.untold(&format!("{at}.from_port"));
        };
        let open = (&protocol, ports);
        for (path, range) in self.peers(&permission.ip_ranges, &format!("{at}.ip_ranges")) {
            self.range(open, &format!("{path}.cidr_ip"), &range.cidr_ip);
        }
        for (path, range) in self.peers(&permission.ipv6_ranges, &format!("{at}.ipv6_ranges")) {
            self.range(open, &format!("{path}.cidr_ipv6"), &range.cidr_ipv6);
        }
        for (path, list) in self.peers(
            &permission.prefix_list_ids,
            &format!("{at}.prefix_list_ids"),
        ) {
            self.list(open, format!("{path}.prefix_list_id"), &list.prefix_list_id);
        }
    }

    /// The known peers of one sort, with their paths.
    fn peers<'p, T: Shape>(&mut self, peers: &'p Fact<Vec<T>>, at: &str) -> Vec<(String, &'p T)> {
        if peers.is_missing() {
            self.untold(at);
        }
        let known = peers.known().into_iter().flatten().enumerate();
        known
            .map(|(place, peer)| (format!("{at}[{place}]"), peer))
            .collect()
    }

    fn range(&mut self, open: (&Text, (i64, i64)), path: &str, told: &Fact<Text>) {
        let Some(told) = told.known() else {
            return self.untold(path);
        };
        match told.parse() {
            Ok(range) => {
                let source = self.own(path.to_owned(), told);
                self.push(open, (range, told.clone(), None), vec![source]);
            }
            Err(_) => self.hide(Some(self.graph.unreadable(self.resource, path))),
        }
    }

    fn list(&mut self, open: (&Text, (i64, i64)), path: String, id: &Fact<Text>) {
        let Some(id) = id.known() else {
            return self.untold(&path);
        };
        let (prefixes, hidden) = prefixes::of_list(self.graph, self.group, id);
        self.hide(hidden);
        let reference = self.own(path, id);
        for Prefix {
            range,
            told,
            list,
            path,
        } in prefixes
        {
            let entry = Source {
                resource: self.graph.node(list).arn.clone(),
                path,
                value: Json::from(told.as_str()),
                operation: Text::const_new("ec2:GetManagedPrefixListEntries"),
            };
            let peer = (range, told, Some(id.clone()));
            self.push(open, peer, vec![reference.clone(), entry]);
        }
    }

    fn push(
        &mut self,
        (protocol, ports): (&Text, (i64, i64)),
        (range, told, list): (IpNet, Text, Option<Text>),
        sources: Vec<Source>,
    ) {
        self.admitted.push(Admitted {
            protocol: protocol.clone(),
            ports,
            range,
            told,
            list,
            sources,
        });
    }

    fn own(&self, path: String, value: &Text) -> Source {
        Source {
            resource: Text::from(self.resource.arn.as_str()),
            path,
            value: Json::from(value.as_str()),
            operation: Text::const_new("ec2:DescribeSecurityGroups"),
        }
    }

    fn untold(&mut self, path: &str) {
        self.hide(Some(self.graph.missing(self.resource, path)));
    }

    fn hide(&mut self, gap: Option<Gap>) {
        self.hidden = self.hidden.take().or(gap);
    }
}

/// The protocol by name; `-1` is `all`, and the numbers of the common ones are their names.
pub(in crate::graph) fn protocol_of(permission: &IpPermission) -> Option<Text> {
    let protocol = permission.ip_protocol.known()?;
    Some(match protocol.as_str() {
        "-1" => Text::const_new("all"),
        "6" => Text::const_new("tcp"),
        "17" => Text::const_new("udp"),
        "1" => Text::const_new("icmp"),
        "58" => Text::const_new("icmpv6"),
        other => Text::from(other.to_ascii_lowercase()),
    })
}

/// The ports of a permission: absent or -1 is all for TCP and UDP, and other protocols have none.
/// Nothing where nobody told them.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
pub(in crate::graph) fn ports_of(protocol: &str, permission: &IpPermission) -> Option<(i64, i64)> {
    let bound = |fact: &Fact<i64>, all: i64| match fact {
        Fact::Known(port) if *port >= 0 => Some(*port),
        Fact::Known(_) | Fact::None => Some(all),
        Fact::Missing => None,
    };
    let (first, last) = match protocol {
        "tcp" | "udp" => (0, 65535),
        "icmp" | "icmpv6" => (-1, -1),
        _ => return Some((0, 65535)),
    };
    Some((
        bound(&permission.from_port, first)?,
        bound(&permission.to_port, last)?,
    ))
}
