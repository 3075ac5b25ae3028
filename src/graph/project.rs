//! Projecting views: exactly the facts that a rule asked for, and nothing else.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::model::datum::{Cell, Datum, Origin};
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::path::Literal;
use crate::model::record::ValueRef;

use super::node::{Graph, NodeId};
use super::plan::{Access, Field, PlannedFilter, Then, ViewPlan};
use super::schema::{Answer, Linked};

/// What a rule sees of one subject.
pub struct View {
    /// A record of the needed and wanted facts.
    pub cell: Cell,
}

impl View {
    /// Why needed facts are missing, each gap once, in order.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        self.cell.datum.gaps(&mut gaps);
        let mut gaps: Vec<Gap> = gaps.into_iter().cloned().collect();
        gaps.sort();
        gaps.dedup();
        gaps
    }
}

impl ViewPlan {
    /// The view of a subject. With `trace` every value carries its origin, for evidence; the view
    /// is the same.
    pub fn project(&self, graph: &Graph<'_>, subject: NodeId, trace: bool) -> View {
        let projector = Projector { graph, trace };
        View {
            cell: projector.node(subject, &self.fields),
        }
    }
}

struct Projector<'g, 's> {
    graph: &'g Graph<'s>,
    trace: bool,
}

/// Where the projection stands: the node whose facts it reads, and the way inside them.
#[derive(Clone, Copy)]
struct Trail<'a> {
    node: NodeId,
    parent: Option<&'a Trail<'a>>,
    step: Step<'a>,
    ground: Ground<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

