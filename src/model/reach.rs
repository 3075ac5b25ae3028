//! Answers to "who can reach whom", as they are reported.

use serde::Serialize;

use super::gap::Gap;

/// Yes, no, or why nobody can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// It is so, whatever is not known.
    Yes,
    /// It is not so, whatever is not known.
    No,
    /// What is not known decides.
    Unknown,
}

impl Certainty {
    /// `yes`, `no` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Yes => "yes",
            Certainty::No => "no",
            Certainty::Unknown => "unknown",
        }
    }
}

/// Whether connections from one place to another work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reachability {
    /// Where they begin.
    pub from: String,
    /// Where they lead.
    pub to: String,
    /// Whether they work, there and back.
    pub answer: Certainty,
    /// The way of the packets that open one.
    pub forward: Leg,
    /// The way of the answers; none where no packet arrives that could be answered.
    #[serde(rename = "return")]
    pub back: Option<Leg>,
    /// The packets that work for certain, as the source sends them, as disjoint boxes.
    pub packets: Vec<Packets>,
    /// What would turn a "no" into a "yes": the fewest changes that were found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_open: Vec<Change>,
    /// What would turn a "yes" into a "no".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_close: Vec<Change>,
}

/// One leg of a connection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leg {
    /// Whether packets arrive.
    pub answer: Certainty,
    /// What they pass.
    pub path: Vec<Hop>,
    /// Where they end, if none arrives.
    pub stopped: Option<Stopped>,
    /// What is not known and decides.
    pub unknown: Vec<Gap>,
}

/// A thing that packets pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// What it is: `interface`, `security-group`, `network-acl`, `route-table`, a gateway.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The resource, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The rules, entries or routes that let packets pass.
    pub by: Vec<Evidence>,
    /// What tells that it is there and joined to others as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Evidence>,
}

/// A fact that let packets pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The resource.
    pub resource: String,
    /// The path in its facts.
    pub path: String,
    /// What it says, in short.
    pub says: String,
}

/// Where packets end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stopped {
    /// The thing that stops them.
    pub at: String,
    /// The explanation code of AWS's Reachability Analyzer.
    /// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
    pub code: String,
    /// The reason in a sentence.
    pub why: String,
    /// The facts that say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Evidence>,
}

/// A box of packets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Packets {
    /// `ipv4` or `ipv6`.
    pub family: String,
    /// The protocol by name or number, or `all`.
    pub protocol: String,
    /// The destination ports, such as `443` or `1024-65535`; types and codes for ICMP; `all`.
    pub ports: String,
    /// The source ports.
    pub source_ports: String,
    /// Source addresses, as the fewest blocks.
    pub from: Vec<String>,
    /// Destination addresses.
    pub to: Vec<String>,
}

/// A change of one setting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What to change.
    pub at: String,
    /// How.
    pub what: String,
}

/// Everybody who can reach something, or everything that something can reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReachList {
    /// What is reached, or reaches.
    pub of: String,
    /// Whether the items are sources, or else destinations.
    pub sources: bool,
    /// The other ends, those for certain and those of whom nobody knows.
    pub each: Vec<ReachItem>,
    /// Why there may be others.
    pub unknown: Vec<Gap>,
}

/// One other end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReachItem {
    /// `internet`, `on-premises`, `instance`, `lambda`, `database`, `load-balancer`, `interface`.
    pub class: String,
    /// What it is called.
    pub label: String,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// `yes` or `unknown`.
    pub answer: Certainty,
    /// What works for certain.
    pub packets: Vec<Packets>,
    /// The ids of what packets pass.
    pub path: Vec<String>,
    /// What is not known and decides.
    pub unknown: Vec<Gap>,
}
