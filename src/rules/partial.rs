//! `partial: deny-stands`: what a rule denies on the facts that are known, whatever others would say.

use foldhash::HashMap;

use crate::graph::NodeId;
use crate::model::datum::{Cell, Datum};
use crate::model::gap::Gap;

use super::engine::{Denial, Engine};
use super::judge::{Court, Outcome};
use super::set::Rule;
use super::views::Viewer;

/// A subject with the gaps of its view.
pub(super) type WithGaps = (NodeId, Vec<Gap>);

/// What a rule says of subjects of which not every needed fact is known: they are unknown, unless the
/// rule says `partial: deny-stands` and denies the known part.
pub(super) fn told(court: &Court<'_, '_>, subjects: Vec<WithGaps>) -> Vec<(Outcome, Vec<NodeId>)> {
    let unknown = |(node, gaps)| (Outcome::Unknown(gaps), vec![node]);
    if !court.rule.metadata.partial {
        return subjects.into_iter().map(unknown).collect();
    }
    let viewer = Viewer::of(court, &court.rule.view);
    let mut views: HashMap<Cell, Vec<WithGaps>> = HashMap::default();
    for (node, gaps) in subjects {
        let known = viewer.view(node).cell.known_part();
        let known = known.unwrap_or(Cell::plain(Datum::Null));
        views.entry(known).or_default().push((node, gaps));
    }
    let asked = court.ask(views.into_iter().collect(), |engine, view| {
        Ok(stands(engine, court.rule, view))
    });
    let mut told = Vec::new();
    for (denials, subjects) in asked {
        let denials = denials.unwrap_or_default();
        told.extend(subjects.into_iter().map(|(node, gaps)| {
            let outcome = match denials.is_empty() {
                true => Outcome::Unknown(gaps),
                false => Outcome::Denied {
                    denials: denials.clone(),
                    gaps,
                },
            };
            (outcome, vec![node])
        }));
    }
    told
}

/// What a rule says against the known part of a view. That it cannot be asked about a part is no
/// error: a message may need a fact that is not known.
pub(super) fn stands(engine: &mut Engine, rule: &Rule, known: &Cell) -> Vec<Denial> {
    engine.deny(rule, known).unwrap_or_default()
}
