//! VPCs with subnets of every tier, route tables, gateways and network ACLs.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::ec2_network::{
    InternetGateway, InternetGatewayAttachment, NatGateway, NatGatewayAddress,
};
use assize::model::kinds::ec2_security::{NetworkAcl, NetworkAclEntry};
use assize::model::kinds::ec2_vpc::{
    CidrBlockAssociation, HostedZoneSummary, Route, RouteTable, RouteTableAssociation, Vpc,
};
use assize::model::kinds::{self};

use super::site::{Site, compact_text, text, told};

/// What a subnet is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    Public,
    Private,
    Isolated,
}

/// A subnet that gives out addresses.
pub(super) struct Subnet {
    pub(super) id: Text,
    pub(super) vpc: usize,
    pub(super) tier: Tier,
    pub(super) zone: Text,
    block: usize,
    next: usize,
}

const VPCS: usize = 4;
const ZONES: usize = 3;
const TIERS: [Tier; 4] = [Tier::Public, Tier::Private, Tier::Private, Tier::Isolated];

impl Site {
    /// Four VPCs, each with four subnets in each of three zones.
    pub(super) fn add_network(&mut self) {
        for vpc in 0..VPCS {
            let id = self.id("vpc");
            self.add_vpc(vpc, &id);
            self.vpcs.push(id);
            for (place, tier) in TIERS.into_iter().enumerate() {
                for zone in 0..ZONES {
                    self.add_subnet(vpc, place * ZONES + zone, tier, zone);
                }
            }
            self.add_routing(vpc);
            self.add_acls(vpc);
        }
    }

    /// The next free address of a subnet.
    pub(super) fn address(&mut self, subnet: usize) -> Text {
        let site = self.number % 256;
        let subnet = &mut self.subnets[subnet];
        subnet.next += 1;
        let (block, host) = (subnet.block + subnet.next / 250 * 16, 4 + subnet.next % 250);
        compact_text(format_args!("10.{site}.{}.{host}", block % 256))
    }

    /// A subnet of a VPC and tier.
    pub(super) fn pick_subnet(&mut self, vpc: usize, tier: Tier) -> usize {
        let start = self.random.below(self.subnets.len());
        let around = (start..self.subnets.len()).chain(0..start);
        let mut fitting = around.filter(|at| {
            let subnet = &self.subnets[*at];
            subnet.vpc == vpc && subnet.tier == tier
        });
        fitting.next().unwrap_or(0)
    }

    fn owner(&self) -> Fact<Text> {
        text(self.account.as_str())
    }

    fn add_vpc(&mut self, vpc: usize, id: &Text) {
        let range = format!("10.{}.{}.0/18", self.number % 256, vpc * 64);
        let zones = self.private_zones.clone();
        let zone = |(place, zone): (usize, &Text)| HostedZoneSummary {
            hosted_zone_id: told(zone.clone()),
            name: text(super::dns::zone_name(place)),
            owning_account: self.owner(),
            owning_service: Fact::None,
        };
        let facts = Vpc {
            vpc_id: told(id.clone()),
            owner_id: self.owner(),
            cidr_block: text(&range),
            cidr_block_associations: told(vec![CidrBlockAssociation {
                cidr_block: text(&range),
                state: text("associated"),
            }]),
            ipv6_cidr_block_associations: Fact::None,
            is_default: told(false),
            dhcp_options_id: told(self.dhcp_options.clone()),
            enable_dns_support: told(true),
            enable_dns_hostnames: told(vpc > 0),
            hosted_zones: told(zones.iter().enumerate().map(zone).collect::<Vec<_>>()),
            tags: self.tags("main"),
            ..Vpc::default()
        };
        self.add_ec2("vpc", id, facts);
    }

    fn add_subnet(&mut self, vpc: usize, place: usize, tier: Tier, zone: usize) {
        let id = self.id("subnet");
        let block = vpc * 64 + place;
        let letter = ["a", "b", "c"][zone];
        let zone_name = compact_text(format_args!("{}{letter}", self.region));
        let facts = kinds::ec2_vpc::Subnet {
            subnet_id: told(id.clone()),
            owner_id: self.owner(),
            vpc_id: told(self.vpcs[vpc].clone()),
            cidr_block: text(format!("10.{}.{block}.0/24", self.number % 256)),
            ipv6_cidr_block_associations: Fact::None,
            availability_zone: told(zone_name.clone()),
            availability_zone_id: text(format!("az{}", zone + 1)),
            available_ip_address_count: told(200),
            map_public_ip_on_launch: told(tier == Tier::Public),
            assign_ipv6_address_on_creation: told(false),
            tags: self.tags("subnet"),
        };
        self.add_ec2("subnet", &id, facts);
        self.subnets.push(Subnet {
            id,
            vpc,
            tier,
            zone: zone_name,
            block,
            next: 0,
        });
    }

