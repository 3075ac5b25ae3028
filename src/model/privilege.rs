//! What a security group admits and what of it is needed, as it is reported.

use serde::Serialize;

use super::gap::Gap;
use super::reach::Certainty;

/// What is said of the groups that were asked about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Privileges {
    /// Each of them.
    pub groups: Vec<Privilege>,
    /// Why there may be others.
    pub unknown: Vec<Gap>,
}

/// What the rules of a group admit, against the connections that facts of the account want.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Privilege {
    /// The ARN of the group.
    pub group: String,
    /// Its id, `sg-...`.
    pub id: String,
    /// The ARNs of what carries it.
    pub carriers: Vec<String>,
    /// What it admits.
    #[serde(flatten)]
    pub ingress: Rules,
    /// What it lets out, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress: Option<Rules>,
}

/// Which way connections go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// In, to what carries the group.
    Ingress,
    /// Out, from it.
    Egress,
}

impl Direction {
    /// Both.
    pub const BOTH: [Direction; 2] = [Direction::Ingress, Direction::Egress];

    /// `ingress` or `egress`.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Ingress => "ingress",
            Direction::Egress => "egress",
        }
    }

    /// The list of permissions in the facts of a group.
    pub fn list(self) -> &'static str {
        match self {
            Direction::Ingress => "ip_permissions",
            Direction::Egress => "ip_permissions_egress",
        }
    }
}

/// The rules of one direction, against the wanted connections.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rules {
    /// The wanted connections that they admit.
    pub needed: Vec<Needed>,
    /// Each rule, with what of it is needed.
    pub rules: Vec<Judged>,
    /// The rules that admit what is needed and no more; those whose need nobody knows are among them.
    pub least: Vec<Rule>,
    /// What the engine says of the group with these rules; none where nothing would change.
    pub proof: Option<Proof>,
    /// Why need is not known: of the whole group, if no single rule has it.
    pub unknown: Vec<Gap>,
}

/// A wanted connection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Needed {
    /// `internet`, or the ARN of the client.
    pub from: String,
    /// The ARN of what carries the group.
    pub to: String,
    /// Protocol and ports, such as `tcp 5432`.
    pub service: String,
    /// What says so.
    pub why: String,
    /// The facts that say so, as `ARN attribute`.
    pub facts: Vec<String>,
}

/// What is to become of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// All of it is needed.
    Keep,
    /// A part of it is needed, which other rules of the least set admit.
    Narrow,
    /// Nothing of it is needed.
    Remove,
    /// Nobody told what of it is needed.
    Unknown,
}

impl Fate {
    /// `keep`, `narrow`, `remove` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            Fate::Keep => "keep",
            Fate::Narrow => "narrow",
            Fate::Remove => "remove",
            Fate::Unknown => "unknown",
        }
    }

    /// Whether the rule goes, with or without others in its place.
    pub fn goes(self) -> bool {
        matches!(self, Fate::Narrow | Fate::Remove)
    }
}

/// A rule of the group, and what of it is needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The rule.
    pub rule: Rule,
    /// What is to become of it.
    pub fate: Fate,
    /// Why, in a sentence; empty where the need is not known.
    pub why: String,
    /// What is not known and decides.
    pub unknown: Vec<Gap>,
}

/// A rule of a group: a protocol with ports, and one peer.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html>
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Rule {
    /// Which way.
    pub direction: Direction,
    /// `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for everything.
    pub protocol: String,
    /// The first and the last port, or the type and the code of ICMP; none for all.
    pub ports: Option<(i64, i64)>,
    /// Whom it admits, or where it lets out to.
    pub peer: Peer,
}

/// The other side of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Peer {
    /// A range of IPv4 addresses.
    CidrIpv4(String),
    /// A range of IPv6 addresses.
    CidrIpv6(String),
    /// A prefix list.
    PrefixList(String),
    /// The members of a group: its id, and its account if that is another.
    Group(String, Option<String>),
}

/// What the engine says of the network with the least rules in place of those of the group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proof {
    /// Whether every wanted connection that works today still works, and nothing that no longer should
    /// get in does.
    pub holds: Certainty,
    /// The wanted connections, with the answers before and after.
    pub wanted: Vec<Tried>,
    /// Who gets in today, or may, by what is taken away, with the answers before and after.
    pub excess: Vec<Tried>,
}

/// A connection that was tried before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tried {
    /// Where it begins.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// Protocol and ports.
    pub service: String,
    /// Whether it works today.
    pub before: Certainty,
    /// Whether it works with the least rules.
    pub after: Certainty,
}

impl Rule {
    /// The rule in words: `tcp 443 from 10.0.0.0/8`, `tcp 443 to 0.0.0.0/0`.
    pub fn label(&self) -> String {
        let way = match self.direction {
            Direction::Ingress => "from",
            Direction::Egress => "to",
        };
        format!("{} {way} {}", self.service(), self.peer.as_str())
    }

    /// Protocol and ports in words.
    pub fn service(&self) -> String {
        match (self.protocol.as_str(), self.ports) {
            ("-1", _) => "everything".to_owned(),
            (protocol, None) => protocol.to_owned(),
            (protocol, Some((first, last))) if first == last => format!("{protocol} {first}"),
            (protocol, Some((first, last))) => format!("{protocol} {first}-{last}"),
        }
    }
}

impl Peer {
    /// The range or the id.
    pub fn as_str(&self) -> &str {
        match self {
            Peer::CidrIpv4(told)
            | Peer::CidrIpv6(told)
            | Peer::PrefixList(told)
            | Peer::Group(told, _) => told,
        }
    }
}
