//! App Runner: services and the connectors by which they reach a VPC.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::apprunner::{Service, VpcConnector};
use assize::model::sensitive::{EnvironmentVariable, NamedEndpoint};

use super::network::Tier;
use super::site::{Site, text, told};

impl Site {
    pub(super) fn add_services(&mut self) {
        let connectors: Vec<Text> = (0..4).map(|number| self.add_connector(number)).collect();
        for number in 0..6 {
            let connector = connectors.get(number).cloned();
            let name = format!("service-{number}");
            let id = self.id("svc");
            let scaling = format!("autoscalingconfiguration/default/1/{id}");
            let scaling = self.arn("apprunner", &scaling).to_string();
            let facts = Service {
                service_name: text(&name),
                service_id: told(id.clone()),
                status: text("RUNNING"),
                egress_type: text(if connector.is_some() {
                    "VPC"
                } else {
                    "DEFAULT"
                }),
                vpc_connector_arn: Fact::told(connector),
                is_publicly_accessible: told(true),
                auto_scaling_configuration_arn: text(&scaling),
                source_type: text("image"),
                configuration_source: Fact::None,
                environment_variables: told(vec![EnvironmentVariable {
                    name: text("DATABASE_HOST"),
                    kind: text("plain"),
                    reference_arn: Fact::None,
                    credential_pattern: Fact::None,
                    endpoints: told(vec![NamedEndpoint {
                        host: told(super::dns::database_name(number)),
                        port: told(5432),
                    }]),
                }]),
                ..Service::default()
            };
            let arn = self.arn("apprunner", &format!("service/{name}/{id}"));
            self.add(arn, facts);
        }
    }

    fn add_connector(&mut self, number: usize) -> Text {
        let vpc = number % self.vpcs.len();
        let subnets = [(); 2].map(|()| {
            let subnet = self.pick_subnet(vpc, Tier::Private);
            self.subnets[subnet].id.clone()
        });
        let id = self.id("con");
        let facts = VpcConnector {
            vpc_connector_name: text(format!("connector-{number}")),
            vpc_connector_revision: told(1),
            status: text("ACTIVE"),
            subnets: told(Vec::from(subnets)),
            security_groups: told(self.pick_groups(vpc, 1)),
        };
        let arn = self.arn(
            "apprunner",
            &format!("vpcconnector/connector-{number}/1/{id}"),
        );
        let named = Text::from(arn.as_str());
        self.add(arn, facts);
        named
    }
}
