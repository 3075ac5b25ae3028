//! Rules, entries and routes in a few words.

use serde_json::Value as Json;

use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::{IpPermission, NetworkAclEntry};
use crate::model::kinds::ec2_transit::TransitGatewayRoute;
use crate::model::kinds::ec2_vpc::Route;

use super::net::Net;
use super::state::Rule;

/// What a rule says.
pub(super) fn rule(net: Net<'_, '_>, rule: &Rule) -> String {
    let index = rule.index as usize;
    let at = |list: &Fact<Vec<IpPermission>>, way: &str| {
        let item = list.known().and_then(|list| list.get(index));
        item.map(|item| permission(item, way))
    };
    let says = match net.graph.facts(rule.node) {
        Some(Facts::SecurityGroup(facts)) => match rule.list {
            "ip_permissions" => at(&facts.ip_permissions, "from"),
            _ => at(&facts.ip_permissions_egress, "to"),
        },
        Some(Facts::NetworkAcl(facts)) => {
            let entries = facts.entries.known();
            entries.and_then(|entries| entries.get(index)).map(entry)
        }
        Some(Facts::RouteTable(facts)) => {
            let routes = facts.routes.known();
            routes.and_then(|routes| routes.get(index)).map(route)
        }
        Some(Facts::TransitGatewayRouteTable(facts)) => {
            let routes = facts.routes.known();
            routes.and_then(|routes| routes.get(index)).map(transit)
        }
        _ => None,
    };
    says.unwrap_or_else(|| "?".to_owned())
}

/// What an attribute says.
pub(super) fn value(attribute: &str, value: &Json) -> String {
    const MOST: usize = 120;
    let told = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let short: String = told.chars().take(MOST).collect();
    let more = if short.len() < told.len() { "…" } else { "" };
    format!("{attribute}: {short}{more}")
}

fn text(fact: &Fact<Text>) -> &str {
    fact.known().map_or("?", Text::as_str)
}

fn ports(from: &Fact<i64>, to: &Fact<i64>) -> String {
    match (from.known(), to.known()) {
        (Some(from), Some(to)) if from == to && *from >= 0 => format!(" {from}"),
        (Some(from), Some(to)) if *from >= 0 => format!(" {from}-{to}"),
        _ => String::new(),
    }
}

fn protocol(protocol: &str) -> &str {
    match protocol {
        "-1" => "everything",
        "6" => "tcp",
        "17" => "udp",
        "1" => "icmp",
        "58" => "icmpv6",
        other => other,
    }
}

fn permission(item: &IpPermission, way: &str) -> String {
    let mut peers: Vec<&str> = Vec::new();
    let v4 = item.ip_ranges.known().into_iter().flatten();
    peers.extend(v4.map(|one| text(&one.cidr_ip)));
    let v6 = item.ipv6_ranges.known().into_iter().flatten();
    peers.extend(v6.map(|one| text(&one.cidr_ipv6)));
    let lists = item.prefix_list_ids.known().into_iter().flatten();
    peers.extend(lists.map(|one| text(&one.prefix_list_id)));
    let pairs = item.user_id_group_pairs.known().into_iter().flatten();
    peers.extend(pairs.map(|one| text(&one.group_id)));
    let most = 3;
    let more = peers.len().saturating_sub(most);
    peers.truncate(most);
    let mut peers = peers.join(", ");
    if more > 0 {
        peers = format!("{peers} and {more} more");
    }
    let ports = ports(&item.from_port, &item.to_port);
    format!("{}{ports} {way} {peers}", protocol(text(&item.ip_protocol)))
}

fn entry(item: &NetworkAclEntry) -> String {
    let way = match item.egress.known() {
        Some(true) => "to",
        _ => "from",
    };
    let number = item.rule_number.known().map_or(-1, |number| *number);
    let peer = item.cidr_block.known().or(item.ipv6_cidr_block.known());
    let peer = peer.map_or("?", Text::as_str);
    let ports = ports(&item.from_port, &item.to_port);
    let protocol = protocol(text(&item.protocol));
    let action = text(&item.rule_action);
    format!("rule {number}: {action} {protocol}{ports} {way} {peer}")
}

fn route(item: &Route) -> String {
    let to = [
        &item.destination_cidr_block,
        &item.destination_ipv6_cidr_block,
        &item.destination_prefix_list_id,
    ];
    let to = to.iter().find_map(|fact| fact.known());
    let by = [
        &item.gateway_id,
        &item.nat_gateway_id,
        &item.egress_only_internet_gateway_id,
        &item.transit_gateway_id,
        &item.vpc_peering_connection_id,
        &item.network_interface_id,
        &item.instance_id,
        &item.carrier_gateway_id,
        &item.local_gateway_id,
        &item.core_network_arn,
        &item.odb_network_arn,
    ];
    let by = by.iter().find_map(|fact| fact.known());
    let told = |text: Option<&Text>| text.map_or("?", Text::as_str).to_owned();
    format!("{} by {}", told(to), told(by))
}

fn transit(item: &TransitGatewayRoute) -> String {
    let by = item.transit_gateway_attachment_ids.known();
    let by: Vec<&str> = by.into_iter().flatten().map(Text::as_str).collect();
    format!(
        "{} by {}",
        text(&item.destination_cidr_block),
        by.join(", ")
    )
}
