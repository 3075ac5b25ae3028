//! Names as a VPC resolves them: what is answered and by which zone, rule or endpoint, to which endpoint
//! a hard-coded name belongs, and which names an endpoint has.

mod endpoint;
mod facts;
mod hosts;
mod made;
mod mapped;
mod name;
mod private;
mod records;
mod resolve;
#[cfg(test)]
mod tests;
mod untold;

use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::record::Shape;

use super::schema::{Derived, GraphKind};
use made::MadeName;
use private::ArnResourceName;
use records::{AnsweringRecordSet, StrangerAddress};

pub(super) use facts::DERIVED as FACTS;
pub(super) use hosts::{ByRecord, private_zone_of, sort_of_aws_name};
pub(super) use mapped::{ServiceName, mapped};
pub(super) use name::{LINKS, NameInVpc, add_names, bare, is_under};
pub(super) use resolve::{Memory, other_servers};
pub use resolve::{is_name, resolve};
pub(super) use untold::{UntoldNames, names_in};

/// The kind `dns.name_in_vpc`.
pub(super) fn name_kind() -> GraphKind {
    GraphKind {
        name: "dns.name_in_vpc",
        doc: name::NameFacts::TYPE.doc,
        record: name::NameFacts::TYPE,
        enumerated_by: vec![
            "ec2:DescribeVpcs",
            "route53:ListHostedZonesByVPC",
            "route53:ListHostedZones",
            "route53:ListResourceRecordSets",
        ],
        reach: Reach::Regional,
        links: Vec::new(),
        derived: Vec::new(),
    }
}

/// The derived facts of names.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "dns.name_in_vpc",
        name: "record_sets",
        doc: "The record sets of types A, AAAA and CNAME that answer the name, those of a routing \
              policy one by one. Addresses are in canonical form.",
        ty: Vec::<AnsweringRecordSet>::ty,
        compute: records::record_sets,
    },
    Derived {
        kind: "dns.name_in_vpc",
        name: "written_types",
        doc: "The types, A and AAAA, of which records of the name write addresses out: no alias does.",
        ty: Vec::<Text>::ty,
        compute: records::written_types,
    },
    Derived {
        kind: "dns.name_in_vpc",
        name: "stranger_addresses",
        doc: "The addresses of the records that an interface of the VPC holds which is not one of \
              the name's endpoint: traffic for the name goes to the wrong host.",
        ty: Vec::<StrangerAddress>::ty,
        compute: records::stranger_addresses,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "made_names",
        doc: "The names that AWS made for the endpoint: they follow its addresses. Resource and \
              service network endpoints have them in their associations.",
        ty: Vec::<MadeName>::ty,
        compute: made::of_endpoint,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "arn_resource_names",
        doc: "The names of the resources that a resource endpoint gives by ARN, each with what \
              decides about it in the endpoint's VPC, and what is answered. Of an RDS cluster whose \
              account was scanned, the writer's and the reader's name.",
        ty: Vec::<ArnResourceName>::ty,
        compute: private::arn_resource_names,
    },
    Derived {
        kind: "ec2.vpc_endpoint",
        name: "service_name_zone",
        doc: "The private zone of a scanned account that answers a name of the endpoint's service with \
              the endpoint, by its addresses or the names that AWS made for it; none if none does, or \
              private DNS of the endpoint is on. \
              <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html>",
        ty: ServiceName::ty,
        compute: mapped::compute,
    },
];
