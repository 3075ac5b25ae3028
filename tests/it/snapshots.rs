//! Small snapshots for the tests of commands: databases, some of them open to everybody.

use std::fs::{self, File};
use std::path::Path;

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::gap::{Gap, GapReason};
use assize::model::id::{AccountId, Arn, Region, Text};
use assize::model::kinds::{Facts, KINDS};
use assize::model::resource::Resource;
use assize::snapshot::{Header, Snapshot};
use serde_json::value::RawValue;

/// The account of most tests.
pub(crate) const SHOP: &str = "111111111111";

/// Another one.
pub(crate) const BANK: &str = "222222222222";

const REGION: &str = "eu-central-1";

/// What a snapshot of databases is to say.
pub(crate) struct Databases<'a> {
    /// The account.
    pub account: &'a str,
    /// Names of databases, and whether they are public; `None`: nobody told.
    pub databases: &'a [(&'a str, Option<bool>)],
    /// A call that was denied.
    pub denied: Option<&'a str>,
}

impl Databases<'_> {
    pub(crate) fn write(&self, path: &Path) {
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory).expect("a directory");
        }
        let file = File::create(path).expect("a file");
        self.snapshot().write(file).expect("a snapshot");
    }

    fn snapshot(&self) -> Snapshot {
        let account = AccountId::from(self.account);
        let header = Header {
            tool_version: "0.0.0".to_owned(),
            accounts: vec![account],
            regions: vec![Region::from(REGION)],
            started: Text::from("2026-01-01T00:00:00Z"),
            ended: Text::from("2026-01-01T00:01:00Z"),
            ..Header::default()
        };
        let calls = KINDS.iter().flat_map(|kind| {
            let attributes = kind.record.attributes.iter();
            let calls = kind.enumerated_by.iter().copied();
            calls.chain(attributes.filter_map(|attribute| attribute.via))
        });
        let both = calls.flat_map(|call| [REGION, Region::GLOBAL].map(|region| (call, region)));
        let coverage = both.map(|(call, region)| self.coverage(call, region));
        let resources = self.databases.iter().map(|one| self.database(one));
        Snapshot::assemble(header, coverage.collect(), resources.collect())
    }

    fn coverage(&self, operation: &str, region: &str) -> CoverageEntry {
        let denied = self.denied == Some(operation);
        CoverageEntry {
            account: AccountId::from(self.account),
            region: Region::from(region),
            operation: Text::from(operation),
            status: if denied {
                Completeness::Missing
            } else {
                Completeness::Complete
            },
            time: Text::from("2026-01-01T00:00:30Z"),
            pages: 1,
            items: 1,
            gap: denied.then(|| Gap::new(GapReason::Denied, operation)),
            class: None,
        }
    }

    fn database(&self, (name, public): &(&str, Option<bool>)) -> Resource {
        let (account, region) = (AccountId::from(self.account), Region::from(REGION));
        let facts = match public {
            Some(public) => format!("{{\"publicly_accessible\": {public}}}"),
            None => "{}".to_owned(),
        };
        let facts = RawValue::from_string(facts).expect("JSON");
        Resource {
            arn: Arn::build("rds", &region, &account, &format!("db:{name}")),
            account,
            region,
            facts: Facts::parse("rds.db_instance", &facts).expect("facts"),
            gaps: Default::default(),
        }
    }
}
