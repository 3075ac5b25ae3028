//! The environment of a node, which the configuration and the tags decide.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Tag;

use super::node::{Graph, NodeId, Place};

impl Graph<'_> {
    /// `prod`, `staging`, `dev` or `unknown`.
    pub fn environment(&self, node: NodeId) -> &'static str {
        let at = self.node(node);
        let tags = self.facts(node).and_then(tags);
        let tag = tags.and_then(|tags| {
            tags.iter()
                .find(|tag| tag.key.known().is_some_and(|key| is_environment(key)))
        });
        (self.environment_of)(&Place {
            arn: &at.arn,
            account: at.account,
            tag: tag
                .and_then(|tag| tag.value.known())
                .map(|value| value.as_str()),
        })
    }
}

fn is_environment(key: &str) -> bool {
    key.eq_ignore_ascii_case("environment") || key.eq_ignore_ascii_case("env")
}

fn tags(facts: &Facts) -> Option<&Vec<Tag>> {
    let tags: &Fact<Vec<Tag>> = match facts {
        Facts::Vpc(f) => &f.tags,
        Facts::Subnet(f) => &f.tags,
        Facts::RouteTable(f) => &f.tags,
        Facts::InternetGateway(f) => &f.tags,
        Facts::NatGateway(f) => &f.tags,
        Facts::NetworkAcl(f) => &f.tags,
        Facts::SecurityGroup(f) => &f.tags,
        Facts::NetworkInterface(f) => &f.tags,
        Facts::VpcEndpoint(f) => &f.tags,
        Facts::Instance(f) => &f.tags,
        Facts::DbCluster(f) => &f.tag_list,
        Facts::DbInstance(f) => &f.tag_list,
        Facts::Role(f) => &f.tags,
        Facts::User(f) => &f.tags,
        _ => return None,
    };
    tags.known()
}
