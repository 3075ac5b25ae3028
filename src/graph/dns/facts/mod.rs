//! Derived facts that follow from what names resolve to.

mod automation;
mod consumers;
mod coverage;
mod database;
mod named;
mod needed;
mod overruled;
mod resources;
mod shadow;

use crate::model::record::Shape;

use super::super::schema::Derived;
use automation::{Automation, HardCodedName};
use coverage::{ClientZone, ZoneCoverage};
use database::NamedDatabase;
use needed::NeededZone;
use overruled::OverruledName;
use resources::DnsResource;
use shadow::ShadowedName;

pub(in crate::graph) use consumers::Consumers;
pub(in crate::graph) use named::Endpoints;

/// The derived facts.
pub(in crate::graph) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "dns_resources",
        doc: "The resources that a resource endpoint gives by DNS name, and what each name resolves to \
              in the endpoint's VPC. What public DNS answers is known only for names of AWS.",
        ty: Vec::<DnsResource>::ty,
        compute: resources::compute,
    },
    Derived {
        kind: "vpc_lattice.resource_configuration",
        name: "named_database",
        doc: "The cluster, instance or proxy whose name the configuration gives, by itself or by way of \
              CNAMEs in the VPC of its gateway; none if it is no name of one.",
        ty: NamedDatabase::ty,
        compute: database::compute,
    },
    Derived {
        kind: "dns.name_in_vpc",
        name: "zone_coverage",
        doc: "In which zones the endpoint of the name has interfaces, and in which of them one whose \
              address the plain records hold. Zones by the ids that are the same in every account.",
        ty: ZoneCoverage::ty,
        compute: coverage::compute,
    },
    Derived {
        kind: "dns.name_in_vpc",
        name: "client_zones",
        doc: "The zones in which those run whose environment names the name: services and tasks of ECS, \
              functions, services of App Runner of the VPC. What stands in secrets is not read.",
        ty: Vec::<ClientZone>::ty,
        compute: coverage::clients,
    },
    Derived {
        kind: "ec2.vpc",
        name: "hard_coded_names",
        doc: "The names of the VPC whose records write out addresses of an endpoint.",
        ty: Vec::<HardCodedName>::ty,
        compute: automation::names,
    },
    Derived {
        kind: "ec2.vpc",
        name: "endpoint_automation",
        doc: "The enabled rules of EventBridge, in the account and region of the VPC, that follow changes \
              of endpoints, or that start at times a function that may change records. Whether others do \
              is not known where an endpoint or the VPC is tagged as managed by something else.",
        ty: Vec::<Automation>::ty,
        compute: automation::compute,
    },
    Derived {
        kind: "route53.hosted_zone",
        name: "needed_in",
        doc: "The VPCs that need a private zone with records of endpoints: those of the endpoints whose \
              resources its names are, and those of the ECS services, functions and App Runner services \
              whose environment names them.",
        ty: Vec::<NeededZone>::ty,
        compute: needed::compute,
    },
    Derived {
        kind: "ec2.vpc",
        name: "shadowed_names",
        doc: "The names with a record in one private zone of the VPC that a more specific zone answers \
              as not there.",
        ty: Vec::<ShadowedName>::ty,
        compute: shadow::compute,
    },
    Derived {
        kind: "ec2.vpc",
        name: "overruled_names",
        doc: "The names of the VPC's private zones and endpoints that a forwarding rule of Resolver or \
              DNS Firewall decides about instead.",
        ty: Vec::<OverruledName>::ty,
        compute: overruled::compute,
    },
];
