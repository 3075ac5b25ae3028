//! The form of a view: what the needs, the wants and the parameters of a rule put into `input`.

use std::collections::BTreeMap;

use crate::model::path::{FactPath, FactStep, Need};

use super::super::metadata::{Metadata, Spot};
use super::super::nearest::did_you_mean;
use super::super::problem::Problem;
use super::super::source::Source;

/// A part of a view.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Whether it is a list; the fields are then those of its elements.
    pub list: bool,
    /// Whether it was asked for as such, and not only what lies deeper.
    pub whole: bool,
    pub fields: BTreeMap<String, Node>,
    /// Whether it is a record that is always there.
    always: bool,
}

/// A step of a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadStep {
    Field(String),
    /// Any index: a number, a variable, `_`.
    Index,
}

/// Where a read has come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'v> {
    node: &'v Node,
    /// Whether the elements of the list are still to be entered.
    outside: bool,
    /// Whether the read has gone deeper than what is declared.
    beyond: bool,
    /// Whether there is certainly a value here, be it null.
    defined: bool,
    /// Whether that is certainly a record, so that its fields have values too.
    record: bool,
}

impl<'v> Place<'v> {
    /// The whole view.
    pub(super) fn root(node: &'v Node) -> Self {
        Place {
            node,
            outside: false,
            beyond: false,
            defined: true,
            record: true,
        }
    }

    fn field(self, node: &'v Node) -> Self {
        Place {
            node,
            outside: node.list,
            beyond: false,
            defined: self.defined && self.record,
            record: node.always,
        }
    }

    /// The place as that of a variable: a variable that is bound has a value.
    pub(super) fn bound(self) -> Self {
        Place {
            defined: true,
            ..self
        }
    }

    /// Whether there is certainly a value here.
    pub(super) fn is_defined(self) -> bool {
        self.defined
    }

    /// One step further, or why that leads nowhere and what to do.
    pub(super) fn step(self, step: &ReadStep, name: &str) -> Result<Place<'v>, (String, String)> {
        if self.beyond {
            return Ok(self.deeper());
        }
        match step {
            ReadStep::Index if self.outside => Ok(Place {
                outside: false,
                defined: false,
                record: !self.node.fields.is_empty(),
                ..self
            }),
            ReadStep::Field(field) if self.outside => Err((
                format!("`{name}` is a list, `{field}` is read of it"),
                format!("use `some x in {name}`, then `x.{field}`"),
            )),
            ReadStep::Field(field) => match self.node.fields.get(field) {
                Some(node) => Ok(self.field(node)),
                None if self.node.whole => Ok(self.deeper()),
                None => {
                    let known = self.node.fields.keys().map(String::as_str);
                    Err((
                        format!("`{name}.{field}` is not declared"),
                        did_you_mean(field, "declared here", known),
                    ))
                }
            },
            ReadStep::Index if self.node.whole => Ok(self.deeper()),
            ReadStep::Index => Err((
                format!("a field of `{name}` is computed"),
                "name the field; a view is read by static paths".to_owned(),
            )),
        }
    }

    fn deeper(self) -> Self {
        Place {
            beyond: true,
            defined: false,
            record: false,
            ..self
        }
    }

    /// Whether a value here can lack parts that were not told: a list, or a record of facts.
    pub(super) fn is_compound(self) -> bool {
        !self.beyond && (self.outside || !self.node.fields.is_empty())
    }
}

/// The view of a rule.
pub(super) fn view(metadata: &Metadata) -> Node {
    let mut root = applies_view(metadata);
    for need in metadata.needs.iter().chain(&metadata.wants) {
        insert(&mut root, need);
    }
    root
}

/// The part of the view that `applies` may read.
pub(super) fn applies_view(metadata: &Metadata) -> Node {
    let mut root = Node::default();
    for need in metadata.applies.iter().flatten() {
        insert(&mut root, need);
    }
    let mut params = Node {
        always: true,
        ..Node::default()
    };
    for name in metadata.params.keys() {
        let param = Node {
            whole: true,
            ..Node::default()
        };
        params.fields.insert(name.clone(), param);
    }
    root.fields.insert("params".to_owned(), params);
    root
}

/// Puts a need into a view; an alias stands right under the root, as a list if the path has one.
fn insert(root: &mut Node, need: &Need) {
    if let Some(alias) = &need.alias {
        let node = root.fields.entry(alias.clone()).or_default();
        node.list = need.path.segments.iter().any(|segment| segment.is_list());
        node.whole = true;
        return;
    }
    let mut node = root;
    for segment in &need.path.segments {
        node = node.fields.entry(segment.name.clone()).or_default();
        node.list |= segment.is_list();
    }
    node.whole = true;
}

/// Checks that no two needs claim one place of the view for different things.
pub(super) fn claims(source: Source<'_>, metadata: &Metadata, problems: &mut Vec<Problem>) {
    let spots = &metadata.spots;
    let applies = metadata.applies.iter().flatten().zip(&spots.applies);
    let needs = metadata.needs.iter().zip(&spots.needs);
    let wants = metadata.wants.iter().zip(&spots.wants);
    let mut claimed: BTreeMap<String, String> = BTreeMap::new();
    claimed.insert("params".to_owned(), "the parameters".to_owned());
    for (need, spot) in applies.chain(needs).chain(wants) {
        for (place, claim) in places(need) {
            match claimed.get(&place) {
                Some(other) if *other != claim => {
                    refuse(source, *spot, need, &place, other, problems);
                    break;
                }
                Some(_) => {}
                None => {
                    claimed.insert(place, claim);
                }
            }
        }
    }
}

/// Each place of the view that a need fills, and what it puts there.
fn places(need: &Need) -> Vec<(String, String)> {
    if let Some(alias) = &need.alias {
        return vec![(alias.clone(), need.path.to_string())];
    }
    let mut place = String::new();
    let mut places = Vec::new();
    for segment in &need.path.segments {
        if !place.is_empty() {
            place.push('.');
        }
        place.push_str(&segment.name);
        places.push((place.clone(), segment.to_string()));
    }
    places
}

fn refuse(
    source: Source<'_>,
    spot: Spot,
    need: &Need,
    place: &str,
    other: &str,
    problems: &mut Vec<Problem>,
) {
    let message = format!("`{need}` and `{other}` would both stand at `input.{place}`");
    let help = "give one of them a name of its own: `... as name`";
    problems.push(spot.problem(source.file, message, help));
}

/// Follows the path of a fact that a denial names.
pub(super) fn follow(view: &Node, path: &FactPath) -> Result<(), (String, String)> {
    let mut place = Place::root(view);
    let mut name = "input".to_owned();
    for step in &path.steps {
        let read = match step {
            FactStep::Field(field) => ReadStep::Field(field.clone()),
            FactStep::Index(_) => ReadStep::Index,
        };
        place = place.step(&read, &name)?;
        match step {
            FactStep::Field(field) => name = format!("{name}.{field}"),
            FactStep::Index(index) => name = format!("{name}[{index}]"),
        }
    }
    Ok(())
}
