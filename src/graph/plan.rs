//! The plan of a view: the `needs` and `wants` of a rule, checked against the schema once.

use std::fmt;

use crate::model::id::Text;
use crate::model::path::{Each, Filter, Literal, Need, Segment};
use crate::model::record::{Attribute, RecordType, Type};

use super::schema::{self, Derived, GraphKind, Link};

/// How deep links may be followed.
const MAX_LINKS: usize = 6;

/// A checked plan: which facts of a subject a rule sees.
pub struct ViewPlan {
    /// The kind of the subject.
    pub kind: &'static GraphKind,
    pub(super) fields: Vec<Field>,
}

/// One step of a plan, with the steps below it.
pub(super) struct Field {
    /// The name in the view.
    pub(super) name: Text,
    pub(super) access: Access,
    /// `x[?...]`
    pub(super) filter: Option<PlannedFilter>,
    pub(super) then: Then,
    /// Whether a gap here decides; otherwise it is only shown.
    pub(super) needed: bool,
    /// Whether the value is one flat list, or one value, under an alias.
    pub(super) flat: bool,
    /// The segment as written, to merge equal steps.
    segment: Segment,
}

/// How a step gets its value.
pub(super) enum Access {
    /// An attribute of the record, by position.
    Attribute(usize, &'static Attribute),
    /// A link.
    Link(&'static Link),
    /// A derived fact, by its place among all of them, and its arguments.
    Derived(usize, &'static Derived, Vec<Literal>),
    /// The environment of the resource, which the configuration decides.
    Environment,
}

/// What is below a step.
pub(super) enum Then {
    /// The value itself; of a link, its kind.
    Leaf,
    /// These fields of the record or node, or of each item.
    Fields(Vec<Field>),
}

/// A filter with its field looked up.
pub(super) struct PlannedFilter {
    pub(super) access: Access,
    pub(super) literals: Vec<Literal>,
}

/// A path that the schema does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    /// The path as written.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path, self.message)?;
        if self.help.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", self.help)
        }
    }
}

