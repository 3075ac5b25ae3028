//! Derived facts of networking: tiers of subnets, what groups admit, addresses of endpoints.

mod admitted;
mod endpoint;
mod exposure;
mod ingress;
pub(super) mod prefixes;
pub(super) mod table;
mod tier;

use ipnet::IpNet;

use crate::model::id::Text;
use crate::model::record::Shape;

use super::schema::Derived;
pub(super) use endpoint::{Addresses, of_endpoint as addresses_of_endpoint};
use exposure::ExposedInterface;
use ingress::InternetIngress;

/// A family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    V4,
    V6,
}

impl Family {
    fn of(range: &IpNet) -> Self {
        match range {
            IpNet::V4(_) => Family::V4,
            IpNet::V6(_) => Family::V6,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Family::V4 => "ipv4",
            Family::V6 => "ipv6",
        }
    }
}

/// The derived facts of networking.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ec2.subnet",
        name: "tier",
        doc: "`public` if the effective route table sends anything outside of private use to an \
              internet gateway; `private` if it sends it to a NAT gateway, an egress-only internet \
              gateway, a transit or VPN gateway, an interface or the like; `isolated` otherwise. \
              Behind the endpoint of a gateway load balancer the tier of its own subnet counts. \
              <https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types>",
        ty: Text::ty,
        compute: tier::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "internet_ingress",
        doc: "What the group admits from the internet: for each protocol and address family the \
              largest port ranges for which the union of all its ranges and prefix lists is the \
              internet.",
        ty: Vec::<InternetIngress>::ty,
        compute: ingress::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "exposed_interfaces",
        doc: "The attached interfaces with a public address in a public subnet.",
        ty: Vec::<ExposedInterface>::ty,
        compute: exposure::compute,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "addresses",
        doc: "Every private IPv4 and IPv6 address of the endpoint's interfaces.",
        ty: Vec::<Text>::ty,
        compute: endpoint::addresses,
    },
];
