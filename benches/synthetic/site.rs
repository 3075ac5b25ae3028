//! One account in one region, and how resources are added to it.

use assize::model::fact::Fact;
use assize::model::id::{AccountId, Arn, Region, Text};
use assize::model::kinds::account::{Account, AccountSummary, PasswordPolicy};
use assize::model::kinds::ec2_region::VpcBlockPublicAccess;
use assize::model::kinds::ec2_vpc::{DhcpOptions, Tag};
use assize::model::kinds::{self, Facts};
use assize::model::resource::Resource;

use super::World;
use super::network::Subnet;
use super::random::Random;
use super::whole::whole;

/// A place that fills with resources.
pub(super) struct Site {
    pub(super) number: usize,
    pub(super) account: AccountId,
    pub(super) region: Region,
    pub(super) random: Random,
    repeats: u32,
    made: u64,
    seed: u64,
    pub(super) vpcs: Vec<Text>,
    pub(super) subnets: Vec<Subnet>,
    /// The groups of each VPC.
    pub(super) groups: Vec<Vec<Text>>,
    pub(super) prefix_lists: Vec<Text>,
    pub(super) private_zones: Vec<Text>,
    pub(super) dhcp_options: Text,
    /// The endpoints that names point at: the VPC, the name, the addresses.
    pub(super) endpoints: Vec<(usize, Text, Vec<Text>)>,
    resources: Vec<Resource>,
}

/// A fact that was told.
pub(super) fn told<T>(value: impl Into<T>) -> Fact<T> {
    Fact::Known(value.into())
}

/// A text that was told.
pub(super) fn text(value: impl AsRef<str>) -> Fact<Text> {
    Fact::Known(Text::from(value.as_ref()))
}

impl Site {
    pub(super) fn new(world: World, number: usize, account: AccountId, region: Region) -> Self {
        let seed = world.seed ^ (number as u64).wrapping_mul(0xd134_2543_de82_ef95);
        Site {
            number,
            account,
            region,
            random: Random::new(seed),
            repeats: world.repeats,
            made: 0,
            seed,
            vpcs: Vec::new(),
            subnets: Vec::new(),
            groups: Vec::new(),
            prefix_lists: Vec::new(),
            private_zones: Vec::new(),
            dhcp_options: Text::default(),
            endpoints: Vec::new(),
            resources: Vec::with_capacity(World::SITE),
        }
    }

    /// Fills the place with so many resources: interfaces make up the number.
    pub(super) fn populate(mut self, target: usize) -> Vec<Resource> {
        self.dhcp_options = self.id("dopt");
        self.add_region();
        self.private_zones = (0..2).map(|_| self.zone_id()).collect();
        self.add_network();
        self.add_groups();
        self.add_endpoints();
        self.add_databases();
        self.add_services();
        self.add_iam();
        self.add_zones();
        if self.number.is_multiple_of(super::REGIONS.len()) {
            self.add_account();
        }
        self.add_instances();
        self.add_interfaces(target.saturating_sub(self.resources.len()));
        self.resources
    }

    /// An id as EC2 makes them.
    pub(super) fn id(&mut self, prefix: &str) -> Text {
        self.made += 1;
        let mut mix = Random::new(self.seed.rotate_left(17).wrapping_add(self.made));
        compact_text(format_args!("{prefix}-0{:016x}", mix.next()))
    }

    fn zone_id(&mut self) -> Text {
        let id = self.id("Z").to_ascii_uppercase();
        Text::from(id.replace('-', ""))
    }

    /// Whether the next subject has values of its own.
    pub(super) fn is_own(&mut self) -> bool {
        let repeats = self.repeats;
        !self.random.percent(repeats)
    }

    /// A number that nothing else in the world has.
    pub(super) fn own_number(&mut self) -> u64 {
        self.made += 1;
        (self.number as u64) << 16 | self.made & 0xffff
    }

    /// A name of its own, or one of those that come back in every place.
    pub(super) fn name(&mut self, own: bool, usual: &[&str]) -> Text {
        let name = usual[self.random.below(usual.len())];
        if own {
            let number = self.own_number();
            return compact_text(format_args!("{name}-{number:08x}"));
        }
        Text::from(name)
    }

    /// The ARN of a resource here.
    pub(super) fn arn(&self, service: &str, resource: &str) -> Arn {
        Arn::build(service, &self.region, &self.account, resource)
    }

    pub(super) fn add(&mut self, arn: Arn, facts: impl Into<Facts>) {
        let region = self.region.clone();
        self.push(arn, region, facts.into());
    }

    /// Adds a resource of EC2 by its type and id.
    pub(super) fn add_ec2(&mut self, kind: &str, id: &str, facts: impl Into<Facts>) {
        let arn = self.arn("ec2", &format!("{kind}/{id}"));
        self.add(arn, facts);
    }

    /// Adds a resource that stands in no region.
    pub(super) fn add_global(&mut self, service: &str, resource: &str, facts: impl Into<Facts>) {
        let arn = Arn::build(service, &Region::global(), &self.account, resource);
        self.push(arn, Region::global(), facts.into());
    }

    fn push(&mut self, arn: Arn, region: Region, facts: Facts) {
        self.resources.push(Resource {
            arn,
            account: self.account.clone(),
            region,
            facts: whole(&facts),
            gaps: [].into(),
        });
    }

    /// What is set for the whole region, and what every VPC asks for names.
    fn add_region(&mut self) {
        let facts = kinds::ec2_region::Region {
            vpc_block_public_access: told(VpcBlockPublicAccess {
                internet_gateway_block_mode: text("off"),
                state: text("default-state"),
            }),
            ebs_encryption_by_default: told(true),
            ..kinds::ec2_region::Region::default()
        };
        let arn = self.arn("ec2", "region");
        self.add(arn, facts);
        let id = self.dhcp_options.clone();
        let facts = DhcpOptions {
            dhcp_options_id: told(id.clone()),
            owner_id: text(self.account.as_str()),
            domain_name_servers: told(vec![Text::const_new("AmazonProvidedDNS")]),
            ..DhcpOptions::default()
        };
        self.add_ec2("dhcp-options", &id, facts);
    }

    /// Tags as companies set them.
    pub(super) fn tags(&mut self, name: &str) -> Fact<Vec<Tag>> {
        let environment = ["prod", "staging", "dev"][self.random.below(3)];
        let team = ["payments", "search", "platform", "data"][self.random.below(4)];
        let tag = |key: &str, value: &str| Tag {
            key: text(key),
            value: text(value),
        };
        told(vec![
            tag("Name", name),
            tag("environment", environment),
            tag("team", team),
        ])
    }

    fn add_account(&mut self) {
        let summary = AccountSummary {
            account_access_keys_present: told(0),
            account_mfa_enabled: told(1),
            account_password_present: told(1),
        };
        let password_policy = PasswordPolicy {
            minimum_password_length: told(14),
            require_symbols: told(true),
            require_numbers: told(true),
            require_uppercase_characters: told(true),
            require_lowercase_characters: told(true),
            max_password_age: Fact::None,
            password_reuse_prevention: told(24),
        };
        let facts = Account {
            summary: told(summary),
            password_policy: told(password_policy),
            ..Account::default()
        };
        self.add_global("iam", "root", facts);
    }
}

/// A short text, formatted.
pub(super) fn compact_text(arguments: std::fmt::Arguments<'_>) -> Text {
    Text::from(arguments.to_string())
}
