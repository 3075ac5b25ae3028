//! The databases that a service's environment names, and whether the service gets to them.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::apprunner::Service;
use crate::model::path::Literal;
use crate::model::record::Shape;
use crate::model::resource::Resource;
use crate::record;

use super::super::dns;
use super::super::links::texts;
use super::super::node::{Graph, NodeId};
use super::super::packet::Service as Packets;
use super::super::rds;
use super::super::reach::{Between, Party, between, own_service};
use super::super::schema::{Answer, Linked};
use super::{evidence, hosts, variables};

record! {
    /// A database that a service with a connector names.
    NamedDatabase {
        /// The variable.
        variable: Text, gap;
        /// The name of the database in it.
        host: Text, gap;
        /// The VPC of the database.
        vpc_id: Text, gap;
        /// The VPC of the connector.
        connector_vpc_id: Text, gap;
        /// `same-vpc`, or for a database of another VPC `reached` or `not-reached`.
        place: Text, gap;
        /// What stops packets on their way to another VPC.
        stopped_at: Text, none;
        /// Why, in a sentence.
        why: Text, none;
    }
}

record! {
    /// The way from a service's connector to a database that the environment names.
    DatabasePath {
        /// The variable.
        variable: Text, gap;
        /// The name of the database in it.
        host: Text, gap;
        /// The port.
        port: i64, gap;
        /// Whether connections work.
        reached: bool, gap;
        /// What lets nothing through: `connector` (the groups of the connector), `database` (the groups
        /// of the database) or `network` (what lies between, there or back).
        half: Text, none;
        /// What stops the packets.
        stopped_at: Text, none;
        /// The explanation code of AWS's Reachability Analyzer.
        /// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
        code: Text, none;
        /// Why, in a sentence.
        why: Text, none;
        /// Whether the database's groups admit the connector by ranges of addresses only.
        by_range: bool, default(false);
    }
}

/// The derived fact `databases`.
pub(super) fn named(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    of_each(graph, node, place)
}

/// The derived fact `database_paths`.
pub(super) fn paths(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    of_each(graph, node, path)
}

/// What there is to say of each database that a service behind a connector names.
fn of_each<R: Shape + 'static>(
    graph: &Graph<'_>,
    node: NodeId,
    told: impl Fn(&Graph<'_>, NodeId, &Database<'_>) -> Result<(R, Vec<Source>), Gap>,
) -> Answer {
    let Some((resource, service)) = behind_connector(graph, node) else {
        return Answer::list(Vec::<R>::new(), None, Vec::new());
    };
    let found = Found::of(graph, node, resource, service);
    let mut hidden = found.hidden;
    let mut rows = Vec::new();
    let mut sources = Vec::new();
    for one in &found.databases {
        match told(graph, node, one) {
            Ok((row, told)) => {
                let at = format!("[{}]", rows.len());
                sources.extend(told.into_iter().map(|source| (at.clone(), source)));
                rows.push(row);
            }
            Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Answer::list(rows, hidden, sources)
}

/// A service whose egress goes, or may go, through a VPC.
fn behind_connector<'s>(graph: &Graph<'s>, node: NodeId) -> Option<(&'s Resource, &'s Service)> {
    let resource = graph.resource(node)?;
    let Facts::AppRunnerService(service) = &resource.facts else {
        return None;
    };
    let past = |egress: &Text| egress != "VPC";
    (!service.egress_type.known().is_some_and(past)).then_some((resource, service))
}

/// A database that a variable names.
struct Database<'s> {
    variable: &'s Fact<Text>,
    host: Text,
    port: Option<i64>,
    node: NodeId,
    /// The variable and the name of the database.
    told: Vec<Source>,
}

struct Found<'s> {
    databases: Vec<Database<'s>>,
    /// Why there may be more.
    hidden: Option<Gap>,
}

impl<'s> Found<'s> {
    /// Names of other accounts' databases are gaps; those that no database has are none.
    fn of(graph: &Graph<'_>, node: NodeId, resource: &'s Resource, service: &'s Service) -> Self {
        let untold = || graph.missing(resource, "egress_type");
        let untold = service.egress_type.is_missing().then(untold);
        let (named, hidden) = variables::hosts(graph, resource, service);
        let mut found = Found {
            databases: Vec::new(),
            hidden: untold.or(hidden),
        };
        for one in named {
            let database = rds::named(graph, &one.host).and_then(|(told, _)| {
                let node = graph.resource_by_arn(&told.resource)?;
                Some((node, told))
            });
            match database {
                Some((database, told)) => found.databases.push(Database {
                    variable: one.variable,
                    host: one.host,
                    port: one.port,
                    node: database,
                    told: vec![one.source, told],
                }),
                None if dns::sort_of_aws_name(&one.host) == Some("rds") => {
                    let gap = || hosts::unknown_database(graph, node, &one.host);
                    found.hidden.get_or_insert_with(gap);
                }
                None => {}
            }
        }
        found
    }
}

/// Whether a service reaches a database on the port that it names, or else on the database's own.
fn ask(graph: &Graph<'_>, from: NodeId, to: &Database<'_>) -> Result<(Between, i64, bool), Gap> {
    let party = Party::Resource(to.node);
    let own = || {
        let service = own_service(graph, &party)?;
        service.ports.single().map(i64::from)
    };
    let untold = || untold(graph, to.node, "endpoint");
    let port = to.port.or_else(own).ok_or_else(untold)?;
    let number = u16::try_from(port).map_err(|_| untold())?;
    let service = Packets::ports(Packets::TCP, number, number);
    let told = between(graph, &Party::Resource(from), &party, &service);
    let reached = told.decided()?;
    Ok((told, port, reached))
}

