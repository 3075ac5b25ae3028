//! Instances and network interfaces.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::ec2_network::{
    GroupIdentifier, Instance, NetworkInterface, NetworkInterfaceAttachment, PrivateIpAddress,
};

use super::network::Tier;
use super::site::{Site, text, told};

const INSTANCES: usize = 200;

/// What tells one interface from another.
pub(super) struct Use<'a> {
    pub(super) interface_type: &'a str,
    pub(super) requester: Option<&'a str>,
    pub(super) instance: Option<&'a Text>,
    pub(super) groups: &'a [Text],
}

impl Site {
    /// Instances, each with its interface.
    pub(super) fn add_instances(&mut self) {
        for number in 0..INSTANCES {
            let vpc = number % self.vpcs.len();
            let tier = [Tier::Private, Tier::Private, Tier::Private, Tier::Public][number / 4 % 4];
            let subnet = self.pick_subnet(vpc, tier);
            let id = self.id("i");
            let groups = self.pick_groups(vpc, 1 + number % 2);
            let (interface, _) = self.add_interface(
                subnet,
                &Use {
                    interface_type: "interface",
                    requester: None,
                    instance: Some(&id),
                    groups: &groups,
                },
            );
            let profile = self.random.below(60);
            let profile = format!(
                "arn:aws:iam::{}:instance-profile/role-{profile}",
                self.account
            );
            let facts = Instance {
                instance_id: told(id.clone()),
                state: text(if number.is_multiple_of(10) {
                    "stopped"
                } else {
                    "running"
                }),
                vpc_id: told(self.vpcs[vpc].clone()),
                subnet_id: told(self.subnets[subnet].id.clone()),
                network_interface_ids: told(vec![interface]),
                security_groups: told(identified(&groups)),
                iam_instance_profile_arn: text(profile),
                metadata_http_endpoint: text("enabled"),
                metadata_http_tokens: text("required"),
                tags: self.tags("worker"),
            };
            self.add_ec2("instance", &id, facts);
        }
    }

    /// So many interfaces of services that run in the VPCs.
    pub(super) fn add_interfaces(&mut self, count: usize) {
        for number in 0..count {
            let vpc = number % self.vpcs.len();
            let tier = if number.is_multiple_of(3) {
                Tier::Isolated
            } else {
                Tier::Private
            };
            let subnet = self.pick_subnet(vpc, tier);
            let groups = self.pick_groups(vpc, 1);
            let (interface_type, requester) = [
                ("lambda", "amazon-lambda"),
                ("interface", "amazon-rds"),
                ("network_load_balancer", "amazon-elb"),
            ][number % 3];
            self.add_interface(
                subnet,
                &Use {
                    interface_type,
                    requester: Some(requester),
                    instance: None,
                    groups: &groups,
                },
            );
        }
    }

    /// Groups of a VPC.
    pub(super) fn pick_groups(&mut self, vpc: usize, count: usize) -> Vec<Text> {
        let groups = &self.groups[vpc];
        let first = self.random.below(groups.len());
        let picked = (first..).map(|at| groups[at % groups.len()].clone());
        picked.take(count).collect()
    }

    /// Adds an interface and tells its id and address.
    pub(super) fn add_interface(&mut self, subnet: usize, used: &Use<'_>) -> (Text, Text) {
        let id = self.id("eni");
        let address = self.address(subnet);
        let host = self.random.below(256);
        let (vpc, place) = (self.subnets[subnet].vpc, &self.subnets[subnet]);
        let public = place.tier == Tier::Public && used.instance.is_some();
        let attachment = NetworkInterfaceAttachment {
            instance_id: Fact::told(used.instance.cloned()),
            instance_owner_id: text(used.requester.unwrap_or(self.account.as_str())),
            status: text("attached"),
        };
        let facts = NetworkInterface {
            network_interface_id: told(id.clone()),
            owner_id: text(self.account.as_str()),
            vpc_id: told(self.vpcs[vpc].clone()),
            subnet_id: told(place.id.clone()),
            availability_zone: told(place.zone.clone()),
            interface_type: text(used.interface_type),
            status: text("in-use"),
            requester_id: used.requester.map_or(Fact::None, text),
            requester_managed: told(used.requester.is_some()),
            description: text("Interface of a managed workload"),
            source_dest_check: told(true),
            groups: told(identified(used.groups)),
            private_ip_addresses: told(vec![PrivateIpAddress {
                private_ip_address: told(address.clone()),
                primary: told(true),
                public_ip: if public {
                    text(format!("198.51.100.{host}"))
                } else {
                    Fact::None
                },
            }]),
            ipv6_addresses: told(Vec::new()),
            ipv4_prefixes: Fact::None,
            ipv6_prefixes: Fact::None,
            attachment: told(attachment),
            tags: self.tags("interface"),
        };
        self.add_ec2("network-interface", &id, facts);
        (id, address)
    }
}

pub(super) fn identified(groups: &[Text]) -> Vec<GroupIdentifier> {
    let identified = groups.iter().map(|id| GroupIdentifier {
        group_id: told(id.clone()),
        group_name: text("group"),
    });
    identified.collect()
}
