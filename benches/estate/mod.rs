//! A large network, made by a seed: many VPCs of like shape, each with subnets, groups with many rules,
//! interfaces and databases.

mod place;

use assize::model::coverage::{Completeness, CoverageEntry};
use assize::model::id::{AccountId, Arn, Region, Text};
use assize::model::kinds::{Facts, KINDS, Reach};
use assize::model::resource::Resource;
use assize::snapshot::{Header, Snapshot};

/// How much of everything.
#[derive(Clone, Copy)]
pub(crate) struct Estate {
    pub(crate) vpcs: usize,
    pub(crate) groups: usize,
    pub(crate) rules_of_a_group: usize,
    pub(crate) interfaces: usize,
    pub(crate) databases: usize,
}

impl Estate {
    /// The same shape with so many interfaces, and all else in proportion.
    pub(crate) fn with_interfaces(interfaces: usize) -> Self {
        Estate {
            vpcs: interfaces / 100,
            groups: interfaces / 10,
            rules_of_a_group: 10,
            interfaces,
            databases: interfaces / 50,
        }
    }
}

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "eu-west-1";
const TIME: &str = "2026-11-24T01:00:00Z";

/// Resources in the making.
pub(crate) struct Maker {
    pub(crate) resources: Vec<Resource>,
}

impl Maker {
    pub(crate) fn add(&mut self, service: &str, name: &str, facts: impl Into<Facts>) {
        let (account, region) = (AccountId::from(ACCOUNT), Region::from(REGION));
        self.resources.push(Resource {
            arn: Arn::build(service, &region, &account, name),
            account,
            region,
            facts: facts.into(),
            gaps: [].into(),
        });
    }
}

/// Makes a snapshot.
pub(crate) fn snapshot(estate: Estate) -> Snapshot {
    let mut maker = Maker {
        resources: Vec::with_capacity(estate.interfaces * 2),
    };
    place::add_region(&mut maker);
    for vpc in 0..estate.vpcs {
        place::add_vpc(&mut maker, estate, vpc);
    }
    let header = Header {
        accounts: vec![AccountId::from(ACCOUNT)],
        regions: vec![Region::from(REGION)],
        started: Text::from(TIME),
        ended: Text::from(TIME),
        ..Header::default()
    };
    Snapshot::assemble(header, coverage(), maker.resources)
}

/// Every call, answered to the end.
fn coverage() -> Vec<CoverageEntry> {
    let mut entries = Vec::new();
    for kind in KINDS {
        let via = kind.record.attributes.iter().filter_map(|one| one.via);
        for operation in kind.enumerated_by.iter().copied().chain(via) {
            let region = match kind.reach {
                Reach::Global => Region::global(),
                Reach::Regional => Region::from(REGION),
            };
            entries.push(CoverageEntry {
                account: AccountId::from(ACCOUNT),
                region,
                operation: Text::from(operation),
                status: Completeness::Complete,
                time: Text::from(TIME),
                pages: 1,
                items: 1,
                gap: None,
                class: None,
            });
        }
    }
    entries
}