/// Who told the facts on a trail.
#[derive(Clone, Copy)]
enum Ground<'a> {
    /// A call.
    Call(&'a str),
    /// A derivation, with its gap and sources.
    Derived(&'a Answer),
}

impl Projector<'_, '_> {
    fn node(&self, node: NodeId, fields: &[Field]) -> Cell {
        let mut record: Vec<(Text, Cell)> = fields
            .iter()
            .map(|field| {
                (
                    field.name.clone(),
                    finish(field, self.node_field(node, field)),
                )
            })
            .collect();
        record.sort_by(|a, b| a.0.cmp(&b.0));
        self.with_origin(node, String::new, "", Datum::Record(record))
    }

    fn node_field(&self, node: NodeId, field: &Field) -> Cell {
        let at = self.graph.node(node);
        match &field.access {
            Access::Attribute(index, attribute) => {
                let operation = attribute.via.unwrap_or_else(|| self.operation(node));
                let trail = Trail {
                    node,
                    parent: None,
                    step: Step::Field(attribute.name),
                    ground: Ground::Call(operation),
                };
                self.value(at.attribute(*index), field, &trail)
            }
            Access::Derived(place, derived, arguments) => {
                let answer = self.graph.answer(*place, derived, node, arguments);
                let trail = Trail {
                    node,
                    parent: None,
                    step: Step::Field(derived.name),
                    ground: Ground::Derived(&answer),
                };
                self.value(answer.value.look(), field, &trail)
            }
            Access::Environment => {
                let value = Datum::Text(Text::from(self.graph.environment(node)));
                self.with_origin(node, || "environment".to_owned(), "derived", value)
            }
            Access::Link(link) => {
                self.linked((link.follow)(self.graph, node), node, link.name, field)
            }
        }
    }

    fn linked(&self, linked: Linked, from: NodeId, name: &str, field: &Field) -> Cell {
        match linked {
            Linked::None if field.is_list() => {
                self.linked(Linked::Many(Vec::new(), None), from, name, field)
            }
            Linked::None => self.with_origin(from, || name.to_owned(), "derived", Datum::Null),
            Linked::Gap(gap) => Cell::plain(Datum::Gap(Box::new(gap))),
            Linked::One(target) => self.target(target, &field.then),
            Linked::Many(targets, mut incomplete) => {
                let mut items = Vec::with_capacity(targets.len());
                for target in targets {
                    match target {
                        Err(gap) => items.push(Cell::plain(Datum::Gap(Box::new(gap)))),
                        Ok(target) => {
                            let holds = field.filter.as_ref().map(|filter| {
                                self.holds(filter, |_| self.node_scalar(target, &filter.access))
                            });
                            match holds {
                                Some(Err(gap)) => incomplete = incomplete.or(Some(gap)),
                                Some(Ok(false)) => {}
                                Some(Ok(true)) | None => {
                                    items.push(self.target(target, &field.then))
                                }
                            }
                        }
                    }
                }
                items.sort();
                let list = Datum::List(items, incomplete.map(Box::new));
                self.with_origin(from, || name.to_owned(), "derived", list)
            }
        }
    }

    fn target(&self, target: NodeId, then: &Then) -> Cell {
        match then {
            Then::Fields(fields) => self.node(target, fields),
            Then::Leaf => {
                let kind = Cell::plain(Datum::Text(Text::from(self.graph.node(target).kind)));
                let record = Datum::Record(vec![(Text::const_new("kind"), kind)]);
                self.with_origin(target, String::new, "", record)
            }
        }
    }

    fn value(&self, value: ValueRef<'_>, field: &Field, trail: &Trail<'_>) -> Cell {
        match value {
            ValueRef::List(items) => {
                let mut cells = Vec::with_capacity(items.count());
                let mut incomplete = self.recorded(trail);
                for index in 0..items.count() {
                    let trail = trail.index(index);
                    let item = items.item(index);
                    let holds = field.filter.as_ref().map(|filter| {
                        self.holds(filter, |access| scalar_of(self, item, access, &trail))
                    });
                    match holds {
                        Some(Err(gap)) => incomplete = incomplete.or(Some(gap)),
                        Some(Ok(false)) => {}
                        Some(Ok(true)) | None => cells.push(self.single(item, &field.then, &trail)),
                    }
                }
                cells.sort();
                self.at(trail, Datum::List(cells, incomplete.map(Box::new)))
            }
            // That there is none means of a list that it has no items: rules read it as one.
            ValueRef::None if field.is_list() => {
                let incomplete = self.recorded(trail);
                self.at(trail, Datum::List(Vec::new(), incomplete.map(Box::new)))
            }
            single => self.single(single, &field.then, trail),
        }
    }

    fn single(&self, value: ValueRef<'_>, then: &Then, trail: &Trail<'_>) -> Cell {
        let datum = match (value, then) {
            (ValueRef::Missing, _) => Datum::Gap(Box::new(self.gap(trail))),
            (ValueRef::None, _) => match self.recorded(trail) {
                Some(gap) => Datum::Gap(Box::new(gap)),
                None => Datum::Null,
            },
            (ValueRef::Boolean(value), _) => Datum::Boolean(value),
            (ValueRef::Integer(value), _) => Datum::Integer(value),
            (ValueRef::Text(value), _) => Datum::Text(Text::from(value)),
            (ValueRef::Json(value), _) => Datum::Text(Text::from(value.to_string())),
            (ValueRef::Record(record), Then::Fields(fields)) => {
                let mut projected = Vec::with_capacity(fields.len());
                for field in fields {
                    if let Access::Attribute(index, attribute) = &field.access {
                        let trail = trail.field(attribute.name);
                        let cell = self.value(record.attribute(*index), field, &trail);
                        projected.push((field.name.clone(), finish(field, cell)));
                    }
                }
                projected.sort_by(|a, b| a.0.cmp(&b.0));
                Datum::Record(projected)
            }
            // The plan asks every record for its fields and gives every list its own step.
            (ValueRef::Record(_) | ValueRef::List(_), _) => Datum::Record(Vec::new()),
        };
        self.at(trail, datum)
    }

    /// Whether an item is among those that a filter asks for; a gap in its field is no answer.
    fn holds(&self, filter: &PlannedFilter, field: impl Fn(&Access) -> Cell) -> Result<bool, Gap> {
        match field(&filter.access).datum {
            Datum::Gap(gap) => Err(*gap),
            value => Ok(filter
                .literals
                .iter()
                .any(|literal| matches_literal(&value, literal))),
        }
    }

    fn node_scalar(&self, node: NodeId, access: &Access) -> Cell {
        match access {
            Access::Attribute(index, attribute) => {
                let operation = attribute.via.unwrap_or_else(|| self.operation(node));
                let trail = Trail {
                    node,
                    parent: None,
                    step: Step::Field(attribute.name),
                    ground: Ground::Call(operation),
                };
                self.single(self.graph.node(node).attribute(*index), &Then::Leaf, &trail)
            }
            Access::Derived(place, derived, arguments) => {
                let answer = self.graph.answer(*place, derived, node, arguments);
                let trail = Trail {
                    node,
                    parent: None,
                    step: Step::Field(derived.name),
                    ground: Ground::Derived(&answer),
                };
                self.single(answer.value.look(), &Then::Leaf, &trail)
            }
            Access::Environment => {
                Cell::plain(Datum::Text(Text::from(self.graph.environment(node))))
            }
            Access::Link(_) => Cell::plain(Datum::Null),
        }
    }

    fn operation(&self, node: NodeId) -> &'static str {
        self.graph
            .resource(node)
            .map_or("derived", |resource| resource.kind().operation())
    }

    /// The gap that was recorded for a list that has some items.
    fn recorded(&self, trail: &Trail<'_>) -> Option<Gap> {
        match trail.ground {
            Ground::Derived(answer) => answer.gap.clone().filter(|_| !trail.is_in_item()),
            Ground::Call(_) => {
                let resource = self.graph.resource(trail.node)?;
                if resource.gaps.is_empty() {
                    return None;
                }
                let gap = resource.gaps.get(trail.path().as_str())?.clone();
                Some(gap.within(&resource.account, &resource.region))
            }
        }
    }

    fn gap(&self, trail: &Trail<'_>) -> Gap {
        let here = self.graph.node(trail.node);
        let untold = |operation| {
            Gap::new(GapReason::NotCollected, operation).within(here.account, here.region)
        };
        match (trail.ground, self.graph.resource(trail.node)) {
            (Ground::Derived(answer), resource) => answer.gap.clone().unwrap_or_else(|| {
                untold(resource.map_or("", |resource| resource.kind().operation()))
            }),
            (Ground::Call(operation), Some(resource)) => resource.gap(&trail.path(), operation),
            (Ground::Call(operation), None) => untold(operation),
        }
    }

    fn at(&self, trail: &Trail<'_>, datum: Datum) -> Cell {
        if !self.trace {
            return Cell::plain(datum);
        }
        let operation = match trail.ground {
            Ground::Call(operation) => operation,
            Ground::Derived(_) => "derived",
        };
        let mut cell = self.with_origin(trail.node, || trail.path(), operation, datum);
        if let (Some(origin), Ground::Derived(answer)) = (&mut cell.origin, trail.ground) {
            let inside = trail.path_inside();
            let sources = answer.sources.iter();
            let sources = sources
                .filter(|(at, _)| inside.starts_with(at.as_str()) || at.starts_with(&inside))
                .map(|(_, source)| Arc::clone(source));
            origin.sources = sources.collect();
        }
        cell
    }

    fn with_origin(
        &self,
        node: NodeId,
        path: impl FnOnce() -> String,
        operation: &str,
        datum: Datum,
    ) -> Cell {
        let origin = self.trace.then(|| {
            Box::new(Origin {
                resource: self.graph.node(node).arn.clone(),
                path: path(),
                operation: if operation.is_empty() {
                    Text::from(self.operation(node))
                } else {
                    Text::from(operation)
                },
                sources: Vec::new(),
            })
        });
        Cell { datum, origin }
    }
}

