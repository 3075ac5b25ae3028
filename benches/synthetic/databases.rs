//! Clusters with members, lone instances, subnet groups and proxies.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::rds::{
    DbCluster, DbClusterMember, DbEndpoint, DbInstance, DbSubnet, DbSubnetGroup,
    VpcSecurityGroupMembership,
};
use assize::model::kinds::rds_proxy::{
    DbProxy, DbProxyEndpoint, DbProxyTarget, DbProxyTargetGroup, TargetHealth,
};

use super::network::Tier;
use super::site::{Site, compact_text, text, told};

const CLUSTERS: usize = 15;
const LONE: usize = 10;
const PROXIES: usize = 5;

/// Names that come back in every place.
const USUAL: [&str; 6] = ["orders", "billing", "search", "users", "audit", "stock"];

/// What databases in common say of their key.
const SHARED_KEY: &str =
    "arn:aws:kms:ap-northeast-1:100000000000:key/mrk-00000000000000000000000000000000";

impl Site {
    pub(super) fn add_databases(&mut self) {
        for vpc in 0..self.vpcs.len() {
            self.add_subnet_group(vpc);
        }
        for number in 0..CLUSTERS {
            let own = self.is_own();
            let name = self.database_name(own, "cluster", number);
            self.add_cluster(&name, own, number % self.vpcs.len());
            if number < PROXIES {
                self.add_proxy(&name, number);
            }
        }
        for number in 0..LONE {
            let own = self.is_own();
            let name = self.database_name(own, "db", number);
            self.add_instance(&name, None, own, number % self.vpcs.len());
        }
    }

    /// Unique in the place, and shared between places unless it is its own.
    fn database_name(&mut self, own: bool, what: &str, number: usize) -> Text {
        let name = self.name(own, &[USUAL[number % USUAL.len()]]);
        compact_text(format_args!("{name}-{what}-{number}"))
    }

    /// In few places the databases of the first VPC stand in its public or private subnets.
    fn add_subnet_group(&mut self, vpc: usize) {
        let tier = match (vpc, self.number % 20) {
            (0, 0) => Tier::Public,
            (0, 5 | 15) => Tier::Private,
            _ => Tier::Isolated,
        };
        let members = self.subnets.iter();
        let members = members.filter(|subnet| subnet.vpc == vpc && subnet.tier == tier);
        let members = members.map(|subnet| DbSubnet {
            subnet_identifier: told(subnet.id.clone()),
            subnet_status: text("Active"),
            ..DbSubnet::default()
        });
        let facts = DbSubnetGroup {
            db_subnet_group_name: text(format!("databases-{vpc}")),
            vpc_id: told(self.vpcs[vpc].clone()),
            subnets: told(members.collect::<Vec<_>>()),
            ..DbSubnetGroup::default()
        };
        let arn = self.arn("rds", &format!("subgrp:databases-{vpc}"));
        self.add(arn, facts);
    }

    fn key(&mut self, own: bool) -> Fact<Text> {
        if !own {
            return text(SHARED_KEY);
        }
        let number = self.own_number();
        text(format!(
            "arn:aws:kms:{}:{}:key/{number:032x}",
            self.region, self.account
        ))
    }

    fn members_of(&mut self, vpc: usize) -> Fact<Vec<VpcSecurityGroupMembership>> {
        let groups = self.pick_groups(vpc, 1);
        let membership = |id: &Text| VpcSecurityGroupMembership {
            vpc_security_group_id: told(id.clone()),
            status: text("active"),
        };
        told(groups.iter().map(membership).collect::<Vec<_>>())
    }

    fn add_cluster(&mut self, name: &Text, own: bool, vpc: usize) {
        let members: Vec<Text> = (1..=2)
            .map(|number| compact_text(format_args!("{name}-{number}")))
            .collect();
        for member in &members {
            self.add_instance(member, Some(name), own, vpc);
        }
        let member = |(place, id): (usize, &Text)| DbClusterMember {
            db_instance_identifier: told(id.clone()),
            is_cluster_writer: told(place == 0),
            ..DbClusterMember::default()
        };
        let encrypted = !self.random.percent(super::FAILING);
        let facts = DbCluster {
            db_cluster_identifier: told(name.clone()),
            engine: text("aurora-postgresql"),
            engine_version: text("16.6"),
            engine_mode: text("provisioned"),
            status: text("available"),
            endpoint: text(format!("{name}.cluster-abc.rds.amazonaws.com")),
            reader_endpoint: text(format!("{name}.cluster-ro-abc.rds.amazonaws.com")),
            port: told(5432),
            db_subnet_group: text(format!("databases-{vpc}")),
            vpc_security_groups: self.members_of(vpc),
            db_cluster_members: told(members.iter().enumerate().map(member).collect::<Vec<_>>()),
            storage_encrypted: told(encrypted),
            storage_encryption_type: text(if encrypted { "sse-kms" } else { "none" }),
            kms_key_id: self.key(own),
            backup_retention_period: told(14),
            deletion_protection: told(true),
            iam_database_authentication_enabled: told(true),
            copy_tags_to_snapshot: told(true),
            db_cluster_resource_id: text(format!("cluster-{name}")),
            multi_az: told(false),
            publicly_accessible: Fact::None,
            internet_access_gateway_enabled: Fact::None,
            pending_modified_values: Fact::None,
            tag_list: self.tags(name),
            ..DbCluster::default()
        };
        let arn = self.arn("rds", &format!("cluster:{name}"));
        self.add(arn, facts);
    }

