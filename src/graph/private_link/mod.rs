//! Interface endpoints: who needs them, who reaches them, and what their groups admit besides.

mod clients;
mod openings;
mod zones;

use crate::model::record::Shape;

use super::schema::Derived;

/// The derived facts of interface endpoints.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "service_clients",
        doc: "The services and tasks of ECS, functions and services of App Runner in the VPC of an \
              interface endpoint that need its service, subnet by subnet, and whether they reach it on \
              port 443: what Fargate needs to start tasks and for ECS Exec, and the secrets and \
              parameters that variables name. What code asks for besides, no fact tells.",
        ty: Vec::<clients::ServiceClient>::ty,
        compute: clients::compute,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "openings",
        doc: "What the groups of an interface endpoint admit that it has no use for: other ports than \
              443 of TCP, and sources beyond the address ranges of its VPC.",
        ty: Vec::<openings::Opening>::ty,
        compute: openings::compute,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "zone_count",
        doc: "In how many zones the subnets of the endpoint stand.",
        ty: i64::ty,
        compute: zones::count,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "uncovered_zones",
        doc: "The zones in which a client of an interface endpoint stands and the endpoint has no \
              subnet, without those in which the service is not offered.",
        ty: Vec::<zones::UncoveredZone>::ty,
        compute: zones::uncovered,
    },
];
