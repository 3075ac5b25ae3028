//! The rules of `benches/rules/` as a programmer would write them for the typed facts: the limit for judging.

use std::collections::HashMap;

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::Facts;
use assize::model::kinds::ec2_security::{IpPermission, SecurityGroup};
use assize::model::kinds::ec2_vpc::{Route, RouteTable};
use assize::model::kinds::rds::DbSubnetGroup;
use assize::model::resource::Resource;
use assize::snapshot::Snapshot;

/// What a check says against one resource.
pub(crate) struct Failure<'s> {
    /// Whom it is about.
    pub(crate) arn: &'s str,
    /// What is wrong.
    pub(crate) message: String,
}

/// What checks need besides the resource in hand: the counterpart of the graph.
pub(crate) struct Index<'s> {
    groups: Vec<(&'s Resource, &'s SecurityGroup)>,
    databases: Vec<Database<'s>>,
    subnet_groups: HashMap<(&'s str, &'s str, &'s str), &'s DbSubnetGroup>,
    /// The VPC of a subnet.
    vpcs: HashMap<&'s str, &'s str>,
    /// The table of a subnet that names one, and the main table of a VPC.
    tables: HashMap<&'s str, &'s RouteTable>,
}

struct Database<'s> {
    resource: &'s Resource,
    name: Option<&'s Text>,
    engine: Option<&'s Text>,
    encrypted: &'s Fact<bool>,
    encryption: Option<&'s Text>,
    subnet_group: Option<&'s Text>,
}

impl<'s> Index<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot) -> Self {
        let mut index = Index {
            groups: Vec::new(),
            databases: Vec::new(),
            subnet_groups: HashMap::new(),
            vpcs: HashMap::new(),
            tables: HashMap::new(),
        };
        for resource in &snapshot.resources {
            index.take(resource);
        }
        index
    }

    fn take(&mut self, resource: &'s Resource) {
        match &resource.facts {
            Facts::SecurityGroup(group) => self.groups.push((resource, group)),
            Facts::DbCluster(facts) => self.databases.push(Database {
                resource,
                name: facts.db_cluster_identifier.known(),
                engine: facts.engine.known(),
                encrypted: &facts.storage_encrypted,
                encryption: facts.storage_encryption_type.known(),
                subnet_group: facts.db_subnet_group.known(),
            }),
            Facts::DbInstance(facts) if facts.db_cluster_identifier.known().is_none() => {
                self.databases.push(Database {
                    resource,
                    name: facts.db_instance_identifier.known(),
                    engine: facts.engine.known(),
                    encrypted: &facts.storage_encrypted,
                    encryption: facts.storage_encryption_type.known(),
                    subnet_group: facts.db_subnet_group_name.known(),
                });
            }
            Facts::DbSubnetGroup(facts) => {
                if let Some(name) = facts.db_subnet_group_name.known() {
                    let key = (
                        resource.account.as_str(),
                        resource.region.as_str(),
                        name.as_str(),
                    );
                    self.subnet_groups.insert(key, facts);
                }
            }
            Facts::Subnet(facts) => {
                if let (Some(id), Some(vpc)) = (facts.subnet_id.known(), facts.vpc_id.known()) {
                    self.vpcs.insert(id, vpc);
                }
            }
            Facts::RouteTable(facts) => {
                for association in facts.associations.known().into_iter().flatten() {
                    let main = association.main == Fact::Known(true);
                    let user = if main {
                        &facts.vpc_id
                    } else {
                        &association.subnet_id
                    };
                    if let Some(user) = user.known() {
                        self.tables.insert(user, facts);
                    }
                }
            }
            _ => {}
        }
    }

    /// `admin-ports-open`
    pub(crate) fn admin_ports_open(&self) -> Vec<Failure<'s>> {
        let mut failures = Vec::new();
        for (resource, group) in &self.groups {
            let name = group.group_name.known().map_or("", Text::as_str);
            for permission in group.ip_permissions.known().into_iter().flatten() {
                for port in [22, 3389]
                    .into_iter()
                    .filter(|port| admits(permission, *port))
                {
                    let wide = wide_ranges(permission).map(|cidr| Failure {
                        arn: resource.arn.as_str(),
                        message: format!("{name} opens port {port} to {cidr}"),
                    });
                    failures.extend(wide);
                }
            }
        }
        failures
    }

    /// `storage-not-encrypted`
    pub(crate) fn storage_not_encrypted(&self) -> Vec<Failure<'s>> {
        let open = self.databases.iter().filter(|database| {
            *database.encrypted == Fact::Known(false)
                && database.encryption.is_some_and(|kind| kind == "none")
        });
        let failed = open.map(|database| {
            let name = database.name.map_or("", Text::as_str);
            let engine = database.engine.map_or("", Text::as_str);
            Failure {
                arn: database.resource.arn.as_str(),
                message: format!("{name} ({engine}) is not encrypted"),
            }
        });
        failed.collect()
    }

    /// `database-not-isolated`
    pub(crate) fn database_not_isolated(&self) -> Vec<Failure<'s>> {
        let mut failures = Vec::new();
        for database in &self.databases {
            let place = &database.resource;
            let group = database.subnet_group.and_then(|name| {
                let key = (place.account.as_str(), place.region.as_str(), name.as_str());
                self.subnet_groups.get(&key)
            });
            let subnets = group.and_then(|group| group.subnets.known());
            let mut tiers = [false; 2];
            for subnet in subnets.into_iter().flatten() {
                match subnet.subnet_identifier.known().map(|id| self.tier(id)) {
                    Some("public") => tiers[0] = true,
                    Some("private") => tiers[1] = true,
                    _ => {}
                }
            }
            let name = database.name.map_or("", Text::as_str);
            for (tier, _) in ["public", "private"]
                .iter()
                .zip(tiers)
                .filter(|(_, has)| *has)
            {
                failures.push(Failure {
                    arn: place.arn.as_str(),
                    message: format!("{name} can stand in a {tier} subnet"),
                });
            }
        }
        failures
    }

    fn tier(&self, subnet: &str) -> &'static str {
        let main = || self.vpcs.get(subnet).and_then(|vpc| self.tables.get(vpc));
        let table = self.tables.get(subnet).or_else(main);
        let routes = table.and_then(|table| table.routes.known());
        let tiers = routes.into_iter().flatten().map(tier_of);
        match tiers.max().unwrap_or(0) {
            2 => "public",
            1 => "private",
            _ => "isolated",
        }
    }
}

