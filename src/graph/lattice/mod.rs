//! What VPC Lattice shares: whether it works, where it leads, with whom, and who uses it.

mod behind;
mod clients;
mod dns_mode;
mod parts;
mod paths;
mod ports;
mod shareable;
mod shares;
mod standing;
mod targets;
mod wide;
mod zones;

use crate::model::id::Text;
use crate::model::record::Shape;

use super::schema::Derived;
pub(super) use shareable::{LINKS, add_shareables, shareable_kind};
pub(super) use targets::{of as targets_of, port_of, ranges as ranges_of};
pub(super) use zones::zone_of;

/// The derived facts of VPC Lattice.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "lattice_parts",
        doc: "The parts that a resource or service network endpoint is made of: itself, its \
              associations, the resource configurations and their gateways, each with its state. One \
              that is changing is not among them: its state is not known yet. \
              <https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html>",
        ty: Vec::<parts::LatticePart>::ty,
        compute: parts::compute,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "lattice_clients",
        doc: "The services and tasks of ECS, functions and services of App Runner in the VPC of a \
              resource endpoint whose environment names one of its names, subnet by subnet, and \
              whether they reach the endpoint on the ports of its configuration.",
        ty: Vec::<clients::LatticeClient>::ty,
        compute: clients::compute,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "wide_openings",
        doc: "What the groups of a resource endpoint admit to a port of TCP that holds a whole block of \
              its VPC or every address: ranges and prefix lists, alone or together.",
        ty: Vec::<wide::WideOpening>::ty,
        compute: wide::compute,
    },
    Derived {
        kind: "vpc_lattice.resource_gateway",
        name: "zone_count",
        doc: "In how many zones the subnets of the gateway stand.",
        ty: i64::ty,
        compute: zones::count,
    },
    Derived {
        kind: "vpc_lattice.resource_gateway",
        name: "missing_zones",
        doc: "The zones in which the gateway has no subnet, and an instance behind it or an endpoint \
              in front of it stands. Zones go by their ids: accounts name them differently. \
              <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html>",
        ty: Vec::<zones::MissingZone>::ty,
        compute: zones::missing,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "target_ports",
        doc: "The ports on which the databases listen that the configuration leads to; none of one \
              that is given by ARN, whose ports are those of its resource.",
        ty: Vec::<i64>::ty,
        compute: ports::of_target,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "ports_beyond_target",
        doc: "Port ranges of the configuration on which its target does not listen.",
        ty: Vec::<ports::PortRange>::ty,
        compute: ports::beyond,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "closed_target_ports",
        doc: "Ports on which the target of the configuration listens, and which its port ranges lack.",
        ty: Vec::<i64>::ty,
        compute: ports::closed,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "gateway_vpc_zone",
        doc: "The private zone of the gateway's VPC that has a record for the name of the target; none \
              if none has. <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html>",
        ty: Text::ty,
        compute: dns_mode::zone,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "looping_endpoints",
        doc: "Resource endpoints in the gateway's own VPC with private DNS whose custom domain is the \
              name of the target, or holds it.",
        ty: Vec::<Text>::ty,
        compute: dns_mode::loops,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "gateway_ways",
        doc: "Whether connections get from each subnet of the gateway to each interface of the target, \
              and the answers back. The target sees the addresses and groups of the gateway, not \
              those of consumers. \
              <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html>",
        ty: Vec::<paths::GatewayWay>::ty,
        compute: paths::compute,
    },
    Derived {
        kind: "ram.resource_share",
        name: "consumers",
        doc: "The endpoints of other accounts that use resource configurations of the share, also of \
              those that were taken out of it, and whether a share that works has the configuration \
              and their account among its principals.",
        ty: Vec::<shares::Consumer>::ty,
        compute: shares::consumers,
    },
    Derived {
        kind: "ram.resource_share",
        name: "sole_consumer",
        doc: "The one account whose endpoints use resource configurations of the share; none if no \
              account does, or several do.",
        ty: Text::ty,
        compute: shares::sole_consumer,
    },
    Derived {
        kind: "ram.resource_share",
        name: "share_parts",
        doc: "The share, and its associations with principals and resources, each with its state. One \
              that is changing is not among them: its state is not known yet; nor is one that was \
              taken out, or a principal whose invitation waits. \
              <https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShareAssociation.html>",
        ty: Vec::<standing::SharePart>::ty,
        compute: standing::parts,
    },
    Derived {
        kind: "vpc_lattice.shareable",
        name: "access_log_destinations",
        doc: "Where the accesses to it are written down; those of a resource configuration in a group \
              also where those of the group are.",
        ty: Vec::<Text>::ty,
        compute: shareable::log_destinations,
    },
    Derived {
        kind: "vpc_lattice.shareable",
        name: "id",
        doc: "`rcfg-...` or `sn-...`.",
        ty: Text::ty,
        compute: shareable::id,
    },
];