    /// A main table, one for the public subnets with the internet gateway, and one for the private
    /// subnets of each zone with its NAT gateway. The isolated subnets keep to the main table.
    fn add_routing(&mut self, vpc: usize) {
        let internet = self.id("igw");
        let facts = InternetGateway {
            internet_gateway_id: told(internet.clone()),
            owner_id: self.owner(),
            attachments: told(vec![InternetGatewayAttachment {
                vpc_id: told(self.vpcs[vpc].clone()),
                state: text("available"),
            }]),
            tags: self.tags("internet"),
        };
        self.add_ec2("internet-gateway", &internet, facts);
        self.add_table(vpc, &[], None);
        let public = self.subnets_of(vpc, Tier::Public, None);
        let mut route = blank_route("0.0.0.0/0");
        route.gateway_id = told(internet);
        self.add_table(vpc, &public, Some(route));
        for zone in 0..ZONES {
            let nat = self.add_nat(vpc, zone);
            let private = self.subnets_of(vpc, Tier::Private, Some(zone));
            let mut route = blank_route("0.0.0.0/0");
            route.nat_gateway_id = told(nat);
            self.add_table(vpc, &private, Some(route));
        }
    }

    fn subnets_of(&self, vpc: usize, tier: Tier, zone: Option<usize>) -> Vec<Text> {
        let places = self.subnets.iter().enumerate();
        let fitting = places.filter(|(place, subnet)| {
            let in_zone = zone.is_none_or(|zone| place % ZONES == zone);
            subnet.vpc == vpc && subnet.tier == tier && in_zone
        });
        fitting.map(|(_, subnet)| subnet.id.clone()).collect()
    }

    fn add_nat(&mut self, vpc: usize, zone: usize) -> Text {
        let id = self.id("nat");
        let place = (vpc * TIERS.len()) * ZONES + zone;
        let address = NatGatewayAddress {
            public_ip: text(format!("203.0.113.{}", self.random.below(256))),
            private_ip: told(self.address(place)),
            network_interface_id: told(self.id("eni")),
            availability_zone_id: Fact::None,
        };
        let facts = NatGateway {
            nat_gateway_id: told(id.clone()),
            vpc_id: told(self.vpcs[vpc].clone()),
            subnet_id: told(self.subnets[place].id.clone()),
            state: text("available"),
            connectivity_type: text("public"),
            availability_mode: text("zonal"),
            nat_gateway_addresses: told(vec![address]),
            tags: self.tags("nat"),
            route_table_id: Fact::None,
        };
        self.add_ec2("natgateway", &id, facts);
        id
    }

    fn add_table(&mut self, vpc: usize, subnets: &[Text], outside: Option<Route>) {
        let id = self.id("rtb");
        let association = |subnet: Option<&Text>| RouteTableAssociation {
            main: told(subnet.is_none()),
            subnet_id: Fact::told(subnet.cloned()),
            gateway_id: Fact::None,
            state: text("associated"),
        };
        let mut associations: Vec<_> = subnets.iter().map(|id| association(Some(id))).collect();
        if associations.is_empty() {
            associations.push(association(None));
        }
        let range = format!("10.{}.{}.0/18", self.number % 256, vpc * 64);
        let mut local = blank_route(&range);
        local.gateway_id = text("local");
        let facts = RouteTable {
            route_table_id: told(id.clone()),
            owner_id: self.owner(),
            vpc_id: told(self.vpcs[vpc].clone()),
            associations: told(associations),
            routes: told([local].into_iter().chain(outside).collect::<Vec<_>>()),
            tags: self.tags("routes"),
            ..RouteTable::default()
        };
        self.add_ec2("route-table", &id, facts);
    }

    /// The default ACL, and one for the isolated subnets.
    fn add_acls(&mut self, vpc: usize) {
        let isolated = self.subnets_of(vpc, Tier::Isolated, None);
        let others = self.subnets.iter().filter(|s| s.tier != Tier::Isolated);
        let others: Vec<Text> = others
            .filter(|subnet| subnet.vpc == vpc)
            .map(|subnet| subnet.id.clone())
            .collect();
        for (is_default, subnets) in [(true, others), (false, isolated)] {
            let id = self.id("acl");
            let entries = [false, true].map(|egress| NetworkAclEntry {
                rule_number: told(100),
                egress: told(egress),
                protocol: text("-1"),
                rule_action: text("allow"),
                cidr_block: text(if is_default {
                    "0.0.0.0/0"
                } else {
                    "10.0.0.0/8"
                }),
                ipv6_cidr_block: Fact::None,
                from_port: Fact::None,
                to_port: Fact::None,
                icmp_type: Fact::None,
                icmp_code: Fact::None,
            });
            let facts = NetworkAcl {
                network_acl_id: told(id.clone()),
                owner_id: self.owner(),
                vpc_id: told(self.vpcs[vpc].clone()),
                is_default: told(is_default),
                associated_subnet_ids: told(subnets),
                entries: told(Vec::from(entries)),
                tags: self.tags("acl"),
            };
            self.add_ec2("network-acl", &id, facts);
        }
    }
}

fn blank_route(destination: &str) -> Route {
    Route {
        destination_cidr_block: text(destination),
        destination_ipv6_cidr_block: Fact::None,
        destination_prefix_list_id: Fact::None,
        gateway_id: Fact::None,
        nat_gateway_id: Fact::None,
        egress_only_internet_gateway_id: Fact::None,
        transit_gateway_id: Fact::None,
        vpc_peering_connection_id: Fact::None,
        network_interface_id: Fact::None,
        instance_id: Fact::None,
        carrier_gateway_id: Fact::None,
        local_gateway_id: Fact::None,
        core_network_arn: Fact::None,
        odb_network_arn: Fact::None,
        state: text("active"),
        origin: text("CreateRoute"),
    }
}