fn place(
    graph: &Graph<'_>,
    node: NodeId,
    one: &Database<'_>,
) -> Result<(NamedDatabase, Vec<Source>), Gap> {
    let (own, own_source) = connector_vpc(graph, node)?;
    let (vpc, source) = database_vpc(graph, one.node)?;
    let mut sources = one.told.clone();
    sources.extend([own_source, source]);
    let (place, stopped) = if own == vpc {
        ("same-vpc", None)
    } else {
        let (told, _, reached) = ask(graph, node, one)?;
        sources.extend(told.sources);
        match reached {
            true => ("reached", None),
            false => ("not-reached", told.stopped),
        }
    };
    let text = |text: &String| Text::from(text.as_str());
    let stopped = stopped.as_ref();
    let row = NamedDatabase {
        variable: one.variable.clone(),
        host: one.host.clone().into(),
        vpc_id: vpc.into(),
        connector_vpc_id: own.into(),
        place: Text::const_new(place).into(),
        stopped_at: Fact::told(stopped.map(|stop| text(&stop.at))),
        why: Fact::told(stopped.map(|stop| text(&stop.why))),
    };
    Ok((row, sources))
}

fn path(
    graph: &Graph<'_>,
    node: NodeId,
    one: &Database<'_>,
) -> Result<(DatabasePath, Vec<Source>), Gap> {
    let (told, port, reached) = ask(graph, node, one)?;
    let stopped = told.stopped.as_ref();
    let text = |text: &String| Text::from(text.as_str());
    let row = DatabasePath {
        variable: one.variable.clone(),
        host: one.host.clone().into(),
        port: port.into(),
        reached: reached.into(),
        half: Fact::told((!reached).then(|| Text::const_new(half(&told)))),
        stopped_at: Fact::told(stopped.map(|stop| text(&stop.at))),
        code: Fact::told(stopped.map(|stop| text(&stop.code))),
        why: Fact::told(stopped.map(|stop| text(&stop.why))),
        by_range: (reached && by_range(&told)).into(),
    };
    let mut sources = one.told.clone();
    sources.extend(told.sources);
    Ok((row, sources))
}

/// What lets nothing through: packets pass the groups of the connector first.
fn half(told: &Between) -> &'static str {
    let code = told.stopped.as_ref().map(|stop| stop.code.as_str());
    let at_group = matches!(code, Some("ENI_SG_RULES_MISMATCH" | "SG_HAS_NO_RULES"));
    let passed_group = told.path.iter().any(|id| id.starts_with("sg-"));
    match (at_group, passed_group) {
        (false, _) => "network",
        (true, false) => "connector",
        (true, true) => "database",
    }
}

/// Whether the rules of the database's groups admit packets by their addresses, and none by the
/// groups of who sent them.
fn by_range(told: &Between) -> bool {
    let rules = told.sources.iter();
    let mut ingress = rules
        .filter(|one| one.path.starts_with("ip_permissions["))
        .peekable();
    let names_group = |rule: &Source| {
        let pairs = rule.value.get("user_id_group_pairs");
        let pairs = pairs.and_then(serde_json::Value::as_array);
        pairs.is_some_and(|pairs| !pairs.is_empty())
    };
    ingress.peek().is_some() && !ingress.any(names_group)
}

/// The VPC of a service's connector, which its subnets tell.
fn connector_vpc(graph: &Graph<'_>, node: NodeId) -> Result<(Text, Source), Gap> {
    let link = rds::through(graph, node, "vpc_connector");
    let connector = match link {
        Linked::One(connector) => connector,
        Linked::Gap(gap) => return Err(gap),
        Linked::None | Linked::Many(..) => return Err(untold(graph, node, "vpc_connector_arn")),
    };
    let Some(Facts::VpcConnector(facts)) = graph.facts(connector) else {
        return Err(untold(graph, node, "vpc_connector_arn"));
    };
    let subnets = graph.follow_all(connector, "subnets", "ec2.subnet", texts(&facts.subnets));
    let Linked::Many(subnets, mut hidden) = subnets else {
        return Err(untold(graph, connector, "subnets"));
    };
    for subnet in subnets {
        let told = subnet.map(|subnet| vpc_at(graph, subnet, "vpc_id"));
        match told {
            Ok(Ok(told)) => return Ok(told),
            Ok(Err(gap)) | Err(gap) => hidden = hidden.or(Some(gap)),
        }
    }
    Err(hidden.unwrap_or_else(|| untold(graph, connector, "subnets")))
}

/// The VPC of a database: that of its subnet group, or of the proxy.
fn database_vpc(graph: &Graph<'_>, node: NodeId) -> Result<(Text, Source), Gap> {
    match graph.facts(node) {
        Some(Facts::DbProxy(_) | Facts::DbProxyEndpoint(_)) => vpc_at(graph, node, "vpc_id"),
        _ => match rds::through(graph, node, "subnet_group") {
            Linked::One(group) => vpc_at(graph, group, "vpc_id"),
            Linked::Gap(gap) => Err(gap),
            Linked::None | Linked::Many(..) => Err(untold(graph, node, "db_subnet_group")),
        },
    }
}

fn vpc_at(graph: &Graph<'_>, node: NodeId, path: &str) -> Result<(Text, Source), Gap> {
    let source = evidence::at(graph, &graph.node(node).arn, path);
    let vpc = source.and_then(|source| Some((Text::from(source.value.as_str()?), source)));
    vpc.ok_or_else(|| untold(graph, node, path))
}

/// Why a fact that a resource should tell is missing.
fn untold(graph: &Graph<'_>, node: NodeId, path: &str) -> Gap {
    let resource = graph.resource(node);
    let none = || Gap::new(GapReason::NotCollected, "ec2:DescribeSubnets");
    resource.map_or_else(none, |resource| graph.missing(resource, path))
}
