//! `assize reach`: who can reach whom, by which way, and if not, what stops it.

mod by_name;
mod lists;

use std::path::Path;

use assize::graph::Graph;
use assize::graph::packet::{Ports, Protocols, Service};
use assize::graph::reach::{NoParty, Party, Question, ask_with_changes, own_service};
use assize::report::reach as report;
use assize::report::resolution;
use assize::snapshot::Snapshot;
use clap::Args;

use by_name::Named;

use crate::asked::{AskedArgs, Format};
use crate::console::{Console, print};
use crate::end::{End, Failure};
use crate::near;

/// Answer whether packets can get from here to there and the answers back, by which way, and if not,
/// what stops them
///
/// What is not known makes an answer unknown, never no. FROM and TO are an ARN, an id, an address, a
/// block of addresses, `internet` or `on-premises`; or a DNS name, as the hosts of the VPC --from-vpc, or
/// else of the VPC of FROM, resolve it. TO may end in a port, as in `db.corp.example:5432`. Without a port a database or a proxy is asked for
/// on its own, and anything else on every protocol and port.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  assize reach --from internet --to i-0a1b2c3d --port 22 --snapshot account.assize
  assize reach --from sg-0a1b2c3d --to orders --snapshot account.assize
  assize reach --to db.corp.example:5432 --from-vpc vpc-0a1b2c3d --snapshot account.assize
  assize reach --all-sources orders --snapshot account.assize --format json
  assize reach --from internet --to orders --profile audit --region eu-central-1

JSON: {from, to, answer, forward, return, packets, to_open, to_close}; each leg (forward, return) is
{answer: yes|no|unknown, path: [hops], stopped: {at, code, why}, unknown: [gaps]}. The codes are those
of AWS's Reachability Analyzer. The return leg is null where no packet arrives. With a DNS name it is
{from, to, answer, names, each}: what `assize resolve` says of each name, and the answer for each address;
the whole is yes if one address is reached.")]
pub(crate) struct Arguments {
    /// Where connections begin
    #[arg(long, value_name = "FROM", requires = "to", required_unless_present_any = ["all_sources", "all_destinations", "from_vpc"])]
    from: Option<String>,

    /// Where they lead
    #[arg(long, value_name = "TO")]
    to: Option<String>,

    /// The VPC whose hosts ask for DNS names, if it is not that of FROM; without --from, connections begin in it
    #[arg(long, value_name = "VPC")]
    from_vpc: Option<String>,

    /// List everybody who can reach this
    #[arg(long, value_name = "TO", conflicts_with_all = ["from", "to"])]
    all_sources: Option<String>,

    /// List everything that this can reach
    #[arg(long, value_name = "FROM", conflicts_with_all = ["from", "to", "all_sources"])]
    all_destinations: Option<String>,

    /// tcp, udp, icmp, icmpv6 or a number; tcp if a port is given
    #[arg(long, value_name = "NAME|NUMBER")]
    protocol: Option<String>,

    /// The destination port
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,

    /// The source port
    #[arg(long, value_name = "PORT")]
    src_port: Option<u16>,

    #[command(flatten)]
    asked: AskedArgs,
}

pub(crate) fn run(
    args: &Arguments,
    config: Option<&Path>,
    console: Console,
) -> Result<End, Failure> {
    let asked = service(args)?;
    let (snapshot, end) = args.asked.source.facts(config, console)?;
    answer(args, &snapshot, asked)?;
    Ok(end)
}

fn answer(args: &Arguments, snapshot: &Snapshot, asked: Option<Service>) -> Result<(), Failure> {
    let graph = Graph::build(snapshot, Box::new(|_| "unknown"));
    if let Some(word) = args.all_sources.as_ref().or(args.all_destinations.as_ref()) {
        return lists::list(args, &graph, word, asked);
    }
    let from = args.from.as_ref().or(args.from_vpc.as_ref());
    let (Some(from), Some(to)) = (from, &args.to) else {
        return Err(Failure::usage("name both ends: --from and --to"));
    };
    let (to, asked) = at_port(args, to, asked)?;
    let vpc = args.from_vpc.as_deref();
    let from = by_name::end(&graph, from, by_name::asking(&graph, vpc, None)?)?;
    let asking = by_name::asking(&graph, vpc, Some(&from))?;
    let to = by_name::end(&graph, to, asking)?;
    let (from, to) = match (from, to) {
        (Named::Party(from), Named::Party(to)) => (from, to),
        (from, to) => return named(args, &graph, &from, &to, asked),
    };
    let service = match asked {
        Some(service) => service,
        None => own_service(&graph, &to).unwrap_or_else(Service::all),
    };
    let about = about(&service);
    let question = Question { from, to, service };
    let answer = ask_with_changes(&graph, &question).report;
    let out = match args.asked.format {
        Format::Text => report::text(&answer, &about),
        Format::Json => report::json(&answer),
        Format::Mermaid => report::mermaid(&answer),
        Format::Dot => report::dot(&answer),
    };
    print(out.as_bytes())?;
    Ok(())
}