impl<'a> Trail<'a> {
    fn field(&'a self, name: &'a str) -> Trail<'a> {
        Trail {
            parent: Some(self),
            step: Step::Field(name),
            ..*self
        }
    }

    fn index(&'a self, index: usize) -> Trail<'a> {
        Trail {
            parent: Some(self),
            step: Step::Index(index),
            ..*self
        }
    }

    /// Whether it is inside an item of a list.
    fn is_in_item(&self) -> bool {
        let above = self.parent.is_some_and(Trail::is_in_item);
        above || matches!(self.step, Step::Index(_))
    }

    /// The path from the resource on.
    fn path(&self) -> String {
        let mut path = String::new();
        self.write(&mut path);
        path
    }

    /// The path below the first step: inside a derived value.
    fn path_inside(&self) -> String {
        let path = self.path();
        match path.find(['.', '[']) {
            Some(start) => path[start..].to_owned(),
            None => String::new(),
        }
    }

    fn write(&self, path: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(path);
        }
        match self.step {
            Step::Field(name) if path.is_empty() => path.push_str(name),
            Step::Field(name) => {
                path.push('.');
                path.push_str(name);
            }
            Step::Index(index) => {
                // Writing to a String cannot fail.
                let _ = write!(path, "[{index}]");
            }
        }
    }
}

