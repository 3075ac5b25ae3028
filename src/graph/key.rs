//! Keys of views: bytes that tell the view of one subject from that of another, for a small part of
//! what a view costs.

use crate::model::path::Literal;
use crate::model::record::ValueRef;

use super::node::{Graph, NodeId};
use super::plan::{Access, Field, PlannedFilter, Then, ViewPlan};
use super::schema::Linked;

/// What stands before a value in a key.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Mark {
    None,
    False,
    True,
    Integer,
    Text,
    List,
    Record,
}

/// A gap was met: only the view itself tells what it means.
pub struct HasGap;

impl ViewPlan {
    /// Appends the key of a subject's view. Subjects with equal keys have equal views.
    ///
    /// # Errors
    /// A gap, be it of a needed or a wanted fact; what was appended is no key then.
    pub fn key(
        &self,
        graph: &Graph<'_>,
        subject: NodeId,
        key: &mut KeyBuffer,
    ) -> Result<(), HasGap> {
        let mut writer = Writer { graph, key };
        writer.node(subject, &self.fields)
    }
}

/// A key in the making, used again for the next one.
#[derive(Default)]
pub struct KeyBuffer {
    bytes: Vec<u8>,
    /// Where the items of the lists end that are being written.
    ends: Vec<usize>,
}

