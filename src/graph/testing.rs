//! Small snapshots for the tests of links and derived facts: state in, value out.

use serde_json::Value as Json;

use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::datum::Cell;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Arn, Region, Text};
use crate::model::kinds::{Facts, KINDS, Reach, kind};
use crate::model::record::{RecordType, Type};
use crate::model::resource::Resource;
use crate::snapshot::{Header, Snapshot};

use super::node::Graph;
use super::plan::ViewPlan;

/// The account of everything.
pub(super) const ACCOUNT: &str = "123456789012";
/// The region of everything that has one.
pub(super) const REGION: &str = "ap-northeast-1";

/// A resource as a complete response tells it: what is absent has its declared meaning.
pub(super) fn told(name: &str, id: &str, facts: &Json) -> Resource {
    let mut facts = facts.clone();
    fill(kind(name).expect("a kind").record, &mut facts);
    let mut resource = written(name, id, &facts);
    resource.facts.settle();
    resource
}

/// Says of every attribute that is left out that there is none.
fn fill(record: &RecordType, facts: &mut Json) {
    let Json::Object(facts) = facts else {
        return;
    };
    for attribute in record.attributes {
        let value = facts.entry(attribute.name).or_insert(Json::Null);
        fill_value((attribute.ty)(), value);
    }
}

fn fill_value(ty: Type, value: &mut Json) {
    match (ty, value) {
        (Type::Record(record), value) => fill(record(), value),
        (Type::List(item), Json::Array(items)) => {
            items.iter_mut().for_each(|value| fill_value(item(), value));
        }
        _ => {}
    }
}

/// A resource of which only these facts were told: what is absent is a gap.
pub(super) fn written(name: &str, id: &str, facts: &Json) -> Resource {
    let kind = kind(name).expect("a kind");
    let region = match kind.reach {
        Reach::Global => Region::global(),
        Reach::Regional => Region::from(REGION),
    };
    let account = AccountId::from(ACCOUNT);
    let arn = if id.starts_with("arn:") {
        id.parse().expect("an ARN")
    } else {
        let service = name.split('.').next().unwrap_or(name);
        Arn::build(service, &region, &account, id)
    };
    let raw = serde_json::value::to_raw_value(facts).expect("JSON");
    Resource {
        arn,
        account,
        region,
        facts: Facts::parse(name, &raw).expect("facts of the kind"),
        gaps: [].into(),
    }
}

/// A snapshot of which every call was complete, but those that were denied.
pub(super) fn snapshot(resources: Vec<Resource>, denied: &[&str]) -> Snapshot {
    let header = Header {
        accounts: vec![AccountId::from(ACCOUNT)],
        regions: vec![Region::from(REGION)],
        ..Header::default()
    };
    let coverage = KINDS.iter().flat_map(|kind| {
        let region = match kind.reach {
            Reach::Global => Region::global(),
            Reach::Regional => Region::from(REGION),
        };
        kind.enumerated_by
            .iter()
            .map(move |operation| answered(operation, region.clone(), denied))
    });
    Snapshot::assemble(header, coverage.collect(), resources)
}

fn answered(operation: &str, region: Region, denied: &[&str]) -> CoverageEntry {
    let denied = denied.contains(&operation);
    CoverageEntry {
        account: AccountId::from(ACCOUNT),
        region,
        operation: Text::from(operation),
        status: if denied {
            Completeness::Missing
        } else {
            Completeness::Complete
        },
        time: Text::const_new("2026-11-24T01:00:00Z"),
        pages: u64::from(!denied),
        items: 0,
        gap: denied.then(|| Gap::new(GapReason::Denied, operation)),
        class: None,
    }
}

/// What a rule would see of the first subject of a kind: the view, and the gaps in it.
pub(super) fn view(snapshot: &Snapshot, subject: &str, needs: &[&str]) -> (Json, Vec<Gap>) {
    let (cell, gaps) = traced(snapshot, subject, needs);
    (cell.to_json(), gaps)
}

/// The same with the origin of every value.
pub(super) fn traced(snapshot: &Snapshot, subject: &str, needs: &[&str]) -> (Cell, Vec<Gap>) {
    let needs: Vec<_> = needs
        .iter()
        .map(|need| need.parse().expect("a path"))
        .collect();
    let Ok(plan) = ViewPlan::new(subject, &needs, &[]) else {
        panic!("{needs:?} are not in the schema");
    };
    let graph = Graph::build(snapshot, Box::new(|_| "unknown"));
    let node = *graph.of_kind(subject).first().expect("a subject");
    let view = plan.project(&graph, node, true);
    let gaps = view.gaps();
    (view.cell, gaps)
}
