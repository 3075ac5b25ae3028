//! How much of the internet reaches a thing: whoever is there, or hosts with a few addresses.

use crate::model::gap::Gap;
use crate::model::id::Text;

use crate::graph::node::Graph;
use crate::graph::packet::{Addresses, Family, PacketSet, Service};

use super::ask::{self, Question};
use super::between::Between;
use super::derived::boxes;
use super::net::Net;
use super::party::Party;
use super::report;

/// How much of the internet reaches a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::graph) enum Outside {
    /// No host of it.
    Nobody,
    /// Hosts with addresses of these ranges, which are few.
    Few(Text),
    /// So much of it that ranges bound nothing.
    Internet,
}

/// What the engine says of connections from the internet to a party, and how much of it they come from.
pub(in crate::graph) fn from_internet(
    graph: &Graph<'_>,
    to: &Party,
    service: &Service,
) -> (Between, Result<Outside, Gap>) {
    let question = Question {
        from: Party::Internet,
        to: to.clone(),
        service: service.clone(),
    };
    let question = match ask::narrowed(graph, &question) {
        Ok(question) => question,
        Err(answer) => {
            let told = Between::of(graph, &answer.report, None);
            let none = told.decided().map(|_| Outside::Nobody);
            return (told, none);
        }
    };
    let net = Net::new(graph);
    let pairs = ask::pairs(net, &question);
    let told = Between::of(graph, &report::of(net, &question, &pairs), None);
    let (mut must, mut may) = (PacketSet::none(), PacketSet::none());
    for pair in &pairs.each {
        must.add(pair.must.packets());
        may.add(pair.may.packets());
    }
    let of_pairs = pairs.each.iter().flat_map(|pair| &pair.gaps);
    let doubt = of_pairs.chain(&pairs.hidden).next().cloned();
    let outside = match (told.decided(), part_of(&must)) {
        (Err(gap), _) => Err(gap),
        (Ok(false), _) => Ok(Outside::Nobody),
        (Ok(true), Outside::Nobody | Outside::Internet) => Ok(Outside::Internet),
        // By what nobody told more may come.
        (Ok(true), few) => match doubt {
            Some(gap) if !pairs.hidden.is_empty() || part_of(&may) != few => Err(gap),
            _ => Ok(few),
        },
    };
    (told, outside)
}

/// The part of the internet that packets come from.
fn part_of(packets: &PacketSet) -> Outside {
    let mut ranges = Vec::new();
    for family in Family::BOTH {
        let own = packets.blocks().iter();
        let own = own.filter(|block| block.family() == family);
        let from = own.map(|block| block.source().clone());
        let from = from.reduce(|all: Addresses, one| all.or(&one));
        if from.is_none() {
            continue;
        }
        match boxes::outside(&from) {
            ("internet", _) => return Outside::Internet,
            (_, told) => ranges.push(told.to_string()),
        }
    }
    match ranges.is_empty() {
        true => Outside::Nobody,
        false => Outside::Few(Text::from(ranges.join(", "))),
    }
}
