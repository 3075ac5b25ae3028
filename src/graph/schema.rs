//! The schema of facts: every kind with its attributes, links and derived facts.

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value as Json, json};

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::{KINDS, Reach};
use crate::model::path::Literal;
use crate::model::record::{Absent, Attribute, RecordType, Shape, Type, ValueRef};

use super::node::{Graph, NodeId};
use super::{
    apprunner, dns, groups, iam, intent, lattice, links, network, private_link, rds, reach,
    workload,
};
use crate::model::datum::Source;

/// A kind as the graph knows it.
pub struct GraphKind {
    /// The name.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its attributes.
    pub record: &'static RecordType,
    /// The calls that must be complete for its extent to be.
    pub enumerated_by: Vec<&'static str>,
    /// Where its subjects stand.
    pub reach: Reach,
    /// Its links.
    pub links: Vec<&'static Link>,
    /// Its derived facts.
    pub derived: Vec<&'static Derived>,
}

/// A way from one node to others.
pub struct Link {
    /// The kind it starts from.
    pub kind: &'static str,
    /// The name in paths.
    pub name: &'static str,
    /// The kind it leads to.
    pub target: &'static str,
    /// Whether it leads to a list.
    pub many: bool,
    /// What it means.
    pub doc: &'static str,
    pub(super) follow: fn(&Graph<'_>, NodeId) -> Linked,
}

/// Where a link leads.
#[derive(Clone)]
pub(super) enum Linked {
    /// To one node.
    One(NodeId),
    /// To none, as we were told.
    None,
    /// Nobody knows.
    Gap(Gap),
    /// To these, and why there may be more. A target that is named and not known is a gap in its
    /// place.
    Many(Vec<Result<NodeId, Gap>>, Option<Gap>),
}

/// A fact that follows from others.
pub struct Derived {
    /// The kind it is said of.
    pub kind: &'static str,
    /// The name in paths.
    pub name: &'static str,
    /// What it means, and by which document it follows.
    pub doc: &'static str,
    /// Its type.
    pub ty: fn() -> Type,
    pub(super) compute: fn(&Graph<'_>, NodeId, &[Literal]) -> Answer,
}

/// A derived fact, computed.
pub(super) struct Answer {
    /// The value.
    pub(super) value: Box<dyn Look>,
    /// Why the value is missing, or why the list may lack items.
    pub(super) gap: Option<Gap>,
    /// What it follows from, by the path inside the value (empty for the whole).
    pub(super) sources: Vec<(String, Arc<Source>)>,
}

/// A value that can be looked at.
pub(super) trait Look: Send + Sync {
    /// A look at it.
    fn look(&self) -> ValueRef<'_>;
}

impl<T: Shape> Look for Fact<T> {
    fn look(&self) -> ValueRef<'_> {
        Fact::look(self)
    }
}

impl Answer {
    /// A known value.
    pub(super) fn known<T: Shape + 'static>(value: T, sources: Vec<(String, Source)>) -> Self {
        Answer {
            value: Box::new(Fact::Known(value)),
            gap: None,
            sources: shared(sources),
        }
    }

    /// A value that is told to be absent.
    pub(super) fn none() -> Self {
        Answer {
            value: Box::new(Fact::<bool>::None),
            gap: None,
            sources: Vec::new(),
        }
    }

    /// A gap.
    pub(super) fn gap(gap: Gap) -> Self {
        Answer {
            value: Box::new(Fact::<bool>::Missing),
            gap: Some(gap),
            sources: Vec::new(),
        }
    }

    /// A list that may lack items.
    pub(super) fn list<T: Shape + 'static>(
        items: Vec<T>,
        incomplete: Option<Gap>,
        sources: Vec<(String, Source)>,
    ) -> Self {
        Answer {
            value: Box::new(Fact::Known(items)),
            gap: incomplete,
            sources: shared(sources),
        }
    }
}

/// Each part of a view names the sources of its own: they are shared, not copied.
fn shared(sources: Vec<(String, Source)>) -> Vec<(String, Arc<Source>)> {
    let each = sources.into_iter();
    each.map(|(at, source)| (at, Arc::new(source))).collect()
}

/// Every kind, sorted by name.
pub fn kinds() -> &'static [GraphKind] {
    static KINDS_OF_GRAPH: OnceLock<Vec<GraphKind>> = OnceLock::new();
    KINDS_OF_GRAPH.get_or_init(|| {
        let mut kinds: Vec<GraphKind> = KINDS
            .iter()
            .map(|kind| GraphKind {
                name: kind.name,
                doc: kind.record.doc,
                record: kind.record,
                enumerated_by: kind.enumerated_by.to_vec(),
                reach: kind.reach,
                links: Vec::new(),
                derived: Vec::new(),
            })
            .chain([
                rds::database_kind(),
                dns::name_kind(),
                workload::workload_kind(),
                lattice::shareable_kind(),
            ])
            .collect();
        for kind in &mut kinds {
            kind.links = links::all().filter(|link| link.kind == kind.name).collect();
            let of_kind = derived().iter().filter(|one| one.kind == kind.name);
            kind.derived = of_kind.copied().collect();
        }
        kinds.sort_by_key(|kind| kind.name);
        kinds
    })
}

