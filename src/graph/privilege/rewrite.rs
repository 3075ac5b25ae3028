//! Rules as AWS writes them: from what the graph reads to what is reported, and back into the facts of
//! a group.

use crate::model::fact::Fact;
use crate::model::id::{AccountId, Text};
use crate::model::kinds::ec2_security::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, UserIdGroupPair,
};
use crate::model::privilege::{Peer, Rule};

use crate::graph::groups::{GroupRule, Peer as Told};
use crate::graph::packet::{Ports, Service};

/// A rule of a group.
pub(super) fn rule_of(rule: &GroupRule, account: &AccountId) -> Rule {
    let protocol = match rule.protocol.as_str() {
        "6" => "tcp",
        "17" => "udp",
        other => other,
    };
    let ports = match (protocol, rule.ports) {
        ("-1", _) => None,
        (_, (Some(first), Some(last))) if first >= 0 => Some((first, last)),
        _ => None,
    };
    Rule {
        direction: rule.direction,
        protocol: protocol.to_owned(),
        ports,
        peer: peer_of(rule, account),
    }
}

/// The peer of a rule of a group of an account: of groups of the same account the account is not named,
/// whether or not AWS told it.
pub(super) fn peer_of(rule: &GroupRule, account: &AccountId) -> Peer {
    let told = rule.told.to_string();
    match &rule.peer {
        Told::Range(ipnet::IpNet::V4(_)) => Peer::CidrIpv4(told),
        Told::Range(ipnet::IpNet::V6(_)) => Peer::CidrIpv6(told),
        Told::List(..) => Peer::PrefixList(told),
        Told::Group { owner, .. } => {
            let other = owner
                .as_ref()
                .filter(|owner| owner.as_str() != account.as_str());
            Peer::Group(told, other.map(ToString::to_string))
        }
    }
}

/// Runs of ports.
pub(super) fn runs_of(ports: &Ports) -> Vec<(i64, i64)> {
    let runs = ports.runs().iter();
    runs.map(|(first, last)| (i64::from(*first), i64::from(*last)))
        .collect()
}

/// A protocol by its name, where rules name it.
pub(super) fn protocol_name(protocol: u8) -> String {
    match protocol {
        Service::TCP => "tcp".to_owned(),
        Service::UDP => "udp".to_owned(),
        other => other.to_string(),
    }
}

/// Rules as the facts of a group tell them.
pub(super) fn permissions(rules: &[Rule]) -> Vec<IpPermission> {
    rules.iter().map(permission).collect()
}

fn permission(rule: &Rule) -> IpPermission {
    let text = |told: &String| Fact::Known(Text::from(told.as_str()));
    let mut one = IpPermission {
        ip_protocol: text(&rule.protocol),
        from_port: Fact::told(rule.ports.map(|ports| ports.0)),
        to_port: Fact::told(rule.ports.map(|ports| ports.1)),
        ip_ranges: Fact::Known(Vec::new()),
        ipv6_ranges: Fact::Known(Vec::new()),
        prefix_list_ids: Fact::Known(Vec::new()),
        user_id_group_pairs: Fact::Known(Vec::new()),
    };
    match &rule.peer {
        Peer::CidrIpv4(range) => {
            one.ip_ranges = Fact::Known(vec![IpRange {
                cidr_ip: text(range),
                description: Fact::None,
            }]);
        }
        Peer::CidrIpv6(range) => {
            one.ipv6_ranges = Fact::Known(vec![Ipv6Range {
                cidr_ipv6: text(range),
                description: Fact::None,
            }]);
        }
        Peer::PrefixList(id) => {
            one.prefix_list_ids = Fact::Known(vec![PrefixListId {
                prefix_list_id: text(id),
                description: Fact::None,
            }]);
        }
        Peer::Group(id, owner) => {
            one.user_id_group_pairs = Fact::Known(vec![UserIdGroupPair {
                group_id: text(id),
                user_id: Fact::told(owner.as_ref().map(|owner| Text::from(owner.as_str()))),
                vpc_id: Fact::None,
                vpc_peering_connection_id: Fact::None,
                peering_status: Fact::None,
                description: Fact::None,
            }]);
        }
    }
    one
}
