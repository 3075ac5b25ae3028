//! The database whose name a resource configuration gives.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_lattice::ResourceConfiguration;
use crate::model::path::Literal;
use crate::model::resolution::NameAnswer;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::dns::name::bare;
use crate::graph::dns::resolve::addresses_of;
use crate::graph::dns::sort_of_aws_name;
use crate::graph::node::{Graph, NodeId};
use crate::graph::rds;
use crate::graph::schema::Answer;

record! {
    /// A database that a name leads to.
    NamedDatabase {
        /// Its ARN; none for a proxy, which cannot be given by ARN.
        resource_arn: Text, none;
        /// `cluster`, `instance` or `proxy`.
        sort: Text, gap;
        /// Its own name, which the configured one is or leads to.
        name: Text, gap;
    }
}

/// The derived fact `named_database`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::ResourceConfiguration(facts) = &resource.facts else {
        return Answer::none();
    };
    let name = match &facts.dns_resource_domain_name {
        Fact::Known(name) => bare(name),
        Fact::None => return Answer::none(),
        Fact::Missing => {
            return Answer::gap(graph.missing(resource, "dns_resource_domain_name"));
        }
    };
    let own = Source {
        resource: Text::from(resource.arn.as_str()),
        path: "dns_resource_domain_name".to_owned(),
        value: name.as_str().into(),
        operation: Text::const_new("vpc-lattice:GetResourceConfiguration"),
    };
    match found(graph, node, resource, facts, &name) {
        Ok(Some((database, by))) => {
            let sources = [own].into_iter().chain(by);
            Answer::known(database, sources.map(|one| (String::new(), one)).collect())
        }
        Ok(None) => Answer::none(),
        Err(gap) => Answer::gap(gap),
    }
}

type Named = (NamedDatabase, Vec<Source>);

fn found(
    graph: &Graph<'_>,
    node: NodeId,
    resource: &Resource,
    facts: &ResourceConfiguration,
    name: &str,
) -> Result<Option<Named>, Gap> {
    if let Some((source, _)) = rds::named(graph, name) {
        return Ok(database(graph, &source).map(|one| (one, vec![source])));
    }
    if sort_of_aws_name(name) == Some("rds") {
        return unscanned(graph, node, name);
    }
    if sort_of_aws_name(name).is_some() {
        return Ok(None);
    }
    // Some other name: it may lead to a database in the VPC of the gateway.
    let gateway = match &facts.resource_gateway_id {
        Fact::Known(id) => graph.find("vpc_lattice.resource_gateway", id, node)?,
        Fact::None => return Ok(None),
        Fact::Missing => return Err(graph.missing(resource, "resource_gateway_id")),
    };
    let Some(told) = graph.resource(gateway) else {
        return Ok(None);
    };
    let vpc = match &told.facts {
        Facts::ResourceGateway(facts) => facts.vpc_id.known(),
        _ => None,
    };
    let vpc = vpc.ok_or_else(|| graph.missing(told, "vpc_id"))?;
    let vpc = graph.find("ec2.vpc", vpc, gateway)?;
    let answer = addresses_of(graph, vpc, name);
    let told: Vec<Source> = answer.steps.into_iter().flat_map(|step| step.by).collect();
    let of_database = told.iter().find_map(|source| database(graph, source));
    match (of_database, answer.answer) {
        (Some(database), _) => Ok(Some((database, told))),
        (None, NameAnswer::Unknown | NameAnswer::Public) => {
            let gap = answer.gaps.into_iter().next();
            Err(gap.unwrap_or_else(|| Gap::new(GapReason::NotCollected, "")))
        }
        (None, _) => Ok(None),
    }
}

/// The database that a fact is about.
fn database(graph: &Graph<'_>, source: &Source) -> Option<NamedDatabase> {
    let node = graph.resource_by_arn(&source.resource)?;
    let sort = match graph.facts(node)? {
        Facts::DbCluster(_) => "cluster",
        Facts::DbInstance(_) => "instance",
        Facts::DbProxy(_) | Facts::DbProxyEndpoint(_) => "proxy",
        _ => return None,
    };
    Some(NamedDatabase {
        resource_arn: match sort {
            "proxy" => Fact::None,
            _ => source.resource.clone().into(),
        },
        sort: Text::const_new(sort).into(),
        name: Text::from(source.value.as_str()?).into(),
    })
}

/// A database that was not scanned. The names of proxies say that they are of one.
/// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html>
fn unscanned(graph: &Graph<'_>, node: NodeId, name: &str) -> Result<Option<Named>, Gap> {
    if name.split('.').any(|label| label.starts_with("proxy-")) {
        let proxy = NamedDatabase {
            resource_arn: Fact::None,
            sort: Text::const_new("proxy").into(),
            name: Text::from(name).into(),
        };
        return Ok(Some((proxy, Vec::new())));
    }
    let here = graph.node(node);
    let kinds = ["rds.db_cluster", "rds.db_instance"];
    let refused = kinds
        .iter()
        .find_map(|kind| graph.extent(kind, here.account, here.region));
    Err(refused.unwrap_or_else(|| {
        Gap::new(GapReason::AccountNotScanned, "rds:DescribeDBClusters")
            .because(format!("{name} is no database that was scanned"))
    }))
}
