//! VPC endpoints of every type, and the resources of VPC Lattice behind them.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::vpc_endpoint::{DnsEntry, VpcEndpoint, VpcEndpointAssociation};
use assize::model::kinds::vpc_lattice::{
    ResourceConfiguration, ResourceEndpointAssociation, ResourceGateway,
};
use assize::model::kinds::vpc_lattice_network::{
    ServiceNetwork, ServiceNetworkResourceAssociation, ServiceNetworkVpcAssociation,
};

use super::machines::{Use, identified};
use super::network::Tier;
use super::site::{Site, compact_text, text, told};

const SERVICES: [&str; 5] = ["ssm", "ecr.api", "ecr.dkr", "logs", "secretsmanager"];
const CONFIGURATIONS: usize = 4;

impl Site {
    pub(super) fn add_endpoints(&mut self) {
        let configurations = self.add_lattice();
        for number in 0..14 {
            let service = SERVICES[number % SERVICES.len()];
            let service = format!("com.amazonaws.{}.{service}", self.region);
            self.add_endpoint(number % self.vpcs.len(), "Interface", Some(&service), None);
        }
        for vpc in 0..2 {
            let service = format!("com.amazonaws.{}.s3", self.region);
            self.add_endpoint(vpc, "Gateway", Some(&service), None);
        }
        for configuration in configurations.iter().take(3) {
            let endpoint = self.add_endpoint(0, "Resource", None, Some(configuration));
            let id = self.id("rea");
            let facts = ResourceEndpointAssociation {
                id: told(id.clone()),
                resource_configuration_arn: told(configuration.clone()),
                vpc_endpoint_id: told(endpoint),
                vpc_endpoint_owner: text(self.account.as_str()),
            };
            let arn = self.arn("vpc-lattice", &format!("resourceendpointassociation/{id}"));
            self.add(arn, facts);
        }
        self.add_service_network(&configurations);
    }

    /// Two gateways with two configurations each: databases behind a name.
    fn add_lattice(&mut self) -> Vec<Text> {
        let mut configurations = Vec::new();
        for vpc in 0..2 {
            let gateway = self.id("rgw");
            let subnet = self.pick_subnet(vpc, Tier::Isolated);
            let facts = ResourceGateway {
                id: told(gateway.clone()),
                name: text("databases"),
                status: text("ACTIVE"),
                vpc_id: told(self.vpcs[vpc].clone()),
                subnet_ids: told(vec![self.subnets[subnet].id.clone()]),
                security_group_ids: told(self.pick_groups(vpc, 1)),
                ..ResourceGateway::default()
            };
            let arn = self.arn("vpc-lattice", &format!("resourcegateway/{gateway}"));
            self.add(arn, facts);
            for number in 0..CONFIGURATIONS / 2 {
                let id = self.id("rcfg");
                let database = vpc * 2 + number;
                let facts = ResourceConfiguration {
                    id: told(id.clone()),
                    name: text("orders"),
                    configuration_type: text("SINGLE"),
                    status: text("ACTIVE"),
                    resource_gateway_id: told(gateway.clone()),
                    resource_configuration_group_id: Fact::None,
                    dns_resource_domain_name: text(super::dns::database_name(database)),
                    arn_resource_arn: Fact::None,
                    ip_resource_ip_address: Fact::None,
                    custom_domain_name: Fact::None,
                    port_ranges: told(vec![Text::const_new("5432")]),
                    ..ResourceConfiguration::default()
                };
                let arn = self.arn("vpc-lattice", &format!("resourceconfiguration/{id}"));
                configurations.push(Text::from(arn.as_str()));
                self.add(arn, facts);
            }
        }
        configurations
    }

