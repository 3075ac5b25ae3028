//! Views of cases: gaps put in, needs blanked one by one, lists cut short one by one.

use crate::graph::{PlannedField, ViewPlan};
use crate::model::datum::{Cell, Datum};
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;

/// Why a given view is not one that the plan could make.
pub(super) type Misfit = String;

/// Checks a given view against the plan of the rule and turns `{unknown: reason}` into gaps.
pub(super) fn fit(plan: &ViewPlan, given: &Cell) -> Result<Cell, Misfit> {
    record(&plan.outline(), given, "")
}

fn record(fields: &[PlannedField], given: &Cell, at: &str) -> Result<Cell, Misfit> {
    let Datum::Record(entries) = &given.datum else {
        return Err(format!(
            "`{}` is to be a record",
            if at.is_empty() { "given" } else { at }
        ));
    };
    if let Some((name, _)) = entries
        .iter()
        .find(|(name, _)| fields.iter().all(|field| field.name != *name))
    {
        return Err(format!("`{at}{name}` is not among what the rule asks for"));
    }
    let mut fitted = Vec::with_capacity(fields.len());
    for field in fields {
        let path = format!("{at}{}", field.name);
        let cell = given
            .field(&field.name)
            .ok_or_else(|| format!("`{path}` is left out"))?;
        fitted.push((field.name.clone(), one(field, cell, &path)?));
    }
    fitted.sort_by(|a: &(Text, Cell), b| a.0.cmp(&b.0));
    Ok(Cell::plain(Datum::Record(fitted)))
}

fn one(field: &PlannedField, given: &Cell, path: &str) -> Result<Cell, Misfit> {
    if let Some(gap) = written_gap(given)? {
        return Ok(if field.needed {
            Cell::plain(Datum::Gap(Box::new(gap)))
        } else {
            given.clone()
        });
    }
    match (&given.datum, field.list) {
        (Datum::List(items, _), true) => {
            let items: Result<Vec<Cell>, Misfit> = items
                .iter()
                .enumerate()
                .map(|(index, item)| below(field, item, &format!("{path}[{index}]")))
                .collect();
            let mut items = items?;
            items.sort();
            Ok(Cell::plain(Datum::List(items, None)))
        }
        // A list of which we were told that there is none is empty, as in a view.
        (Datum::Null, true) => Ok(Cell::plain(Datum::List(Vec::new(), None))),
        (_, true) => Err(format!("`{path}` is to be a list")),
        (Datum::List(..), false) => Err(format!("`{path}` is not a list")),
        _ => below(field, given, path),
    }
}

fn below(field: &PlannedField, given: &Cell, path: &str) -> Result<Cell, Misfit> {
    if let Some(gap) = written_gap(given)? {
        return Ok(if field.needed {
            Cell::plain(Datum::Gap(Box::new(gap)))
        } else {
            given.clone()
        });
    }
    match (&given.datum, field.fields.is_empty()) {
        (Datum::Null, _) => Ok(given.clone()),
        (_, false) => record(&field.fields, given, &format!("{path}.")),
        (_, true) => Ok(given.clone()),
    }
}

/// `{unknown: reason}`
fn written_gap(given: &Cell) -> Result<Option<Gap>, Misfit> {
    let Datum::Record(entries) = &given.datum else {
        return Ok(None);
    };
    match entries.as_slice() {
        [(name, cell)] if name == "unknown" => {
            let reason = serde_json::from_value::<GapReason>(cell.to_json())
                .map_err(|_| format!("`{}` is no reason for a gap", cell.to_json()))?;
            Ok(Some(Gap::new(reason, "")))
        }
        _ => Ok(None),
    }
}

/// A view with one thing made unknown.
pub(super) struct Blanked {
    /// What was made unknown.
    pub(super) path: String,
    /// The view.
    pub(super) view: Cell,
    /// Whether it was needed, or only wanted.
    pub(super) needed: bool,
}

/// Every view in which one value is missing or one list is cut short.
pub(super) fn blanks(plan: &ViewPlan, view: &Cell) -> Vec<Blanked> {
    let mut blanks = Vec::new();
    blank_record(&plan.outline(), view, "", &|cell| cell, &mut blanks);
    blanks
}

type Rebuild<'a> = &'a dyn Fn(Cell) -> Cell;

fn blank_record(
    fields: &[PlannedField],
    record: &Cell,
    at: &str,
    rebuild: Rebuild<'_>,
    into: &mut Vec<Blanked>,
) {
    let Datum::Record(entries) = &record.datum else {
        return;
    };
    for (index, (name, cell)) in entries.iter().enumerate() {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            continue;
        };
        let path = format!("{at}{name}");
        let replace = |new: Cell| {
            let mut entries = entries.clone();
            entries[index].1 = new;
            rebuild(Cell::plain(Datum::Record(entries)))
        };
        into.push(Blanked {
            path: path.clone(),
            view: replace(gap(field)),
            needed: field.needed,
        });
        match &cell.datum {
            Datum::List(items, _) => {
                if field.needed {
                    let cut = Datum::List(Vec::new(), Some(Box::new(truncated())));
                    let view = replace(Cell::plain(cut));
                    into.push(Blanked {
                        path: format!("{path}[] (truncated)"),
                        view,
                        needed: true,
                    });
                }
                for (place, item) in items.iter().enumerate() {
                    let inside = |new: Cell| {
                        let mut items = items.clone();
                        items[place] = new;
                        items.sort();
                        replace(Cell::plain(Datum::List(items, None)))
                    };
                    let at = format!("{path}[{place}].");
                    blank_record(&field.fields, item, &at, &inside, into);
                }
            }
            _ => blank_record(&field.fields, cell, &format!("{path}."), &replace, into),
        }
    }
}

fn gap(field: &PlannedField) -> Cell {
    if field.needed {
        return Cell::plain(Datum::Gap(Box::new(Gap::new(GapReason::Denied, ""))));
    }
    let reason = Cell::plain(Datum::Text(Text::const_new("denied")));
    Cell::plain(Datum::Record(vec![(Text::const_new("unknown"), reason)]))
}

fn truncated() -> Gap {
    Gap::new(GapReason::Truncated, "")
}
