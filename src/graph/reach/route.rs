//! A route by which connections may lead from here to there: one connection after the other, each of
//! which has to work. Whether it does can be asked again of a network that is not quite as it was told.

use std::rc::Rc;

use crate::model::reach::{Certainty, Reachability};

use crate::graph::node::Graph;

use super::ask::{self, Answer, Pairs, Question, joint};
use super::net::Net;

/// One connection, asked of a network.
pub(super) type Leg = Rc<dyn Fn(Net<'_, '_>) -> Pairs>;

/// A route, and what is known of it.
#[derive(Clone)]
pub(super) struct Route {
    /// The answer for people and programs.
    pub(super) report: Reachability,
    /// Whether what stands between the connections leads on: no rule or route changes that.
    pub(super) own: Certainty,
    /// The connections.
    pub(super) legs: Vec<Leg>,
}

impl Route {
    /// A route of one connection that is not between two parties alone.
    pub(super) fn of(report: Reachability, leg: impl Fn(Net<'_, '_>) -> Pairs + 'static) -> Self {
        Route {
            report,
            own: Certainty::Yes,
            legs: vec![Rc::new(leg)],
        }
    }

    /// A route of one connection.
    pub(super) fn direct(graph: &Graph<'_>, question: &Question) -> Self {
        Route::answered(graph, question).1
    }

    /// The same, and its answer.
    pub(super) fn answered(graph: &Graph<'_>, question: &Question) -> (Answer, Self) {
        match ask::narrowed(graph, question) {
            Ok(question) => {
                let answer = ask::walked(graph, &question);
                let report = answer.report.clone();
                let route = Route::of(report, move |net| ask::pairs(net, &question));
                (answer, route)
            }
            Err(answer) => {
                let report = answer.report.clone();
                let route = Route {
                    own: report.answer,
                    report,
                    legs: Vec::new(),
                };
                (*answer, route)
            }
        }
    }

    /// What is known of each of its connections in a network.
    pub(super) fn asked(&self, net: Net<'_, '_>) -> Vec<Pairs> {
        self.legs.iter().map(|leg| leg(net)).collect()
    }

    /// Whether it leads on, by what is known of its connections.
    pub(super) fn certainty(&self, asked: &[Pairs]) -> Certainty {
        asked.iter().map(joint).fold(self.own, both)
    }
}

/// Whether both hold.
pub(super) fn both(one: Certainty, other: Certainty) -> Certainty {
    match (one, other) {
        (Certainty::No, _) | (_, Certainty::No) => Certainty::No,
        (Certainty::Yes, Certainty::Yes) => Certainty::Yes,
        _ => Certainty::Unknown,
    }
}
