//! Completes the facts that a description gives: what a scan was told of an attribute that it leaves out.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use assize::model::gap::{Gap, GapReason};
use assize::model::id::Text;
use assize::model::kinds::{KindInfo, policy};
use assize::model::record::{Absent, RecordType, Type};

/// What a gap says of an attribute that a scan is always told, and that a description leaves out.
pub(super) const NOT_SAID: &str = "the description does not say";

/// The facts of a resource with every attribute, and the gaps in them.
///
/// A complete response says of an attribute that it leaves out that there is none, so a description
/// may leave it out as well; of an attribute whose call was not answered it must.
///
/// # Errors
/// Facts that are no record, an attribute that was told although its call was not answered, and a
/// policy document that is none.
pub(super) fn whole(
    kind: &KindInfo,
    mut facts: Json,
    unanswered: impl Fn(&str) -> Option<Gap>,
) -> Result<(Json, BTreeMap<Text, Gap>), String> {
    let mut gaps = BTreeMap::new();
    let record = facts
        .as_object_mut()
        .ok_or("the facts are not a JSON object")?;
    for attribute in kind.record.attributes {
        let Some(gap) = attribute.via.and_then(&unanswered) else {
            continue;
        };
        if record.contains_key(attribute.name) {
            return Err(format!(
                "`{}` is told, though {} was not answered",
                attribute.name, gap.operation
            ));
        }
        gaps.insert(Text::from(attribute.name), gap);
    }
    for attribute in kind.record.attributes {
        let is_told = record.contains_key(attribute.name) || gaps.contains_key(attribute.name);
        if attribute.absent == Absent::Gap && !is_told {
            let operation = attribute.via.unwrap_or(kind.operation());
            let gap = Gap::new(GapReason::NotCollected, operation).because(NOT_SAID);
            gaps.insert(Text::from(attribute.name), gap);
        }
    }
    complete(record, kind.record, |name| gaps.contains_key(name))?;
    Ok((facts, gaps))
}

fn complete(
    record: &mut Map<String, Json>,
    ty: &RecordType,
    is_gap: impl Fn(&str) -> bool,
) -> Result<(), String> {
    for attribute in ty.attributes {
        match record.get_mut(attribute.name) {
            Some(value) => {
                descend(value, (attribute.ty)())
                    .map_err(|why| format!("`{}`: {why}", attribute.name))?;
            }
            None if is_gap(attribute.name) => {}
            None => {
                record.insert(attribute.name.to_owned(), Json::Null);
            }
        }
    }
    Ok(())
}

fn descend(value: &mut Json, ty: Type) -> Result<(), String> {
    match (ty, value) {
        (Type::List(item), Json::Array(values)) => values
            .iter_mut()
            .try_for_each(|value| descend(value, item())),
        (Type::Record(ty), value) if ty().name == policy::PolicyDocument::TYPE.name => {
            document(value)
        }
        (Type::Record(ty), Json::Object(record)) => complete(record, ty(), |_| false),
        _ => Ok(()),
    }
}

/// Descriptions give policy documents as IAM takes them.
fn document(value: &mut Json) -> Result<(), String> {
    let parsed = policy::parse(&value.to_string()).map_err(|error| error.to_string())?;
    *value = serde_json::to_value(parsed).map_err(|error| error.to_string())?;
    Ok(())
}