/// A scalar of a list's item; the plan lets filters ask records for attributes only.
fn scalar_of(
    projector: &Projector<'_, '_>,
    item: ValueRef<'_>,
    access: &Access,
    trail: &Trail<'_>,
) -> Cell {
    match (item, access) {
        (ValueRef::Record(record), Access::Attribute(index, attribute)) => {
            let trail = trail.field(attribute.name);
            projector.single(record.attribute(*index), &Then::Leaf, &trail)
        }
        _ => Cell::plain(Datum::Null),
    }
}

fn matches_literal(value: &Datum, literal: &Literal) -> bool {
    match (value, literal) {
        (Datum::Text(value), Literal::Text(literal)) => value == literal,
        (Datum::Integer(value), Literal::Integer(literal)) => value == literal,
        (Datum::Boolean(value), Literal::Boolean(literal)) => value == literal,
        _ => false,
    }
}

/// Applies what the plan says of a whole field: flattening under an alias, and that gaps of a fact
/// which is only wanted are shown instead of deciding.
fn finish(field: &Field, cell: Cell) -> Cell {
    let mut cell = if field.flat {
        flatten(cell, &field.then, field.is_list())
    } else {
        cell
    };
    if field.flat && field.reaches_list() && cell.datum == Datum::Null {
        cell.datum = Datum::List(Vec::new(), None);
    }
    if field.needed { cell } else { shown(cell) }
}

/// A wanted value for the eyes of a rule: a gap is `{"unknown": reason}`, and so is a list that may
/// lack items.
fn shown(cell: Cell) -> Cell {
    let Cell { datum, origin } = cell;
    let datum = match datum {
        Datum::Gap(gap) | Datum::List(_, Some(gap)) => {
            let reason = Cell::plain(Datum::Text(Text::const_new(gap.reason.as_str())));
            Datum::Record(vec![(Text::const_new("unknown"), reason)])
        }
        Datum::List(items, None) => {
            let mut items: Vec<Cell> = items.into_iter().map(shown).collect();
            items.sort();
            Datum::List(items, None)
        }
        other => other,
    };
    Cell { datum, origin }
}

/// The values that a path reaches: a flat list if the path has a list, one value otherwise.
fn flatten(cell: Cell, then: &Then, list: bool) -> Cell {
    let below = match then {
        Then::Fields(fields) => fields.first(),
        Then::Leaf => None,
    };
    let Cell { datum, origin } = cell;
    match datum {
        Datum::List(items, mut incomplete) if list => {
            let mut flat = Vec::with_capacity(items.len());
            for item in items {
                let item = flatten(item, then, false);
                match item.datum {
                    Datum::List(inner, gap) if below.is_some() => {
                        flat.extend(inner);
                        incomplete = incomplete.or(gap);
                    }
                    // A link to nothing has no list below.
                    Datum::Null if below.is_some_and(Field::reaches_list) => {}
                    _ => flat.push(item),
                }
            }
            flat.sort();
            Cell {
                datum: Datum::List(flat, incomplete),
                origin,
            }
        }
        Datum::Record(fields) => match (below, fields.into_iter().next()) {
            (Some(field), Some((_, inner))) => flatten(inner, &field.then, field.is_list()),
            (_, inner) => Cell {
                datum: Datum::Record(inner.into_iter().collect()),
                origin,
            },
        },
        other => Cell {
            datum: other,
            origin,
        },
    }
}
