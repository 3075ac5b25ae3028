//! Derived facts of networking: tiers of subnets, what groups admit, addresses of endpoints.

mod admitted;
mod blocks;
mod endpoint;
mod exposure;
mod facing;
mod families;
mod ingress;
mod left_out;
mod nat;
mod peer_routes;
mod placement;
pub(super) mod prefixes;
pub(super) mod table;
mod tasks;
mod tier;
mod unrouted;

use ipnet::IpNet;

use crate::model::id::Text;
use crate::model::record::Shape;

use super::schema::Derived;
pub(super) use admitted::{Admission, Admitted, ports_of, protocol_of};
pub(super) use blocks::blocks_of;
pub(super) use endpoint::{Addresses, of_endpoint as addresses_of_endpoint};
use exposure::ExposedInterface;
pub(super) use exposure::exposing;
use facing::InternetFacing;
use families::FamilyTier;
use ingress::InternetIngress;
use left_out::LeftOutVpc;
use nat::NatRoute;
use peer_routes::PeeringRoutes;
pub(super) use peer_routes::whole_peers;
use placement::Placement;
use tasks::ExposedTask;
use unrouted::UnroutedWay;

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
        kind: "ec2.subnet",
        name: "family_tiers",
        doc: "The tier for each family of addresses that the subnet has, by routes alone and as far as \
              the region's block of public access lets packets pass: with ingress blocked a public \
              subnet reaches nothing by its internet gateway, with both ways blocked NAT and \
              egress-only gateways lead nowhere either. \
              <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html>",
        ty: Vec::<FamilyTier>::ty,
        compute: families::tiers,
    },
    Derived {
        kind: "ec2.subnet",
        name: "block_public_access",
        doc: "What the block of public access means for the subnet, exclusions of the subnet and of \
              its VPC considered: `off`, `block-ingress`, `allow-egress` (an exclusion that lets every \
              interface send) or `block-bidirectional`.",
        ty: Text::ty,
        compute: families::block,
    },
    Derived {
        kind: "ec2.subnet",
        name: "nat_routes",
        doc: "The NAT gateways that the routes of the subnet's effective table to addresses outside \
              of private use lead to, whether anything gets out by each, and whether it stands in the \
              subnet's zone. \
              <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html>",
        ty: Vec::<NatRoute>::ty,
        compute: nat::routes,
    },
    Derived {
        kind: "ec2.subnet",
        name: "unrouted_ways",
        doc: "By what packets come into the subnet that no route brings: resource gateways of VPC Lattice, \
              and endpoint services whose network load balancers stand in it.",
        ty: Vec::<UnroutedWay>::ty,
        compute: unrouted::compute,
    },
    Derived {
        kind: "ec2.route_table",
        name: "peering_routes",
        doc: "The peering connections that the table has routes to: destinations that are dropped, and \
              whether the others together lead to every address of the peered VPC in a family. \
              <https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html>",
        ty: Vec::<PeeringRoutes>::ty,
        compute: peer_routes::compute,
    },
    Derived {
        kind: "elbv2.load_balancer",
        name: "placements",
        doc: "The subnets in which the load balancer stands, with their zones and tiers.",
        ty: Vec::<Placement>::ty,
        compute: placement::of_balancer,
    },
    Derived {
        kind: "ecs.workload",
        name: "placements",
        doc: "The subnets in which tasks with interfaces of their own are put, with their zones and \
              tiers; those of task sets too.",
        ty: Vec::<Placement>::ty,
        compute: tasks::placements,
    },
    Derived {
        kind: "ecs.workload",
        name: "assigns_public_ip",
        doc: "Whether tasks get a public address, by the service or by one of its task sets; of a task on \
              its own, whether it has one. None if tasks have no interfaces of their own.",
        ty: bool::ty,
        compute: tasks::assigns_public_ip,
    },
    Derived {
        kind: "ecs.workload",
        name: "exposed_tasks",
        doc: "The interfaces of tasks, of a service those in its subnets with its groups, that have a \
              public address in a public subnet.",
        ty: Vec::<ExposedTask>::ty,
        compute: tasks::exposed_tasks,
    },
    Derived {
        kind: "region",
        name: "internet_facing",
        doc: "What of the account's region is made to be reached from the internet: load balancers \
              that face it, interfaces with a public IPv4 address (not those of NAT gateways), \
              databases that are publicly accessible.",
        ty: Vec::<InternetFacing>::ty,
        compute: facing::compute,
    },
    Derived {
        kind: "region",
        name: "left_out_vpcs",
        doc: "The VPCs of the account's region of which exclusions leave out everything where public \
              access is blocked: an exclusion of the VPC, or one of each of its subnets, that lets \
              both directions through. Empty where the block is off.",
        ty: Vec::<LeftOutVpc>::ty,
        compute: left_out::compute,
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
        name: "internet_egress",
        doc: "What the group lets out to the internet: for each protocol and address family the \
              largest port ranges for which the union of all its ranges and prefix lists is the \
              internet.",
        ty: Vec::<InternetIngress>::ty,
        compute: ingress::egress,
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