/// A destination without the port that follows it, and what is asked of it.
fn at_port<'w>(
    args: &Arguments,
    word: &'w str,
    asked: Option<Service>,
) -> Result<(&'w str, Option<Service>), Failure> {
    let (word, port) = by_name::split_port(word);
    let asked = match (port, asked) {
        (None, asked) => asked,
        (Some(_), _) if args.port.is_some() => {
            let message = "the port is given twice: in the destination and by --port";
            return Err(Failure::usage(message));
        }
        (Some(port), None) => Some(one_port(Service::TCP, port)),
        (Some(port), Some(mut asked)) => {
            if !matches!(asked.protocols.single(), Some(Service::TCP | Service::UDP)) {
                let message = "only tcp and udp have ports: leave the port out of the destination";
                return Err(Failure::usage(message));
            }
            asked.ports = Ports::one(port);
            Some(asked)
        }
    };
    Ok((word, asked))
}

fn one_port(protocol: u8, port: u16) -> Service {
    Service {
        protocols: Protocols::one(protocol),
        source_ports: Ports::all(),
        ports: Ports::one(port),
    }
}

/// An answer about names.
fn named(
    args: &Arguments,
    graph: &Graph<'_>,
    from: &Named,
    to: &Named,
    asked: Option<Service>,
) -> Result<(), Failure> {
    let service = asked.unwrap_or_else(Service::all);
    let answer = by_name::ask(graph, from, to, &service);
    let speaker = by_name::speaker(&answer);
    let out = match (args.asked.format, speaker, answer.names.first()) {
        (Format::Text, ..) => resolution::reach(&answer, &about(&service)),
        (Format::Mermaid, Some(one), _) => report::mermaid(one),
        (Format::Dot, Some(one), _) => report::dot(one),
        (Format::Mermaid, None, Some(name)) => resolution::mermaid(name),
        (Format::Dot, None, Some(name)) => resolution::dot(name),
        _ => report::json(&answer),
    };
    print(out.as_bytes())?;
    Ok(())
}

/// What the arguments ask about; nothing if they leave it open.
fn service(args: &Arguments) -> Result<Option<Service>, Failure> {
    let ports = args.port.is_some() || args.src_port.is_some();
    let protocol = match args.protocol.as_deref() {
        None if ports => Service::TCP,
        None => return Ok(None),
        Some(word) => protocol(word)?,
    };
    let has_ports = matches!(protocol, Service::TCP | Service::UDP);
    if ports && !has_ports {
        let message = "only tcp and udp have ports: leave out --port and --src-port";
        return Err(Failure::usage(message));
    }
    let one = |port: Option<u16>| port.map_or_else(Ports::all, Ports::one);
    Ok(Some(Service {
        protocols: Protocols::one(protocol),
        source_ports: one(args.src_port),
        ports: one(args.port),
    }))
}

fn protocol(word: &str) -> Result<u8, Failure> {
    match word.to_ascii_lowercase().as_str() {
        "tcp" => Ok(Service::TCP),
        "udp" => Ok(Service::UDP),
        "icmp" => Ok(Service::ICMP),
        "icmpv6" => Ok(Service::ICMPV6),
        number => number.parse().map_err(|_| {
            let known = ["tcp", "udp", "icmp", "icmpv6"];
            let help = near::help(
                word,
                known,
                "expected tcp, udp, icmp, icmpv6 or a number below 256",
            );
            Failure::Usage(format!("`{word}` is no protocol; {help}"))
        }),
    }
}

fn about(service: &Service) -> String {
    let protocol = match service.protocols.single() {
        Some(Service::TCP) => "tcp".to_owned(),
        Some(Service::UDP) => "udp".to_owned(),
        Some(Service::ICMP) => "icmp".to_owned(),
        Some(Service::ICMPV6) => "icmpv6".to_owned(),
        Some(number) => format!("protocol {number}"),
        None => return "any protocol and port".to_owned(),
    };
    match service.ports.single() {
        Some(port) => format!("{protocol} {port}"),
        None => protocol,
    }
}

/// A party, or help with a word that names none.
fn told(graph: &Graph<'_>, word: &str, found: Result<Party, NoParty>) -> Result<Party, Failure> {
    found.map_err(|error| match error {
        NoParty::Unknown(_) => {
            let otherwise = "give an ARN, an id, an address, a block, `internet` or `on-premises`; `assize snapshot ls` lists what there is";
            let help = near::help(word, Party::names(graph), otherwise);
            Failure::Usage(format!("{error}; {help}"))
        }
        NoParty::Ambiguous(name, arns) => {
            let headline = format!("`{name}` is the name of several resources; give the ARN of one");
            Failure::usage_of(&headline, &arns)
        }
        NoParty::Outside(..) => Failure::Usage(format!(
            "{error}; ask for its interfaces, its instance, its subnet or its VPC"
        )),
    })
}