fn admits(permission: &IpPermission, port: i64) -> bool {
    let protocol = permission.ip_protocol.known().map_or("", Text::as_str);
    let from = permission
        .from_port
        .known()
        .is_some_and(|from| *from <= port);
    let to = permission.to_port.known().is_some_and(|to| port <= *to);
    matches!(protocol, "tcp" | "-1") && from && to
}

fn wide_ranges(permission: &IpPermission) -> impl Iterator<Item = &str> {
    let v4 = permission.ip_ranges.known().into_iter().flatten();
    let v4 = v4.filter_map(|range| range.cidr_ip.known());
    let v6 = permission.ipv6_ranges.known().into_iter().flatten();
    let v6 = v6.filter_map(|range| range.cidr_ipv6.known());
    v4.filter(|cidr| matches!(cidr.as_str(), "0.0.0.0/0" | "0.0.0.0/1" | "128.0.0.0/1"))
        .chain(v6.filter(|cidr| *cidr == "::/0"))
        .map(Text::as_str)
}

/// What one route makes of a subnet: 2 is public, 1 is private.
fn tier_of(route: &Route) -> u8 {
    let destination = route
        .destination_cidr_block
        .known()
        .map_or("", Text::as_str);
    let private = destination.starts_with("10.");
    if private || route.state.known().is_none_or(|state| state != "active") {
        return 0;
    }
    match route.gateway_id.known() {
        Some(gateway) if gateway.starts_with("igw-") => 2,
        Some(_) => 0,
        None => u8::from(route.nat_gateway_id.known().is_some()),
    }
}