/// Where a segment is looked up.
#[derive(Clone, Copy)]
enum Ground {
    Node(&'static GraphKind),
    Record(&'static RecordType),
}

impl ViewPlan {
    /// Checks the paths of a rule against the schema and merges them into one plan.
    ///
    /// # Errors
    /// Every path that the schema does not have, with the nearest name.
    pub fn new(subject: &str, needs: &[Need], wants: &[Need]) -> Result<ViewPlan, Vec<PlanError>> {
        let Some(kind) = schema::kind(subject) else {
            return Err(vec![unknown_kind(subject)]);
        };
        let mut plan = ViewPlan {
            kind,
            fields: Vec::new(),
        };
        let mut errors = Vec::new();
        let all = needs
            .iter()
            .map(|need| (need, true))
            .chain(wants.iter().map(|want| (want, false)));
        for (need, needed) in all {
            if let Err(error) = plan.add(need, needed) {
                errors.push(PlanError {
                    path: need.to_string(),
                    ..error
                });
            }
        }
        if errors.is_empty() {
            Ok(plan)
        } else {
            Err(errors)
        }
    }

    fn add(&mut self, need: &Need, needed: bool) -> Result<(), PlanError> {
        let ground = Ground::Node(self.kind);
        let segments = &need.path.segments;
        match &need.alias {
            None => merge(&mut self.fields, ground, segments, needed, 0),
            Some(alias) => {
                if alias == "params" || self.fields.iter().any(|field| field.name == *alias) {
                    return Err(taken(alias));
                }
                let mut chain = Vec::new();
                merge(&mut chain, ground, segments, needed, 0)?;
                for mut field in chain {
                    field.name = Text::from(alias.as_str());
                    field.flat = true;
                    // Gaps inside count for the whole: only of that it is said whether they decide.
                    decide_as_one(&mut field.then);
                    self.fields.push(field);
                }
                Ok(())
            }
        }
    }
}

fn decide_as_one(then: &mut Then) {
    if let Then::Fields(fields) = then {
        for field in fields {
            field.needed = true;
            decide_as_one(&mut field.then);
        }
    }
}

fn taken(name: &str) -> PlanError {
    error(
        format!("`{name}` is taken by another path, or by the parameters"),
        "choose another name after `as`",
    )
}

fn merge(
    fields: &mut Vec<Field>,
    ground: Ground,
    segments: &[Segment],
    needed: bool,
    links: usize,
) -> Result<(), PlanError> {
    let Some((segment, rest)) = segments.split_first() else {
        return Ok(());
    };
    let (access, below) = look_up(ground, segment)?;
    let links = links + usize::from(matches!(access, Access::Link(_)));
    if links > MAX_LINKS {
        return Err(error(
            format!("follows more than {MAX_LINKS} links"),
            "ask from a nearer subject",
        ));
    }
    if fields
        .iter()
        .any(|field| field.flat && field.name == segment.name)
    {
        return Err(taken(&segment.name));
    }
    let index = match fields.iter().position(|field| field.name == segment.name) {
        Some(index) if fields[index].segment == *segment => index,
        Some(_) => {
            return Err(error(
                format!(
                    "`{}` is asked for twice with different filters or arguments",
                    segment.name
                ),
                "give one of the paths a name with ` as NAME`",
            ));
        }
        None => {
            fields.push(Field {
                name: Text::from(segment.name.as_str()),
                access,
                filter: plan_filter(segment, below)?,
                then: Then::Leaf,
                needed: false,
                flat: false,
                segment: segment.clone(),
            });
            fields.len() - 1
        }
    };
    let field = &mut fields[index];
    field.needed |= needed;
    descend(field, below, rest, needed, links)
}

fn descend(
    field: &mut Field,
    below: Option<Ground>,
    rest: &[Segment],
    needed: bool,
    links: usize,
) -> Result<(), PlanError> {
    let Some(next) = rest.first() else {
        let record = below.is_some() && !matches!(field.access, Access::Link(_));
        return match (&field.then, record) {
            (Then::Leaf, true) => Err(error(
                format!("`{}` is a record", field.name),
                "name its fields one by one",
            )),
            _ => Ok(()),
        };
    };
    let Some(ground) = below else {
        return Err(error(
            format!("`{}` has no fields, so no `{}`", field.name, next.name),
            "end the path here",
        ));
    };
    if matches!(field.then, Then::Leaf) {
        field.then = Then::Fields(Vec::new());
    }
    match &mut field.then {
        Then::Fields(fields) => merge(fields, ground, rest, needed, links),
        Then::Leaf => Ok(()),
    }
}

/// How a segment is reached from a ground, and the ground below it if there is one.
fn look_up(ground: Ground, segment: &Segment) -> Result<(Access, Option<Ground>), PlanError> {
    let record = match ground {
        Ground::Record(record) => record,
        Ground::Node(kind) => {
            if segment.name == "environment" {
                plain(segment)?;
                return listed(segment, false).map(|()| (Access::Environment, None));
            }
            if let Some(link) = kind.links.iter().find(|link| link.name == segment.name) {
                plain(segment)?;
                listed(segment, link.many)?;
                let below = schema::kind(link.target).map(Ground::Node);
                return Ok((Access::Link(link), below));
            }
            if let Some(derived) = kind.derived.iter().find(|one| one.name == segment.name) {
                let below = ground_of((derived.ty)(), segment)?;
                let place = schema::place_of(derived);
                let access = Access::Derived(place, derived, segment.arguments.clone());
                return Ok((access, below));
            }
            kind.record
        }
    };
    let Some((index, attribute)) = record.attribute(&segment.name) else {
        return Err(unknown_name(ground, &segment.name));
    };
    plain(segment)?;
    let below = ground_of((attribute.ty)(), segment)?;
    Ok((Access::Attribute(index, attribute), below))
}

fn ground_of(ty: Type, segment: &Segment) -> Result<Option<Ground>, PlanError> {
    match ty {
        Type::List(item) => {
            listed(segment, true)?;
            Ok(match item() {
                Type::Record(record) => Some(Ground::Record(record())),
                _ => None,
            })
        }
        Type::Record(record) => listed(segment, false).map(|()| Some(Ground::Record(record()))),
        Type::Text | Type::Boolean | Type::Integer | Type::Json => {
            listed(segment, false).map(|()| None)
        }
    }
}

/// Checks that a segment has no arguments: only facts that are computed can take them.
fn plain(segment: &Segment) -> Result<(), PlanError> {
    if segment.arguments.is_empty() {
        return Ok(());
    }
    Err(error(
        format!("`{}` takes no arguments", segment.name),
        "leave the parentheses out",
    ))
}

/// Checks that a segment is written as a list where it is one, and only there.
fn listed(segment: &Segment, is_list: bool) -> Result<(), PlanError> {
    match (is_list, &segment.each) {
        (true, Each::One) => Err(error(
            format!("`{}` is a list", segment.name),
            &format!("write `{}[]`", segment.name),
        )),
        (false, Each::All | Each::Where(_)) => Err(error(
            format!("`{}` is not a list", segment.name),
            "leave the brackets out",
        )),
        _ => Ok(()),
    }
}

fn plan_filter(
    segment: &Segment,
    below: Option<Ground>,
) -> Result<Option<PlannedFilter>, PlanError> {
    let Each::Where(Filter {
        field, literals, ..
    }) = &segment.each
    else {
        return Ok(None);
    };
    let Some(ground) = below else {
        return Err(error(
            format!(
                "the items of `{}` have no fields to filter by",
                segment.name
            ),
            "",
        ));
    };
    let (access, below) = look_up(ground, &Segment::named(field.as_str()))?;
    if below.is_some() {
        return Err(error(
            format!("`{field}` is not a scalar"),
            "filter by a scalar field",
        ));
    }
    Ok(Some(PlannedFilter {
        access,
        literals: literals.clone(),
    }))
}

fn unknown_kind(subject: &str) -> PlanError {
    let names = schema::kinds().iter().map(|kind| kind.name);
    PlanError {
        path: subject.to_owned(),
        message: "is no kind of subject".to_owned(),
        help: nearest(subject, names),
    }
}

fn unknown_name(ground: Ground, name: &str) -> PlanError {
    let (owner, record) = match ground {
        Ground::Node(kind) => (kind.name, kind.record),
        Ground::Record(record) => (record.name, record),
    };
    let mut names: Vec<&str> = record
        .attributes
        .iter()
        .map(|attribute| attribute.name)
        .collect();
    if let Ground::Node(kind) = ground {
        names.extend(kind.links.iter().map(|link| link.name));
        names.extend(kind.derived.iter().map(|derived| derived.name));
    }
    error(
        format!("`{owner}` has no fact `{name}`"),
        &nearest(name, names),
    )
}

fn nearest<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let best = names
        .into_iter()
        .max_by(|a, b| strsim::jaro_winkler(name, a).total_cmp(&strsim::jaro_winkler(name, b)));
    best.map(|best| format!("did you mean `{best}`?"))
        .unwrap_or_default()
}

fn error(message: String, help: &str) -> PlanError {
    PlanError {
        path: String::new(),
        message,
        help: help.to_owned(),
    }
}

/// A step of a plan, for those who make views by hand: the runner of cases.
pub struct PlannedField {
    /// The name in the view.
    pub name: Text,
    /// Whether the value is a list.
    pub list: bool,
    /// Whether a gap decides.
    pub needed: bool,
    /// The fields below; empty for a leaf.
    pub fields: Vec<PlannedField>,
}

impl ViewPlan {
    /// The shape of the views that the plan makes.
    pub fn outline(&self) -> Vec<PlannedField> {
        outline(&self.fields)
    }
}

fn outline(fields: &[Field]) -> Vec<PlannedField> {
    let planned = fields.iter().map(|field| PlannedField {
        name: field.name.clone(),
        list: if field.flat {
            field.reaches_list()
        } else {
            field.is_list()
        },
        needed: field.needed,
        fields: match &field.then {
            Then::Fields(below) if !field.flat => outline(below),
            Then::Fields(_) | Then::Leaf => Vec::new(),
        },
    });
    planned.collect()
}

impl Field {
    /// Whether the step's own value is a list.
    pub(super) fn is_list(&self) -> bool {
        match &self.access {
            Access::Link(link) => link.many,
            Access::Attribute(_, attribute) => {
                matches!((attribute.ty)(), Type::List(_))
            }
            Access::Derived(_, derived, _) => {
                matches!((derived.ty)(), Type::List(_))
            }
            Access::Environment => false,
        }
    }

    /// Whether the step or one below it is a list: what an alias flattens.
    pub(super) fn reaches_list(&self) -> bool {
        self.is_list()
            || match &self.then {
                Then::Fields(fields) => fields.iter().any(Field::reaches_list),
                Then::Leaf => false,
            }
    }
}
