//! Small accounts, written tersely and settled as a scan does it, and what a rule sees of them.

use assize::graph::{Graph, ViewPlan, schema};
use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::datum::Cell;
use assize::model::gap::{Gap, GapReason};
use assize::model::id::{AccountId, Region, Text};
use assize::model::kinds::{self, Facts, Reach};
use assize::model::record::{RecordType, Type};
use assize::model::resource::Resource;
use assize::snapshot::{Header, Snapshot};
use serde_json::{Value as Json, json};

/// The account and the region of what names no other.
pub(super) const HERE: &str = "111122223333";
pub(super) const DUBLIN: &str = "eu-west-1";
/// Other ones; the account is scanned only where a test says so.
pub(super) const OTHER: &str = "444455556666";
pub(super) const TOKYO: &str = "ap-northeast-1";
/// As a value: nobody told this attribute.
pub(super) const UNTOLD: &str = "<untold>";

/// A snapshot in the making. What a resource is not given is told to be absent.
#[derive(Clone)]
pub(super) struct World {
    accounts: Vec<&'static str>,
    regions: Vec<&'static str>,
    pub(super) resources: Vec<Resource>,
    pub(super) coverage: Vec<CoverageEntry>,
}

/// What a rule sees: the view, and why parts of it are missing.
#[derive(Debug, PartialEq)]
pub(super) struct Seen {
    pub(super) view: Json,
    pub(super) gaps: Vec<String>,
}

impl World {
    /// An account in one region, every call answered.
    pub(super) fn new() -> Self {
        World::of(&[HERE], &[DUBLIN])
    }

    /// Accounts in regions, every call answered.
    pub(super) fn of(accounts: &[&'static str], regions: &[&'static str]) -> Self {
        let mut world = World {
            accounts: accounts.to_vec(),
            regions: regions.to_vec(),
            resources: Vec::new(),
            coverage: Vec::new(),
        };
        for account in accounts {
            for region in regions.iter().chain(&["global"]) {
                world.coverage.extend(
                    calls()
                        .into_iter()
                        .map(|call| complete(account, region, call)),
                );
            }
        }
        world
    }

    /// The same with another account or region that was scanned, every call answered.
    pub(super) fn also(mut self, account: &'static str, region: &'static str) -> Self {
        for region in [region, "global"] {
            let known = |entry: &CoverageEntry| {
                entry.account.as_str() == account && entry.region.as_str() == region
            };
            if !self.coverage.iter().any(known) {
                let all = calls().into_iter();
                self.coverage
                    .extend(all.map(|call| complete(account, region, call)));
            }
        }
        if !self.accounts.contains(&account) {
            self.accounts.push(account);
        }
        if !self.regions.contains(&region) {
            self.regions.push(region);
        }
        self
    }

    /// Adds a resource. Its name is its first attribute too, and the end of its ARN.
    pub(super) fn with(mut self, kind: &str, name: &str, facts: Json) -> Self {
        let info = kinds::kind(kind).expect(kind);
        let mut facts = facts;
        let first = &info.record.attributes[0];
        if matches!((first.ty)(), Type::Text) && facts[first.name].is_null() {
            facts[first.name] = json!(name);
        }
        write_out(&mut facts, info.record);
        let raw = serde_json::value::to_raw_value(&facts).expect("JSON");
        let mut facts = Facts::parse(kind, &raw).expect("facts of the kind");
        facts.settle();
        let region = match info.reach {
            Reach::Global => "global",
            Reach::Regional => DUBLIN,
        };
        self.resources.push(Resource {
            arn: arn(kind, name).parse().expect("an ARN"),
            account: AccountId::from(HERE),
            region: Region::from(region),
            facts,
            gaps: [].into(),
        });
        self
    }

    /// The resource that was added last has a gap at a path: a list there is cut short, and what is
    /// untold there was refused.
    pub(super) fn refused(mut self, path: &str, operation: &str) -> Self {
        let gap = Gap::new(GapReason::Denied, operation);
        self.last().gaps.insert(Text::from(path), gap);
        self
    }

    /// The resource that was added last belongs to another account.
    pub(super) fn owned_by(mut self, account: &str) -> Self {
        let last = self.last();
        last.account = AccountId::from(account);
        let arn = last.arn.as_str().replace(HERE, account);
        last.arn = arn.parse().expect("an ARN");
        self
    }

    /// The resource that was added last stands in another region.
    pub(super) fn in_region(mut self, region: &str) -> Self {
        let last = self.last();
        last.region = Region::from(region);
        let arn = last.arn.as_str().replace(DUBLIN, region);
        last.arn = arn.parse().expect("an ARN");
        self
    }

    /// A call was refused everywhere.
    pub(super) fn denied(mut self, operation: &str) -> Self {
        let named = self
            .coverage
            .iter_mut()
            .filter(|entry| entry.operation == operation);
        named.for_each(refuse);
        self
    }

    /// A call was refused in one account and region.
    pub(super) fn denied_in(mut self, account: &str, region: &str, operation: &str) -> Self {
        let here = |entry: &&mut CoverageEntry| {
            entry.operation == operation
                && entry.account.as_str() == account
                && entry.region.as_str() == region
        };
        self.coverage.iter_mut().filter(here).for_each(refuse);
        self
    }

