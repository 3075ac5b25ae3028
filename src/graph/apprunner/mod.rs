//! Derived facts of App Runner: what a service names, reaches and does not reach, how its latest
//! deployment ended; which connectors lack subnets, are replaced or are twins.

mod absent;
mod connectors;
mod databases;
mod deployment;
mod dns_egress;
mod evidence;
mod hosts;
mod ingress;
mod internet;
mod secrets;
mod subnets;
#[cfg(test)]
mod tests;
mod variables;

use crate::model::id::Text;
use crate::model::record::Shape;

use super::schema::Derived;
use absent::AbsentDatabase;
use databases::{DatabasePath, NamedDatabase};
use deployment::Deployment;
use dns_egress::{DnsPermission, DnsServer};
use hosts::UnreachableHost;
use internet::OfflineSubnet;
use secrets::UnreadableSecret;

/// The derived facts of App Runner.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "apprunner.service",
        name: "unreadable_secrets",
        doc: "The secrets and parameters of the environment that the instance role may not read: by its \
              policies less denials, its boundary and the organization's policies. Policies of secrets and \
              keys are not read. Empty where there is no role. \
              <https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html>",
        ty: Vec::<UnreadableSecret>::ty,
        compute: secrets::compute,
    },
    Derived {
        kind: "apprunner.service",
        name: "has_way_in",
        doc: "Whether a VPC ingress connection to the service is available. Not known while the only ones \
              are being made or changed.",
        ty: bool::ty,
        compute: ingress::has_way_in,
    },
    Derived {
        kind: "apprunner.service",
        name: "unreachable_hosts",
        doc: "The hosts that the environment names and that the service's egress does not reach: \
              private addresses, and databases and caches without a public address, if egress \
              does not go through a VPC.",
        ty: Vec::<UnreachableHost>::ty,
        compute: hosts::unreachable,
    },
    Derived {
        kind: "apprunner.service",
        name: "absent_databases",
        doc: "The names of RDS that the environment has and no database does. A name belongs to the \
              account and region that its identifier stands for: it is known only where a scanned \
              database of theirs has the same one. \
              <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.EndpointAndPort.html>",
        ty: Vec::<AbsentDatabase>::ty,
        compute: absent::compute,
    },
    Derived {
        kind: "apprunner.service",
        name: "databases",
        doc: "The databases and proxies that the environment of a service with egress through a VPC \
              names by their own names, and whether they stand in the VPC of its connector, or else \
              are reached from there.",
        ty: Vec::<NamedDatabase>::ty,
        compute: databases::named,
    },
    Derived {
        kind: "apprunner.service",
        name: "database_paths",
        doc: "The ways from the connector of a service to the databases and proxies that its \
              environment names by their own names: groups, network ACLs and routes, there and back. \
              The port is the one that is named with the host, or else the database's own.",
        ty: Vec::<DatabasePath>::ty,
        compute: databases::paths,
    },
    Derived {
        kind: "apprunner.service",
        name: "offline_subnets",
        doc: "The subnets of the connector from which HTTPS does not reach the internet, for a \
              service that wants it: by a rule of its connector's groups that lets out HTTPS (the \
              one that AWS puts into each group, which lets out everything, says nothing), or by a \
              host of the internet in its environment. Interfaces of a connector have no public \
              address, so a route to an internet gateway does not help. \
              <https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html>",
        ty: Vec::<OfflineSubnet>::ty,
        compute: internet::offline,
    },
    Derived {
        kind: "apprunner.service",
        name: "latest_deployment",
        doc: "The latest of the operations that deploy: making the service, updating it, deploying \
              it anew. None if none of them is told.",
        ty: Deployment::ty,
        compute: deployment::latest,
    },
    Derived {
        kind: "apprunner.vpc_connector",
        name: "newer_revisions",
        doc: "The active revisions of the same name that are newer.",
        ty: Vec::<i64>::ty,
        compute: connectors::newer,
    },
    Derived {
        kind: "apprunner.vpc_connector",
        name: "twins",
        doc: "The active connectors of other names with the same subnets and the same groups, by \
              their ARNs.",
        ty: Vec::<Text>::ty,
        compute: connectors::twins,
    },
    Derived {
        kind: "apprunner.vpc_connector",
        name: "missing_subnets",
        doc: "The subnets of the connector that are not there any more.",
        ty: Vec::<Text>::ty,
        compute: subnets::missing,
    },
    Derived {
        kind: "apprunner.vpc_connector",
        name: "dns_servers",
        doc: "The DNS servers that the DHCP options of the connector's VPC name besides the resolver of \
              the VPC, and whether its groups let queries out to them.",
        ty: Vec::<DnsServer>::ty,
        compute: dns_egress::servers,
    },
    Derived {
        kind: "apprunner.vpc_connector",
        name: "dns_permissions",
        doc: "The permissions of the connector's groups that let out TCP or UDP to port 53 and to no \
              other port.",
        ty: Vec::<DnsPermission>::ty,
        compute: dns_egress::permissions,
    },
];
