//! Two views of one resource, or two parts of it that different calls told, as one.

use serde_json::value::to_raw_value;
use serde_json::{Map, Value as Json};

use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::record::ValueRef;
use crate::model::resource::Resource;

/// Joins two parts of a resource that the same account was told by different calls: as two views, and
/// with what each of them says of facts that neither has.
pub(super) fn join(first: &mut Resource, second: &Resource) {
    unify(first, second);
    let attributes = first.facts.record().record_type().attributes;
    let untold: Vec<&str> = attributes
        .iter()
        .enumerate()
        .filter(|(position, _)| {
            let value = first.facts.record().attribute(*position);
            matches!(value, ValueRef::Missing)
        })
        .map(|(_, attribute)| attribute.name)
        .collect();
    for (path, gap) in &second.gaps {
        if untold.iter().any(|attribute| stands_in(path, attribute)) {
            first
                .gaps
                .entry(path.clone())
                .or_insert_with(|| gap.clone());
        }
    }
}

/// Fills what the first view lacks from the second: missing facts, and lists that it has only in part.
///
/// Resources told twice are rare, so this goes through JSON instead of code for every kind.
pub(super) fn unify(first: &mut Resource, second: &Resource) {
    let views = (
        serde_json::to_value(&first.facts),
        serde_json::to_value(&second.facts),
    );
    let (Ok(Json::Object(mut own)), Ok(Json::Object(other))) = views else {
        return;
    };
    let mut gaps = first.gaps.clone();
    fill(&mut own, &other, "", &mut gaps, second);
    let facts = to_raw_value(&own).and_then(|raw| Facts::parse(first.kind().name, &raw));
    // Facts that were written can be read; if they ever cannot, the first view stands as it is.
    if let Ok(facts) = facts {
        first.facts = facts;
        first.gaps = gaps;
    }
}

type Gaps = std::collections::BTreeMap<Text, Gap>;

fn fill(
    own: &mut Map<String, Json>,
    other: &Map<String, Json>,
    above: &str,
    gaps: &mut Gaps,
    second: &Resource,
) {
    for (name, value) in other {
        let path = format!("{above}{name}");
        match own.get_mut(name) {
            Some(Json::Object(record)) => {
                if let Json::Object(value) = value {
                    fill(record, value, &format!("{path}."), gaps, second);
                }
            }
            Some(list @ Json::Array(_)) => {
                // A list that was cut short gives way to one that was not.
                let cut = gaps.contains_key(path.as_str());
                let whole = value.is_array() && second.recorded_gap(&path).is_none();
                if cut && whole {
                    *list = value.clone();
                    forget(&path, gaps);
                }
            }
            Some(_) => {}
            None => {
                own.insert(name.clone(), value.clone());
                forget(&path, gaps);
                let inner = second.gaps.iter().filter(|(at, _)| stands_in(at, &path));
                gaps.extend(inner.map(|(at, gap)| (at.clone(), gap.clone())));
            }
        }
    }
}

/// Removes what was said about a fact that is now known.
fn forget(path: &str, gaps: &mut Gaps) {
    gaps.retain(|at, _| !stands_in(at, path));
}

/// Whether a path is another one or goes on from it.
fn stands_in(at: &str, path: &str) -> bool {
    at.strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
