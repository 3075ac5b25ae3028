//! A tiny network as plain numbers.

use std::net::IpAddr;

use ipnet::IpNet;

#[derive(Debug, Clone, Default)]
pub(super) struct Network {
    pub(super) vpcs: Vec<Vpc>,
    pub(super) subnets: Vec<Subnet>,
    pub(super) tables: Vec<Table>,
    pub(super) acls: Vec<Acl>,
    pub(super) groups: Vec<Group>,
    pub(super) interfaces: Vec<Interface>,
    pub(super) nats: Vec<Nat>,
    pub(super) peerings: Vec<Peering>,
    pub(super) transit: Option<Transit>,
    /// `off`, `block-bidirectional` or `block-ingress`, and VPCs that are left out, with the mode.
    pub(super) block: &'static str,
    pub(super) excluded: Vec<(usize, &'static str)>,
}

#[derive(Debug, Clone)]
pub(super) struct Vpc {
    pub(super) v4: IpNet,
    pub(super) v6: IpNet,
    /// Whether it has an internet gateway; an egress-only one; a VPN gateway.
    pub(super) internet: bool,
    pub(super) egress_only: bool,
    pub(super) vpn: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Subnet {
    pub(super) vpc: usize,
    pub(super) zone: usize,
    pub(super) acl: usize,
    pub(super) table: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) vpc: usize,
    pub(super) routes: Vec<Route>,
}

#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) to: IpNet,
    pub(super) by: By,
    pub(super) blackhole: bool,
    pub(super) propagated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Local,
    Internet,
    EgressOnly,
    Nat(usize),
    Peering(usize),
    Transit,
    Vpn,
    /// An interface with its check on: it drops what is not its own.
    Interface(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Acl {
    /// In the order in which they are told, which is not that of their numbers.
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) number: i64,
    pub(super) egress: bool,
    pub(super) allow: bool,
    pub(super) protocol: Option<u8>,
    pub(super) ports: Option<(u16, u16)>,
    pub(super) peer: IpNet,
}

#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) vpc: usize,
    pub(super) ingress: Vec<Rule>,
    pub(super) egress: Vec<Rule>,
}

#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) protocol: Option<u8>,
    pub(super) ports: Option<(u16, u16)>,
    pub(super) peer: Peer,
}

#[derive(Debug, Clone)]
pub(super) enum Peer {
    Block(IpNet),
    Group(usize),
}

#[derive(Debug, Clone)]
pub(super) struct Interface {
    pub(super) subnet: usize,
    pub(super) groups: Vec<usize>,
    pub(super) address: IpAddr,
    pub(super) public: Option<IpAddr>,
    pub(super) v6: Option<IpAddr>,
    pub(super) idle: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Nat {
    pub(super) subnet: usize,
    pub(super) address: IpAddr,
    /// None for a private one.
    pub(super) public: Option<IpAddr>,
}

#[derive(Debug, Clone)]
pub(super) struct Peering {
    pub(super) sides: (usize, usize),
    pub(super) active: bool,
    pub(super) same_region: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Transit {
    pub(super) references: bool,
    pub(super) attachments: Vec<Attachment>,
    pub(super) routes: Vec<TransitRoute>,
    /// Whether a VPN is attached.
    pub(super) vpn: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Attachment {
    pub(super) vpc: usize,
    pub(super) subnets: Vec<usize>,
    pub(super) references: bool,
    pub(super) associated: bool,
}

#[derive(Debug, Clone)]
pub(super) struct TransitRoute {
    pub(super) to: IpNet,
    pub(super) by: TransitBy,
    pub(super) propagated: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum TransitBy {
    /// The attachment with this number.
    Attachment(usize),
    Vpn,
    Blackhole,
}
