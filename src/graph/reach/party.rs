//! What a question names: a resource, an address, a block of addresses, the internet.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::model::id::Text;
use crate::model::kinds::Facts;

use crate::graph::cidr::canonical;
use crate::graph::node::{Graph, NodeId};

/// One end of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Hosts of the internet.
    Internet,
    /// Hosts behind VPN and Direct Connect.
    OnPremises,
    /// These addresses, wherever they are.
    Addresses(IpNet),
    /// Hosts with these addresses that stand in no network that was scanned: behind VPN and Direct
    /// Connect, or in VPCs of others.
    Beyond(IpNet),
    /// A resource.
    Resource(NodeId),
}

/// Why a word names no party.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoParty {
    /// Nothing has that name.
    #[error("nothing in the snapshot is called `{0}`")]
    Unknown(String),
    /// Several things have it.
    #[error("`{0}` is the name of several resources: {list}", list = .1.join(", "))]
    Ambiguous(String, Vec<String>),
    /// It names something that has no place in a network.
    #[error("`{0}` is of the kind `{1}`, which neither sends nor receives packets")]
    Outside(String, String),
}

/// Kinds that have interfaces, or are gateways to a service.
const KINDS: [&str; 17] = [
    "ec2.network_interface",
    "ec2.instance",
    "ec2.vpc_endpoint",
    "ec2.subnet",
    "ec2.vpc",
    "ec2.security_group",
    "rds.db_instance",
    "rds.db_cluster",
    "rds.db_proxy",
    "rds.db_proxy_endpoint",
    "apprunner.service",
    "apprunner.vpc_connector",
    "ecs.service",
    "elbv2.load_balancer",
    "lambda.function",
    "ecs.task",
    "vpc_lattice.resource_gateway",
];

impl Party {
    /// Reads what a user wrote: `internet`, `on-premises`, an address, a block, an ARN, an id or the
    /// name at the end of an ARN.
    ///
    /// # Errors
    /// Nothing has that name, or several have it, or it has no place in a network.
    pub fn find(graph: &Graph<'_>, word: &str) -> Result<Self, NoParty> {
        match word {
            "internet" => return Ok(Party::Internet),
            "on-premises" => return Ok(Party::OnPremises),
            _ => {}
        }
        if let Ok(address) = word.parse::<IpAddr>() {
            return Ok(Party::of_address(graph, address));
        }
        if let Ok(block) = word.parse::<IpNet>() {
            return Ok(Party::Addresses(block.trunc()));
        }
        if let Some(node) = graph.by_arn(None, word) {
            return Party::of_node(graph, node, word);
        }
        let mut named: Vec<NodeId> = Vec::new();
        for kind in KINDS {
            let candidates = graph.candidates(kind, word);
            named.extend(candidates);
            if candidates.is_empty() {
                let last = |node: &&NodeId| {
                    let arn = graph.node(**node).arn.as_str();
                    arn.strip_suffix(word)
                        .is_some_and(|head| head.ends_with([':', '/']))
                };
                named.extend(graph.of_kind(kind).iter().filter(last));
            }
        }
        match named.as_slice() {
            [node] => Party::of_node(graph, *node, word),
            [] => Err(NoParty::Unknown(word.to_owned())),
            several => {
                let arns = several.iter().map(|node| graph.node(*node).arn.to_string());
                Err(NoParty::Ambiguous(word.to_owned(), arns.collect()))
            }
        }
    }

    fn of_node(graph: &Graph<'_>, node: NodeId, word: &str) -> Result<Self, NoParty> {
        let kind = graph.node(node).kind;
        match KINDS.contains(&kind) {
            true => Ok(Party::Resource(node)),
            false => Err(NoParty::Outside(word.to_owned(), kind.to_owned())),
        }
    }

    /// An address stands for the interface that has it, if just one has.
    fn of_address(graph: &Graph<'_>, address: IpAddr) -> Self {
        let text = canonical(&address.to_string());
        let has = |node: &&NodeId| match graph.facts(**node) {
            Some(Facts::NetworkInterface(facts)) => {
                let v4 = facts.private_ip_addresses.known().into_iter().flatten();
                let v6 = facts.ipv6_addresses.known().into_iter().flatten();
                let told = v4
                    .map(|one| &one.private_ip_address)
                    .chain(v6.map(|one| &one.ipv6_address));
                told.filter_map(|one| one.known())
                    .any(|one: &Text| *one == text || canonical(one) == text)
            }
            _ => false,
        };
        let mut owners = graph.of_kind("ec2.network_interface").iter().filter(has);
        match (owners.next(), owners.next()) {
            (Some(owner), None) => Party::Resource(*owner),
            _ => Party::Addresses(IpNet::from(address)),
        }
    }

    /// Every name that a word could mean, for help with a mistyped one.
    pub fn names<'g>(graph: &'g Graph<'_>) -> impl Iterator<Item = &'g str> {
        let nodes = KINDS.iter().flat_map(|kind| graph.of_kind(kind));
        nodes.map(|node| {
            let arn = graph.node(*node).arn.as_str();
            arn.rsplit([':', '/']).next().unwrap_or(arn)
        })
    }

    /// What it is called in answers.
    pub fn name(&self, graph: &Graph<'_>) -> String {
        match self {
            Party::Internet => "internet".to_owned(),
            Party::OnPremises => "on-premises".to_owned(),
            Party::Addresses(block) | Party::Beyond(block) => block.to_string(),
            Party::Resource(node) => graph.node(*node).arn.to_string(),
        }
    }
}
