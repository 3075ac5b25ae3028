//! Answers of derived facts, each computed once for a node however many rules and subjects ask.

use std::sync::OnceLock;

use crate::model::path::Literal;

use super::node::{Graph, NodeId};
use super::schema::{self, Answer, Derived};

/// The answers so far: for each derived fact a cell for each node of its kind, made when a rule first
/// asks for the fact.
pub(super) struct Answers {
    of_facts: Box<[OnceLock<OfFact>]>,
}

struct OfFact {
    /// The first node of the kind.
    first: u32,
    /// From that node on: the nodes of a kind stand together.
    answers: Box<[OnceLock<Answer>]>,
}

impl Answers {
    pub(super) fn new() -> Self {
        let of_facts = schema::derived().iter().map(|_| OnceLock::new());
        Answers {
            of_facts: of_facts.collect(),
        }
    }
}

/// An answer that the graph keeps, or one of its own.
pub(super) enum Held<'g> {
    Kept(&'g Answer),
    Own(Box<Answer>),
}

impl std::ops::Deref for Held<'_> {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        match self {
            Held::Kept(answer) => answer,
            Held::Own(answer) => answer,
        }
    }
}

impl Graph<'_> {
    /// The answer of a derived fact; `place` is that of the fact among all of them. Answers to
    /// arguments are not kept.
    pub(super) fn answer(
        &self,
        place: usize,
        derived: &Derived,
        node: NodeId,
        arguments: &[Literal],
    ) -> Held<'_> {
        let kept = self
            .answers
            .of_facts
            .get(place)
            .filter(|_| arguments.is_empty());
        let cell = kept.and_then(|of_fact| {
            let OfFact { first, answers } = of_fact.get_or_init(|| self.blank(derived.kind));
            answers.get(node.0.checked_sub(*first)? as usize)
        });
        let compute = || (derived.compute)(self, node, arguments);
        match cell {
            Some(cell) => Held::Kept(cell.get_or_init(compute)),
            None => Held::Own(Box::new(compute())),
        }
    }

    fn blank(&self, kind: &str) -> OfFact {
        let nodes = self.of_kind(kind);
        let first = nodes.first().map_or(0, |node| node.0);
        let end = nodes.last().map_or(0, |node| node.0 + 1);
        OfFact {
            first,
            answers: (first..end).map(|_| OnceLock::new()).collect(),
        }
    }
}