/// Every derived fact, always in the same order.
pub(super) fn derived() -> &'static [&'static Derived] {
    static DERIVED: OnceLock<Vec<&'static Derived>> = OnceLock::new();
    DERIVED.get_or_init(|| {
        network::DERIVED
            .iter()
            .chain(rds::DERIVED)
            .chain(rds::ZONES)
            .chain(rds::CLUSTER_DERIVED)
            .chain(rds::PROXY_DERIVED)
            .chain(apprunner::DERIVED)
            .chain(iam::DERIVED)
            .chain(dns::DERIVED)
            .chain(groups::DERIVED)
            .chain(dns::FACTS)
            .chain(intent::DERIVED)
            .chain(reach::DERIVED)
            .chain(reach::ACL_DERIVED)
            .chain(workload::DERIVED)
            .chain(lattice::DERIVED)
            .chain(private_link::DERIVED)
            .collect()
    })
}

/// Where a derived fact stands among all of them.
pub(super) fn place_of(derived: &Derived) -> usize {
    let same = |one: &&Derived| one.kind == derived.kind && one.name == derived.name;
    self::derived().iter().position(same).unwrap_or(usize::MAX)
}

/// The kind of a name.
pub fn kind(name: &str) -> Option<&'static GraphKind> {
    let kinds = kinds();
    kinds
        .binary_search_by_key(&name, |kind| kind.name)
        .ok()
        .map(|index| &kinds[index])
}

/// The schema as JSON: what `assize rules schema` prints and `schema/facts.json` holds.
pub fn to_json(only: Option<&str>) -> Json {
    let kinds = kinds()
        .iter()
        .filter(|kind| only.is_none_or(|only| only == kind.name));
    Json::Object(
        kinds
            .map(|kind| (kind.name.to_owned(), kind_to_json(kind)))
            .collect(),
    )
}

fn kind_to_json(kind: &GraphKind) -> Json {
    let links: Map<String, Json> = kind
        .links
        .iter()
        .map(|link| {
            let json = json!({"target": link.target, "many": link.many, "doc": link.doc.trim()});
            (link.name.to_owned(), json)
        })
        .collect();
    let derived: Map<String, Json> = kind
        .derived
        .iter()
        .map(|derived| {
            let mut json = type_to_json((derived.ty)());
            json.insert("doc".to_owned(), derived.doc.trim().into());
            (derived.name.to_owned(), Json::Object(json))
        })
        .collect();
    json!({
        "doc": kind.doc.trim(),
        "enumerated_by": kind.enumerated_by,
        "attributes": record_to_json(kind.record, kind.enumerated_by.first().copied()),
        "links": links,
        "derived": derived,
    })
}

fn record_to_json(record: &'static RecordType, operation: Option<&str>) -> Json {
    let attributes = record.attributes.iter();
    Json::Object(
        attributes
            .map(|attribute| {
                (
                    attribute.name.to_owned(),
                    attribute_to_json(attribute, operation),
                )
            })
            .collect(),
    )
}

fn attribute_to_json(attribute: &Attribute, operation: Option<&str>) -> Json {
    let mut json = type_to_json((attribute.ty)());
    json.insert("doc".to_owned(), attribute.doc.trim().into());
    let absent = match attribute.absent {
        Absent::None => "none",
        Absent::Gap => "gap",
        Absent::Default => "default",
    };
    json.insert("absent".to_owned(), absent.into());
    if let Some(source) = attribute.via.or(operation) {
        json.insert("source".to_owned(), source.into());
    }
    if attribute.volatile {
        json.insert("volatile".to_owned(), true.into());
    }
    if let Some(unit) = attribute.unit {
        json.insert("unit".to_owned(), unit.into());
    }
    Json::Object(json)
}

fn type_to_json(ty: Type) -> Map<String, Json> {
    let mut json = Map::new();
    let name = match ty {
        Type::Text => "text",
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::Json => "json",
        Type::List(item) => {
            json.insert("items".to_owned(), Json::Object(type_to_json(item())));
            "list"
        }
        Type::Record(record) => {
            json.insert("attributes".to_owned(), record_to_json(record(), None));
            "record"
        }
    };
    json.insert("type".to_owned(), name.into());
    json
}
