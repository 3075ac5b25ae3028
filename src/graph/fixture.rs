//! Small accounts for the tests of the graph, and what a rule would see of them.

use serde_json::{Value as Json, json};

use super::{Graph, ViewPlan, schema};
use crate::model::coverage::{Completeness, CoverageEntry};
use crate::model::gap::{Gap, GapReason};
use crate::model::id::{AccountId, Region, Text};
use crate::model::kinds::{Facts, KINDS, Reach};
use crate::model::record::{RecordType, Type};
use crate::model::resource::Resource;
use crate::snapshot::{Header, Snapshot};

pub(super) const ACCOUNT: &str = "111122223333";
pub(super) const REGION: &str = "eu-west-1";

/// Calls that enumerate no kind, or a derived one.
const FURTHER_CALLS: [&str; 2] = [
    "route53:ListHostedZonesByVPC",
    "route53:ListResourceRecordSets",
];

/// An account in the making. What a resource is not given is told to be absent.
#[derive(Default)]
pub(super) struct World {
    resources: Vec<Resource>,
    denied: Vec<&'static str>,
}

impl World {
    /// Adds a resource; its ARN ends in `kind/name`.
    pub(super) fn with(mut self, kind: &str, name: &str, facts: Json) -> Self {
        let info = KINDS.iter().find(|info| info.name == kind).unwrap();
        let mut facts = facts;
        complete(&mut facts, info.record);
        let raw = serde_json::value::to_raw_value(&facts).unwrap();
        let mut facts = Facts::parse(kind, &raw).unwrap();
        facts.settle();
        let region = match info.reach {
            Reach::Global => "global",
            Reach::Regional => REGION,
        };
        self.resources.push(Resource {
            arn: arn(kind, name).parse().unwrap(),
            account: AccountId::from(ACCOUNT),
            region: Region::from(region),
            facts,
            gaps: [].into(),
        });
        self
    }

    /// Records that an attribute of the resource that was added last was refused. An attribute that
    /// has a value keeps it: the list is cut short.
    pub(super) fn refused(mut self, attribute: &str, operation: &str) -> Self {
        let last = self.resources.last_mut().unwrap();
        let gap = Gap::new(GapReason::Denied, operation);
        last.gaps.insert(Text::from(attribute), gap);
        let mut json = serde_json::to_value(&last.facts).unwrap();
        if json[attribute].is_null() {
            json.as_object_mut().unwrap().remove(attribute);
        }
        let raw = serde_json::value::to_raw_value(&json).unwrap();
        last.facts = Facts::parse(last.kind().name, &raw).unwrap();
        self
    }

    /// Refuses a call in the whole account.
    pub(super) fn deny(mut self, operation: &'static str) -> Self {
        self.denied.push(operation);
        self
    }

    /// What a rule that needs these facts would see of a subject, and the gaps in it.
    pub(super) fn see(self, kind: &str, name: &str, needs: &[&str]) -> (Json, Vec<String>) {
        self.see_arn(kind, &arn(kind, name), needs)
    }

    /// The same for a subject with an ARN of its own.
    pub(super) fn see_arn(self, kind: &str, arn: &str, needs: &[&str]) -> (Json, Vec<String>) {
        let needs: Vec<_> = needs.iter().map(|need| need.parse().unwrap()).collect();
        let plan = ViewPlan::new(kind, &needs, &[]).unwrap();
        let snapshot = self.snapshot();
        let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
        let subject = graph.by_arn(Some(kind), arn).unwrap();
        let view = plan.project(&graph, subject, false);
        let gaps = view.gaps();
        let gaps = gaps.iter().map(|gap| {
            let told = format!("{} {} {}", gap.operation, gap.reason, gap.detail);
            told.trim().to_owned()
        });
        (view.cell.to_json(), gaps.collect())
    }

    /// What a derived list as a whole follows from: the last part of each ARN, and the path.
    pub(super) fn sources(self, kind: &str, name: &str, list: &str) -> Vec<String> {
        let need = format!("{list}[]").parse().unwrap();
        let plan = ViewPlan::new(kind, &[need], &[]).unwrap();
        let snapshot = self.snapshot();
        let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
        let subject = graph.by_arn(Some(kind), &arn(kind, name)).unwrap();
        let view = plan.project(&graph, subject, true).cell;
        let origin = view
            .field(list)
            .and_then(|cell| cell.origin.clone())
            .unwrap();
        let told = origin.sources.iter().map(|source| {
            let (_, name) = source.resource.rsplit_once('/').unwrap();
            format!("{name} {}", source.path)
        });
        told.collect()
    }

    fn snapshot(self) -> Snapshot {
        let kinds = schema::kinds().iter();
        let mut calls: Vec<&str> = kinds.flat_map(|kind| kind.enumerated_by.clone()).collect();
        calls.extend(FURTHER_CALLS);
        calls.sort_unstable();
        calls.dedup();
        let coverage = ["global", REGION].into_iter().flat_map(|region| {
            let denied = &self.denied;
            calls.iter().map(move |call| coverage(region, call, denied))
        });
        let header = Header {
            accounts: vec![AccountId::from(ACCOUNT)],
            regions: vec![Region::from(REGION)],
            ..Header::default()
        };
        Snapshot::assemble(header, coverage.collect(), self.resources)
    }
}

pub(super) fn arn(kind: &str, name: &str) -> String {
    format!("arn:aws:test:{REGION}:{ACCOUNT}:{kind}/{name}")
}

fn coverage(region: &str, call: &str, denied: &[&str]) -> CoverageEntry {
    let refused = denied.contains(&call);
    CoverageEntry {
        account: AccountId::from(ACCOUNT),
        region: Region::from(region),
        operation: Text::from(call),
        status: if refused {
            Completeness::Missing
        } else {
            Completeness::Complete
        },
        time: Text::from("2026-11-24T01:01:00Z"),
        pages: 1,
        items: 1,
        gap: refused.then(|| Gap::new(GapReason::Denied, call)),
        class: None,
    }
}

/// Writes out what was left out, all the way down.
fn complete(facts: &mut Json, record: &RecordType) {
    for attribute in record.attributes {
        if facts[attribute.name].is_null() {
            facts[attribute.name] = json!(null);
        } else {
            complete_value(&mut facts[attribute.name], (attribute.ty)());
        }
    }
}

fn complete_value(value: &mut Json, ty: Type) {
    match ty {
        Type::Record(record) => complete(value, record()),
        Type::List(item) => {
            for one in value.as_array_mut().into_iter().flatten() {
                complete_value(one, item());
            }
        }
        Type::Text | Type::Boolean | Type::Integer | Type::Json => {}
    }
}
