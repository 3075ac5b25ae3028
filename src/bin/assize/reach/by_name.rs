//! Ends of a question that are named as DNS names them.

use assize::graph::dns::{is_name, resolve};
use assize::graph::packet::Service;
use assize::graph::reach::{NoParty, Party, Question, ask_with_changes, vpc_of};
use assize::graph::{Graph, NodeId};
use assize::model::gap::{Gap, GapReason};
use assize::model::reach::{Certainty, Reachability};
use assize::model::resolution::{NameAddress, NameAnswer, NamedReachability, Resolution};

use crate::end::Failure;
use crate::resolve::vpc;

/// One end: what it is, or what its name resolves to.
pub(super) enum Named {
    Party(Party),
    Name(Box<Resolution>),
}

/// The VPC whose hosts ask for names: the one that is named, or else the one where connections begin.
pub(super) fn asking(
    graph: &Graph<'_>,
    named: Option<&str>,
    from: Option<&Named>,
) -> Result<Option<NodeId>, Failure> {
    match (named, from) {
        (Some(named), _) => vpc(graph, named).map(Some),
        (None, Some(Named::Party(from))) => Ok(vpc_of(graph, from)),
        (None, _) => Ok(None),
    }
}

/// The end that a word names: a thing of the snapshot, or else a name that a VPC resolves.
pub(super) fn end(graph: &Graph<'_>, word: &str, asking: Option<NodeId>) -> Result<Named, Failure> {
    match Party::find(graph, word) {
        Err(NoParty::Unknown(_)) if word.contains('.') && is_name(word) => {
            let Some(asking) = asking else {
                return Err(Failure::Usage(format!(
                    "nothing in the snapshot is called `{word}`; if it is a DNS name, say with \
                     --from-vpc in which VPC it is asked for"
                )));
            };
            Ok(Named::Name(Box::new(resolve(graph, asking, word))))
        }
        found => super::told(graph, word, found).map(Named::Party),
    }
}

/// A word without the port that follows it, as in `db.corp.example:5432`.
pub(super) fn split_port(word: &str) -> (&str, Option<u16>) {
    let whole = (word, None);
    match word.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') => match port.parse() {
            Ok(port) => (name, Some(port)),
            Err(_) => whole,
        },
        _ => whole,
    }
}

impl Named {
    /// What it is called in answers.
    pub(super) fn name(&self, graph: &Graph<'_>) -> String {
        match self {
            Named::Party(party) => party.name(graph),
            Named::Name(resolution) => resolution.name.clone(),
        }
    }

    /// Every party that is meant.
    pub(super) fn parties(&self, graph: &Graph<'_>) -> Vec<Party> {
        match self {
            Named::Party(party) => vec![party.clone()],
            Named::Name(resolution) => {
                let addresses = resolution.addresses.iter();
                addresses.filter_map(|one| party_of(graph, one)).collect()
            }
        }
    }

    /// What it resolves to, if it is a name.
    fn resolution(&self) -> Option<&Resolution> {
        match self {
            Named::Party(_) => None,
            Named::Name(resolution) => Some(resolution),
        }
    }

    /// Whether the name is known to have these addresses and no others.
    fn is_known(&self) -> bool {
        self.untold().is_empty()
    }

    /// Why the name may have other addresses.
    pub(super) fn untold(&self) -> Vec<Gap> {
        let Some(told) = self.resolution() else {
            return Vec::new();
        };
        let mut untold = told.unknown.clone();
        let is_open = matches!(told.answer, NameAnswer::Unknown | NameAnswer::Public);
        if is_open && untold.is_empty() {
            let what = format!("which addresses public DNS answers for {}", told.name);
            untold.push(Gap::new(GapReason::UnsupportedHere, "").because(what));
        }
        untold
    }
}

/// The interface that holds an address; the address, if none or several do.
fn party_of(graph: &Graph<'_>, one: &NameAddress) -> Option<Party> {
    if let [interface] = one.interfaces.as_slice()
        && let Ok(party) = Party::find(graph, interface)
    {
        return Some(party);
    }
    Party::find(graph, &one.address).ok()
}

/// Answers for each address of names.
pub(super) fn ask(
    graph: &Graph<'_>,
    from: &Named,
    to: &Named,
    service: &Service,
) -> NamedReachability {
    let mut each: Vec<Reachability> = Vec::new();
    for source in from.parties(graph) {
        for destination in to.parties(graph) {
            let question = Question {
                from: source.clone(),
                to: destination,
                service: service.clone(),
            };
            each.push(ask_with_changes(graph, &question).report);
        }
    }
    let is = |wanted| each.iter().any(|one| one.answer == wanted);
    let answer = if is(Certainty::Yes) {
        Certainty::Yes
    } else if is(Certainty::Unknown) || !from.is_known() || !to.is_known() {
        Certainty::Unknown
    } else {
        Certainty::No
    };
    NamedReachability {
        from: from.name(graph),
        to: to.name(graph),
        answer,
        names: [from, to]
            .into_iter()
            .filter_map(Named::resolution)
            .cloned()
            .collect(),
        each,
    }
}

/// The answer that a picture shows: of several the one that decides.
pub(super) fn speaker(answer: &NamedReachability) -> Option<&Reachability> {
    answer
        .each
        .iter()
        .find(|one| one.answer == answer.answer)
        .or(answer.each.first())
}

#[cfg(test)]
mod tests {
    use super::split_port;

    #[test]
    fn a_port_follows_a_name_and_no_arn_or_ipv6_address() {
        assert_eq!(
            split_port("db.corp.example:5432"),
            ("db.corp.example", Some(5432))
        );
        assert_eq!(split_port("orders"), ("orders", None));
        assert_eq!(
            split_port("db.corp.example:http"),
            ("db.corp.example:http", None)
        );
        assert_eq!(split_port("2001:db8::1"), ("2001:db8::1", None));
        assert_eq!(
            split_port("arn:aws:rds:eu-west-1:111122223333:db:5432"),
            ("arn:aws:rds:eu-west-1:111122223333:db:5432", None)
        );
    }
}