    fn add_service_network(&mut self, configurations: &[Text]) {
        let id = self.id("sn");
        let arn = self.arn("vpc-lattice", &format!("servicenetwork/{id}"));
        let network = Text::from(arn.as_str());
        let facts = ServiceNetwork {
            id: told(id),
            name: text("shared"),
            auth_type: text("NONE"),
            number_of_associated_services: told(0),
            ..ServiceNetwork::default()
        };
        self.add(arn, facts);
        let id = self.id("snva");
        let facts = ServiceNetworkVpcAssociation {
            id: told(id.clone()),
            status: text("ACTIVE"),
            service_network_arn: told(network.clone()),
            vpc_id: told(self.vpcs[0].clone()),
            ..ServiceNetworkVpcAssociation::default()
        };
        let arn = self.arn("vpc-lattice", &format!("servicenetworkvpcassociation/{id}"));
        self.add(arn, facts);
        for configuration in configurations.iter().take(2) {
            let id = self.id("snra");
            let facts = ServiceNetworkResourceAssociation {
                id: told(id.clone()),
                status: text("ACTIVE"),
                service_network_arn: told(network.clone()),
                resource_configuration_arn: told(configuration.clone()),
                dns_name: text(format!("{id}.vpc-lattice-rsc.on.aws")),
                ..ServiceNetworkResourceAssociation::default()
            };
            let arn = self.arn(
                "vpc-lattice",
                &format!("servicenetworkresourceassociation/{id}"),
            );
            self.add(arn, facts);
        }
    }

    /// Adds an endpoint, with an interface in each of three subnets where its type has them.
    fn add_endpoint(
        &mut self,
        vpc: usize,
        kind: &str,
        service: Option<&str>,
        configuration: Option<&Text>,
    ) -> Text {
        let id = self.id("vpce");
        let groups = self.pick_groups(vpc, 1);
        let (mut interfaces, mut subnets, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..if kind == "Gateway" { 0 } else { 3 } {
            let subnet = self.pick_subnet(vpc, Tier::Isolated);
            let (interface, address) = self.add_interface(
                subnet,
                &Use {
                    interface_type: "vpc_endpoint",
                    requester: Some("amazon-vpc"),
                    instance: None,
                    groups: &groups,
                },
            );
            interfaces.push(interface);
            addresses.push(address);
            subnets.push(self.subnets[subnet].id.clone());
        }
        let name = compact_text(format_args!("{id}.vpce.amazonaws.com"));
        let entry = DnsEntry {
            dns_name: told(name.clone()),
            hosted_zone_id: text("Z2E726K9Y6RL4W"),
        };
        let association = configuration.map(|arn| VpcEndpointAssociation {
            id: told(self.id("vpce-rsc-asc")),
            associated_resource_accessibility: text("Accessible"),
            associated_resource_arn: told(arn.clone()),
            resource_configuration_group_arn: Fact::None,
            service_network_arn: Fact::None,
            dns_entry: told(entry.clone()),
            private_dns_entry: Fact::None,
            failure_code: Fact::None,
        });
        let facts = VpcEndpoint {
            vpc_endpoint_id: told(id.clone()),
            vpc_endpoint_type: text(kind),
            owner_id: text(self.account.as_str()),
            vpc_id: told(self.vpcs[vpc].clone()),
            state: text("available"),
            service_name: service.map_or(Fact::None, text),
            resource_configuration_arn: Fact::told(configuration.cloned()),
            service_network_arn: Fact::None,
            private_dns_enabled: told(kind == "Interface"),
            private_dns_preference: Fact::None,
            private_dns_specified_domains: told(Vec::new()),
            dns_entries: told(if kind == "Interface" {
                vec![entry]
            } else {
                Vec::new()
            }),
            network_interface_ids: told(interfaces),
            subnet_ids: told(subnets),
            route_table_ids: told(Vec::new()),
            groups: told(identified(&groups)),
            associations: told(association.into_iter().collect::<Vec<_>>()),
            tags: self.tags("endpoint"),
            ..VpcEndpoint::default()
        };
        self.add_ec2("vpc-endpoint", &id, facts);
        if kind != "Gateway" {
            self.endpoints.push((vpc, name, addresses));
        }
        id
    }
}
