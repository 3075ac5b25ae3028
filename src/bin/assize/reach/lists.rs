//! Everybody who can reach something, and everything that something can reach.

use assize::graph::Graph;
use assize::graph::packet::Service;
use assize::graph::reach::{AllSources, Party, all_destinations, all_sources, own_service};
use assize::report::reach as report;

use crate::asked::Format;
use crate::console::print;
use crate::end::Failure;

use super::{Arguments, at_port, by_name};

/// Answers `--all-sources` or `--all-destinations` of a word; of a DNS name, for each of its addresses.
pub(super) fn list(
    args: &Arguments,
    graph: &Graph<'_>,
    word: &str,
    asked: Option<Service>,
) -> Result<(), Failure> {
    let sources = args.all_sources.is_some();
    let (word, asked) = match sources {
        true => at_port(args, word, asked)?,
        false => (word, asked),
    };
    let vpc = by_name::asking(graph, args.from_vpc.as_deref(), None)?;
    let end = by_name::end(graph, word, vpc)?;
    let mut all = AllSources::default();
    for party in end.parties(graph) {
        let told = of(graph, &party, sources, asked.as_ref());
        all.each.extend(told.each);
        all.hidden.extend(told.hidden);
    }
    all.hidden.extend(end.untold());
    let list = all.list(end.name(graph), sources);
    let out = match args.asked.format {
        Format::Text => report::list(&list),
        Format::Json => report::json(&list),
        Format::Mermaid | Format::Dot => {
            let message = "a list has no picture: use --format text or json, or ask for one pair with --from and --to";
            return Err(Failure::usage(message));
        }
    };
    print(out.as_bytes())?;
    Ok(())
}

fn of(graph: &Graph<'_>, party: &Party, sources: bool, asked: Option<&Service>) -> AllSources {
    let own = || own_service(graph, party).filter(|_| sources);
    let service = asked.cloned().or_else(own).unwrap_or_else(Service::all);
    match sources {
        true => all_sources(graph, party, &service),
        false => all_destinations(graph, party, &service),
    }
}