    fn add_instance(&mut self, name: &Text, cluster: Option<&Text>, own: bool, vpc: usize) {
        let encrypted = !self.random.percent(super::FAILING);
        let lone = cluster.is_none();
        let zone = self.pick_subnet(vpc, Tier::Private);
        let facts = DbInstance {
            db_instance_identifier: told(name.clone()),
            db_cluster_identifier: Fact::told(cluster.cloned()),
            engine: text(if lone {
                "postgres"
            } else {
                "aurora-postgresql"
            }),
            engine_version: text("16.6"),
            db_instance_status: text("available"),
            endpoint: told(DbEndpoint {
                address: text(format!("{name}.abc.rds.amazonaws.com")),
                port: told(5432),
            }),
            db_subnet_group_name: text(format!("databases-{vpc}")),
            vpc_security_groups: self.members_of(vpc),
            publicly_accessible: told(false),
            availability_zone: told(self.subnets[zone].zone.clone()),
            multi_az: told(lone),
            storage_encrypted: told(encrypted),
            storage_encryption_type: text(if encrypted { "sse-kms" } else { "none" }),
            kms_key_id: self.key(own),
            backup_retention_period: told(if lone { 7 } else { 1 }),
            deletion_protection: told(lone),
            iam_database_authentication_enabled: told(lone),
            auto_minor_version_upgrade: told(true),
            copy_tags_to_snapshot: told(true),
            db_instance_class: text("db.r7g.large"),
            dbi_resource_id: text(format!("db-{name}")),
            monitoring_interval: told(60),
            read_replica_source_db_instance_identifier: Fact::None,
            read_replica_source_db_cluster_identifier: Fact::None,
            aws_backup_recovery_point_arn: Fact::None,
            tag_list: self.tags(name),
            ..DbInstance::default()
        };
        let arn = self.arn("rds", &format!("db:{name}"));
        self.add(arn, facts);
    }

    /// A proxy before a cluster, with its default endpoint and, for most, a read-only one.
    fn add_proxy(&mut self, cluster: &Text, number: usize) {
        let vpc = number % self.vpcs.len();
        let name = compact_text(format_args!("proxy-{number}"));
        let subnet = self.pick_subnet(vpc, Tier::Private);
        let subnets = vec![self.subnets[subnet].id.clone()];
        let groups = self.pick_groups(vpc, 1);
        let target = |number: usize| DbProxyTarget {
            target_type: text("RDS_INSTANCE"),
            rds_resource_id: text(format!("{cluster}-{number}")),
            endpoint: text(format!("{cluster}-{number}.abc.rds.amazonaws.com")),
            port: told(5432),
            tracked_cluster_id: told(cluster.clone()),
            role: text(if number == 1 {
                "READ_WRITE"
            } else {
                "READ_ONLY"
            }),
            target_health: told(TargetHealth {
                state: text("AVAILABLE"),
                reason: Fact::None,
                description: Fact::None,
            }),
        };
        let facts = DbProxy {
            db_proxy_name: told(name.clone()),
            status: text("available"),
            engine_family: text("POSTGRESQL"),
            endpoint: text(format!("{name}.proxy-abc.rds.amazonaws.com")),
            vpc_id: told(self.vpcs[vpc].clone()),
            vpc_subnet_ids: told(subnets.clone()),
            vpc_security_group_ids: told(groups.clone()),
            require_tls: told(true),
            debug_logging: told(false),
            role_arn: text(format!("arn:aws:iam::{}:role/proxy", self.account)),
            target_groups: told(vec![DbProxyTargetGroup {
                target_group_name: text("default"),
                is_default: told(true),
                status: text("available"),
            }]),
            targets: told(vec![target(1), target(2)]),
            ..DbProxy::default()
        };
        let arn = self.arn("rds", &format!("db-proxy:{name}"));
        self.add(arn, facts);
        let roles = ["READ_WRITE", "READ_ONLY"];
        for role in roles.into_iter().take(if number < 3 { 2 } else { 1 }) {
            let own = compact_text(format_args!("{name}-{}", role.to_ascii_lowercase()));
            let facts = DbProxyEndpoint {
                db_proxy_endpoint_name: told(own.clone()),
                db_proxy_name: told(name.clone()),
                status: text("available"),
                target_role: text(role),
                is_default: told(role == "READ_WRITE"),
                endpoint: text(format!("{own}.proxy-abc.rds.amazonaws.com")),
                vpc_id: told(self.vpcs[vpc].clone()),
                vpc_subnet_ids: told(subnets.clone()),
                vpc_security_group_ids: told(groups.clone()),
            };
            let arn = self.arn("rds", &format!("db-proxy-endpoint:{own}"));
            self.add(arn, facts);
        }
    }
}
