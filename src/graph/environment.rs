//! The environment of a node, which the configuration and the tags decide.

use crate::model::fact::Fact;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_vpc::Tag;

use super::node::{Graph, NodeId, Place};

impl Graph<'_> {
    /// `prod`, `staging`, `dev` or `unknown`. Where a tag may be hidden, neither the tags nor the name
    /// decide: the name could make milder what the tag calls production.
    pub fn environment(&self, node: NodeId) -> &'static str {
        let at = self.node(node);
        let tags = self.facts(node).and_then(tags);
        let known = tags.and_then(Fact::known).into_iter().flatten();
        let mut tag = None;
        let mut tags_told = !tags.is_some_and(Fact::is_missing) && !self.cuts_tags(node);
        for told in known {
            match (told.key.known(), told.value.known()) {
                (Some(key), Some(value)) if is_environment(key) => {
                    tag = tag.or(Some(value.as_str()))
                }
                (Some(key), _) if !is_environment(key) => {}
                _ => tags_told = false,
            }
        }
        (self.environment_of)(&Place {
            arn: &at.arn,
            account: at.account,
            tag,
            tags_told,
        })
    }

    /// Whether the list of tags may lack some.
    fn cuts_tags(&self, node: NodeId) -> bool {
        let resource = self.resource(node);
        resource.is_some_and(|one| {
            ["tags", "tag_list"]
                .iter()
                .any(|list| one.recorded_gap(list).is_some())
        })
    }
}

fn is_environment(key: &str) -> bool {
    key.eq_ignore_ascii_case("environment") || key.eq_ignore_ascii_case("env")
}

fn tags(facts: &Facts) -> Option<&Fact<Vec<Tag>>> {
    Some(match facts {
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
    })
}