impl KeyBuffer {
    /// Begins a new key.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// The key.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Appends what else the judgement of a subject depends on.
    pub fn push_text(&mut self, text: &str) {
        self.mark(Mark::Text);
        self.number(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Appends a condition that holds or does not.
    pub fn push_flag(&mut self, holds: bool) {
        self.mark(if holds { Mark::True } else { Mark::False });
    }

    fn mark(&mut self, mark: Mark) {
        self.bytes.push(mark as u8);
    }

    /// No text and no list of a snapshot comes near the limit of a line, which is below 2^32.
    fn number(&mut self, number: usize) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn begin_list(&mut self) -> OpenList {
        self.mark(Mark::List);
        self.number(0);
        OpenList {
            start: self.bytes.len(),
            before: self.ends.len(),
        }
    }

    fn end_item(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Writes the number of items and puts them in an order that does not depend on who told them.
    fn end_list(&mut self, list: &OpenList) {
        let ends = &self.ends[list.before..];
        let count = u32::try_from(ends.len()).unwrap_or(u32::MAX);
        self.bytes[list.start - 4..list.start].copy_from_slice(&count.to_le_bytes());
        if ends.len() > 1 {
            let starts = [list.start].into_iter().chain(ends.iter().copied());
            let items = starts
                .zip(ends)
                .map(|(start, &end)| &self.bytes[start..end]);
            if !items.clone().is_sorted() {
                let mut items: Vec<&[u8]> = items.collect();
                items.sort_unstable();
                let sorted = items.concat();
                self.bytes.truncate(list.start);
                self.bytes.extend_from_slice(&sorted);
            }
        }
        self.ends.truncate(list.before);
    }
}

/// A list whose items are being written.
struct OpenList {
    start: usize,
    before: usize,
}

struct Writer<'k, 'g, 's> {
    graph: &'g Graph<'s>,
    key: &'k mut KeyBuffer,
}

impl Writer<'_, '_, '_> {
    fn node(&mut self, node: NodeId, fields: &[Field]) -> Result<(), HasGap> {
        let resource = self.graph.resource(node);
        if resource.is_some_and(|resource| !resource.gaps.is_empty()) {
            return Err(HasGap);
        }
        self.key.mark(Mark::Record);
        fields
            .iter()
            .try_for_each(|field| self.node_field(node, field))
    }

    fn node_field(&mut self, node: NodeId, field: &Field) -> Result<(), HasGap> {
        let graph = self.graph;
        match &field.access {
            Access::Attribute(index, _) => self.value(graph.node(node).attribute(*index), field),
            Access::Derived(place, derived, arguments) => {
                let answer = graph.answer(*place, derived, node, arguments);
                if answer.gap.is_some() {
                    return Err(HasGap);
                }
                self.value(answer.value.look(), field)
            }
            Access::Environment => {
                self.key.push_text(graph.environment(node));
                Ok(())
            }
            Access::Link(link) => self.linked((link.follow)(graph, node), field),
        }
    }

    fn linked(&mut self, linked: Linked, field: &Field) -> Result<(), HasGap> {
        match linked {
            Linked::None => {
                self.key.mark(Mark::None);
                Ok(())
            }
            Linked::One(target) => self.target(target, &field.then),
            Linked::Gap(_) | Linked::Many(_, Some(_)) => Err(HasGap),
            Linked::Many(targets, None) => {
                let list = self.key.begin_list();
                for target in targets {
                    let Ok(target) = target else {
                        return Err(HasGap);
                    };
                    let asked = match &field.filter {
                        Some(filter) => self.node_holds(filter, target)?,
                        None => true,
                    };
                    if asked {
                        self.target(target, &field.then)?;
                        self.key.end_item();
                    }
                }
                self.key.end_list(&list);
                Ok(())
            }
        }
    }

    fn target(&mut self, target: NodeId, then: &Then) -> Result<(), HasGap> {
        match then {
            Then::Fields(fields) => self.node(target, fields),
            Then::Leaf => {
                self.key.push_text(self.graph.node(target).kind);
                Ok(())
            }
        }
    }

    fn value(&mut self, value: ValueRef<'_>, field: &Field) -> Result<(), HasGap> {
        let ValueRef::List(items) = value else {
            return self.single(value, &field.then);
        };
        let list = self.key.begin_list();
        for index in 0..items.count() {
            let item = items.item(index);
            let asked = match (&field.filter, item) {
                (None, _) => true,
                (Some(filter), ValueRef::Record(record)) => match &filter.access {
                    Access::Attribute(index, _) => holds(filter, record.attribute(*index))?,
                    _ => holds(filter, ValueRef::None)?,
                },
                (Some(filter), _) => holds(filter, ValueRef::None)?,
            };
            if asked {
                self.single(item, &field.then)?;
                self.key.end_item();
            }
        }
        self.key.end_list(&list);
        Ok(())
    }

    fn single(&mut self, value: ValueRef<'_>, then: &Then) -> Result<(), HasGap> {
        match (value, then) {
            (ValueRef::Missing, _) => return Err(HasGap),
            (ValueRef::None, _) => self.key.mark(Mark::None),
            (ValueRef::Boolean(value), _) => self.key.push_flag(value),
            (ValueRef::Integer(value), _) => {
                self.key.mark(Mark::Integer);
                self.key.bytes.extend_from_slice(&value.to_le_bytes());
            }
            (ValueRef::Text(value), _) => self.key.push_text(value),
            (ValueRef::Json(value), _) => self.key.push_text(&value.to_string()),
            (ValueRef::Record(record), Then::Fields(fields)) => {
                self.key.mark(Mark::Record);
                for field in fields {
                    if let Access::Attribute(index, _) = &field.access {
                        self.value(record.attribute(*index), field)?;
                    }
                }
            }
            // As in the view: an empty record.
            (ValueRef::Record(_) | ValueRef::List(_), _) => self.key.mark(Mark::Record),
        }
        Ok(())
    }

    fn node_holds(&self, filter: &PlannedFilter, node: NodeId) -> Result<bool, HasGap> {
        match &filter.access {
            Access::Attribute(index, _) => holds(filter, self.graph.node(node).attribute(*index)),
            Access::Derived(place, derived, arguments) => {
                let answer = self.graph.answer(*place, derived, node, arguments);
                holds(filter, answer.value.look())
            }
            Access::Environment => holds(filter, ValueRef::Text(self.graph.environment(node))),
            Access::Link(_) => holds(filter, ValueRef::None),
        }
    }
}

/// Whether an item is among those that a filter asks for.
fn holds(filter: &PlannedFilter, value: ValueRef<'_>) -> Result<bool, HasGap> {
    let is = |literal: &Literal| match (value, literal) {
        (ValueRef::Text(value), Literal::Text(literal)) => literal == value,
        (ValueRef::Integer(value), Literal::Integer(literal)) => value == *literal,
        (ValueRef::Boolean(value), Literal::Boolean(literal)) => value == *literal,
        // No text in a filter is JSON; the view compares it as text.
        (ValueRef::Json(value), Literal::Text(literal)) => value.to_string().as_str() == literal,
        _ => false,
    };
    match value {
        ValueRef::Missing => Err(HasGap),
        _ => Ok(filter.literals.iter().any(is)),
    }
}
