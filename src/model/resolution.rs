//! Answers to "what does a name resolve to in a VPC", as they are reported.

use serde::Serialize;

use super::gap::Gap;
use super::reach::{Certainty, Evidence, Reachability};

/// What the resolver of a VPC answers to a query; of several answers the last one of these is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameAnswer {
    /// There is no such name (NXDOMAIN).
    NoSuchName,
    /// There is such a name, and it has no address (NODATA).
    NoData,
    /// Aliases, CNAMEs or rules lead in a circle: no address is answered.
    Loop,
    /// DNS Firewall answers instead.
    Blocked,
    /// The VPC has no resolver: nothing is answered.
    NoResolver,
    /// What is not known decides.
    Unknown,
    /// Public DNS answers, and no fact of an account says what.
    Public,
    /// Addresses.
    Addresses,
}

impl NameAnswer {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            NameAnswer::NoResolver => "no-resolver",
            NameAnswer::Blocked => "blocked",
            NameAnswer::Loop => "loop",
            NameAnswer::NoSuchName => "no-such-name",
            NameAnswer::NoData => "no-data",
            NameAnswer::Unknown => "unknown",
            NameAnswer::Public => "public",
            NameAnswer::Addresses => "addresses",
        }
    }
}

/// What a name resolves to in a VPC.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resolution {
    /// The name, lower case, without its last dot.
    pub name: String,
    /// The VPC.
    pub vpc: String,
    /// What is answered.
    pub answer: NameAnswer,
    /// The addresses that clients may get, those of every choice of a routing policy.
    pub addresses: Vec<NameAddress>,
    /// The zone, rule or endpoint that decides.
    pub decided_by: Option<NameSpace>,
    /// Zones that hold the name too, and are not asked.
    pub shadowed: Vec<NameSpace>,
    /// The way to the answer: each name with what answered it.
    pub steps: Vec<NameStep>,
    /// Why there may be other addresses, or another answer.
    pub unknown: Vec<Gap>,
}

/// Whether connections work to or from what a name resolves to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedReachability {
    /// Where they begin.
    pub from: String,
    /// Where they lead.
    pub to: String,
    /// Whether one of the addresses is reached.
    pub answer: Certainty,
    /// What the names resolve to.
    pub names: Vec<Resolution>,
    /// The answer for each address.
    pub each: Vec<Reachability>,
}

/// An address that a name resolves to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NameAddress {
    /// The address.
    pub address: String,
    /// The interfaces that hold it.
    pub interfaces: Vec<String>,
}

/// A zone or a rule: what decides for the names under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameSpace {
    /// `private-zone`, `managed-zone`, `endpoint` (names that an endpoint brings) or `resolver-rule`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its own name.
    pub domain: String,
}

/// One step of the way to an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NameStep {
    /// The name that was asked for.
    pub name: String,
    /// What answered: `private-zone`, `managed-zone`, `endpoint`, `resolver-rule`, `firewall`,
    /// `resolver`, `aws` or `public-dns`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The facts that say so.
    pub by: Vec<Evidence>,
}
