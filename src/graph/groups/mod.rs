//! Security groups: their rules one by one, who carries them, and what a rule adds to the others.

mod carried;
mod carriers;
mod dangling;
mod egress;
mod needed;
mod permissions;
mod redundant;
mod rules;
mod together;
mod used;

use crate::model::id::Text;
use crate::model::record::Shape;

use super::schema::Derived;
pub(super) use carriers::{Carrier, Carriers, groups_of};
use dangling::DanglingReference;
use egress::UnrestrictedEgress;
use permissions::Permission;
use redundant::RedundantRule;
pub(super) use rules::{Direction, GroupRule, GroupRules, Peer};
use used::GroupUser;

/// The derived facts of security groups.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "ec2.security_group",
        name: "permissions",
        doc: "The rules of the group one by one, as AWS counts them for its quota: a protocol with \
              ports, and one peer. \
              <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>",
        ty: Vec::<Permission>::ty,
        compute: permissions::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "users",
        doc: "What carries the group, or gives it to interfaces that it will make: interfaces, \
              endpoints, load balancers, databases, proxies, functions, services of ECS, connectors \
              of App Runner, resource gateways and service networks of Lattice, launch templates, \
              builds, batch environments, scheduled tasks; and the groups whose rules name it.",
        ty: Vec::<GroupUser>::ty,
        compute: used::users,
    },
    Derived {
        kind: "ec2.security_group",
        name: "is_used",
        doc: "Whether anything carries the group or names it, whoever else may.",
        ty: bool::ty,
        compute: used::is_used,
    },
    Derived {
        kind: "ec2.security_group",
        name: "redundant_rules",
        doc: "Rules that let nothing pass which the other rules of the same direction, or those of \
              groups that always stand beside it, do not let pass too. All of them could go at once.",
        ty: Vec::<RedundantRule>::ty,
        compute: redundant::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "dangling_references",
        doc: "Rules that name a group which is gone, is no longer reached, or has no members.",
        ty: Vec::<DanglingReference>::ty,
        compute: dangling::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "unrestricted_egress",
        doc: "The families for which rules let everything out to the whole internet, with the \
              workloads that carry the group: databases, functions, tasks, connectors. Empty where \
              no such workload does.",
        ty: Vec::<UnrestrictedEgress>::ty,
        compute: egress::compute,
    },
    Derived {
        kind: "ec2.security_group",
        name: "needed_egress",
        doc: "What the workloads that carry the group are known to send to, in words: the least that its \
              egress rules have to let out, as far as facts of the account name it. Not known where more may \
              be wanted, as by the value of a secret.",
        ty: Text::ty,
        compute: needed::compute,
    },
];