    /// A call was never made.
    pub(super) fn unasked(mut self, operation: &str) -> Self {
        self.coverage.retain(|entry| entry.operation != operation);
        self
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let header = Header {
            accounts: self.accounts.iter().copied().map(AccountId::from).collect(),
            regions: self.regions.iter().copied().map(Region::from).collect(),
            ..Header::default()
        };
        Snapshot::assemble(header, self.coverage.clone(), self.resources.clone())
    }

    /// What a rule with these needs sees of a resource of `HERE`.
    pub(super) fn see(&self, kind: &str, name: &str, needs: &[&str]) -> Seen {
        self.see_arn(kind, &arn(kind, name), needs, &[])
    }

    /// What a rule with these needs and wants sees of the subject with an ARN.
    pub(super) fn see_arn(&self, kind: &str, arn: &str, needs: &[&str], wants: &[&str]) -> Seen {
        let (view, gaps) = self.project(kind, arn, needs, wants, false);
        Seen {
            view: view.to_json(),
            gaps,
        }
    }

    /// The view of a subject as cells, with their origins if asked for.
    pub(super) fn project(
        &self,
        kind: &str,
        arn: &str,
        needs: &[&str],
        wants: &[&str],
        trace: bool,
    ) -> (Cell, Vec<String>) {
        let plan = plan(kind, needs, wants);
        let snapshot = self.snapshot();
        let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
        let subject = graph.by_arn(Some(kind), arn).expect(arn);
        let view = plan.project(&graph, subject, trace);
        let gaps = view.gaps().iter().map(told).collect();
        (view.cell, gaps)
    }

    /// Why an extent is not complete.
    pub(super) fn extent(&self, kind: &str, account: &str, region: &str) -> Option<String> {
        let snapshot = self.snapshot();
        let graph = Graph::build(&snapshot, Box::new(|_| "unknown"));
        let gap = graph.extent(kind, &AccountId::from(account), &Region::from(region));
        gap.as_ref().map(told)
    }

    fn last(&mut self) -> &mut Resource {
        self.resources.last_mut().expect("a resource")
    }
}

impl Seen {
    /// The view of a single need, or what it lacks.
    pub(super) fn sole(&self) -> Json {
        assert_eq!(self.gaps, [""; 0], "{}", self.view);
        let fields = self.view.as_object().expect("a record");
        fields.values().next().expect("one field").clone()
    }
}

/// A plan that the schema has.
pub(super) fn plan(kind: &str, needs: &[&str], wants: &[&str]) -> ViewPlan {
    let parse = |paths: &[&str]| -> Vec<_> {
        let parsed = paths.iter().map(|path| path.parse().expect(path));
        parsed.collect()
    };
    match ViewPlan::new(kind, &parse(needs), &parse(wants)) {
        Ok(plan) => plan,
        Err(errors) => panic!("{errors:?}"),
    }
}

/// The ARN of a resource of `HERE`.
pub(super) fn arn(kind: &str, name: &str) -> String {
    let (service, rest) = kind.split_once('.').unwrap_or((kind, "it"));
    let global = kinds::kind(kind).is_some_and(|info| info.reach == Reach::Global);
    let region = if global { "" } else { DUBLIN };
    format!("arn:aws:{service}:{region}:{HERE}:{rest}/{name}")
}

/// A gap in one line: the call, the reason, and where.
fn told(gap: &Gap) -> String {
    let account = gap.account.as_ref().map_or("?", AccountId::as_str);
    let region = gap.region.as_ref().map_or("?", Region::as_str);
    format!("{} {} {account}/{region}", gap.operation, gap.reason)
}

/// Every call that the schema names.
fn calls() -> Vec<&'static str> {
    let mut calls: Vec<&str> = schema::kinds()
        .iter()
        .flat_map(|kind| {
            let told = kind.record.attributes.iter().filter_map(|one| one.via);
            kind.enumerated_by.iter().copied().chain(told)
        })
        .collect();
    calls.sort_unstable();
    calls.dedup();
    calls
}

fn complete(account: &str, region: &str, call: &str) -> CoverageEntry {
    CoverageEntry {
        account: AccountId::from(account),
        region: Region::from(region),
        operation: Text::from(call),
        status: Completeness::Complete,
        time: Text::const_new("2026-11-24T01:01:00Z"),
        pages: 1,
        items: 1,
        gap: None,
        class: None,
    }
}

fn refuse(entry: &mut CoverageEntry) {
    entry.status = Completeness::Missing;
    entry.gap = Some(Gap::new(GapReason::Denied, &entry.operation));
}

/// Writes `null` for what was left out, and leaves out what nobody told, all the way down.
fn write_out(facts: &mut Json, record: &RecordType) {
    let fields = facts.as_object_mut().expect("a record");
    for attribute in record.attributes {
        match fields.get_mut(attribute.name) {
            None => {
                fields.insert(attribute.name.to_owned(), Json::Null);
            }
            Some(value) if *value == UNTOLD => {
                fields.remove(attribute.name);
            }
            Some(value) => write_out_value(value, (attribute.ty)()),
        }
    }
}

fn write_out_value(value: &mut Json, ty: Type) {
    match (ty, value) {
        (_, Json::Null) => {}
        (Type::Record(record), value) => write_out(value, record()),
        (Type::List(item), Json::Array(items)) => {
            items
                .iter_mut()
                .for_each(|one| write_out_value(one, item()));
        }
        _ => {}
    }
}
