//! One query: the firewall, then the rule or zone that decides, then its records, and where those lead.

use std::net::IpAddr;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53::RecordSet;
use crate::model::resolution::NameAnswer;

use crate::graph::node::{Graph, NodeId};

use super::super::name::bare;
use super::amazon;
use super::firewall::Filtered;
use super::forward;
use super::found::{Decided, Found, Step};
use super::managed;
use super::records::ZoneIndex;
use super::rules::Goes;
use super::servers::{self, Servers};
use super::space::{Place, Space};
use super::zones::{Origin, Zone};

/// A query that is under way.
#[derive(Clone)]
pub(super) struct Query<'g, 's> {
    pub(super) graph: &'g Graph<'s>,
    /// `A` or `AAAA`.
    pub(super) qtype: &'static str,
    /// What was asked on the way here: a name that comes again leads in a circle.
    asked: Vec<(NodeId, String)>,
}

impl<'g, 's> Query<'g, 's> {
    pub(super) fn new(graph: &'g Graph<'s>, qtype: &'static str) -> Self {
        Query {
            graph,
            qtype,
            asked: Vec::new(),
        }
    }

    /// What a host in a VPC is answered: by whom its DHCP options tell it to ask.
    pub(super) fn of_host(&self, vpc: NodeId, name: &str) -> Found {
        let Some(place) = Place::new(self.graph, vpc) else {
            return Found::of(NameAnswer::NoResolver);
        };
        match servers::of(self.graph, vpc, place.resource, place.vpc) {
            Servers::Own => self.of_resolver(vpc, name),
            Servers::Unknown(gap) => Found::unknown(gap),
            Servers::Of(vpcs, source) => {
                let step = Step {
                    name: name.to_owned(),
                    kind: "resolver",
                    id: place
                        .vpc
                        .dhcp_options_id
                        .known()
                        .cloned()
                        .unwrap_or_default(),
                    by: vec![source],
                };
                let answers = vpcs.iter().map(|vpc| self.of_resolver(*vpc, name));
                either(answers).after(step)
            }
        }
    }

    /// What the resolver of a VPC answers.
    pub(super) fn of_resolver(&self, vpc: NodeId, name: &str) -> Found {
        let Some(next) = self.once(vpc, name) else {
            return Found::of(NameAnswer::Loop);
        };
        let Some(place) = Place::new(self.graph, vpc) else {
            return Found::of(NameAnswer::NoResolver);
        };
        let support = "enable_dns_support";
        match servers::attribute(
            self.graph,
            place.resource,
            support,
            place.vpc.enable_dns_support,
        ) {
            Ok(true) => {}
            Ok(false) => return Found::of(NameAnswer::NoResolver).after(off(place, name, support)),
            Err(gap) => return Found::unknown(gap),
        }
        let Some(space) = place.space() else {
            return Found::of(NameAnswer::NoResolver);
        };
        match space.firewall.filter(place, name, self.qtype) {
            Filtered::Passes => next.decide(place, space, name),
            Filtered::Unknown(gap) => next.decide(place, space, name).doubted(Some(gap)),
            Filtered::Blocked(source, response) => {
                let step = Step {
                    name: name.to_owned(),
                    kind: "firewall",
                    id: response,
                    by: vec![source],
                };
                Found::of(NameAnswer::Blocked).after(step)
            }
        }
    }

    /// The same query one step on; nothing if it was here before.
    fn once(&self, at: NodeId, name: &str) -> Option<Self> {
        let here = (at, name.to_owned());
        if self.asked.contains(&here) {
            return None;
        }
        let mut next = self.clone();
        next.asked.push(here);
        Some(next)
    }

    /// Which rule or zone decides: the most specific one, and of two of one name the rule.
    fn decide(&self, place: Place<'g, 's>, space: &'g Space, name: &str) -> Found {
        let hostnames = "enable_dns_hostnames";
        let fact = place.vpc.enable_dns_hostnames;
        let (zones, attribute) =
            match servers::attribute(self.graph, place.resource, hostnames, fact) {
                Ok(true) => (space.holding(name), None),
                Ok(false) => (Vec::new(), None),
                Err(gap) => (space.holding(name), Some(gap)),
            };
        let zone = zones.first().copied();
        let length = zone.map_or(0, |zone| zone.name.len());
        let rule = space
            .rule(name)
            .filter(|rule| rule.domain.len() >= length || zone.is_none());
        let more_rules = space.more_rules.clone();
        let shadowed = |from: usize| zones.iter().skip(from).map(|zone| zone.as_told()).collect();
        if let Some(rule) = rule.filter(|rule| !matches!(rule.goes, Goes::System | Goes::Delegate))
        {
            let found = forward::by(self, rule, name);
            let decided = Decided {
                by: rule.as_told(),
                shadowed: shadowed(0),
            };
            let hidden = more_rules.filter(|_| rule.domain != name);
            return decided_by(found, decided).doubted(hidden.or(attribute));
        }
        // No zone is more specific than one of the very name.
        let more_zones = space.more_zones.clone().filter(|_| length < name.len());
        let more_zones = more_zones.filter(|_| fact != Fact::Known(false));
        let found = match zone {
            Some(zone) => {
                let decided = Decided {
                    by: zone.as_told(),
                    shadowed: shadowed(1),
                };
                decided_by(self.in_zone(place, space, zone, name), decided)
            }
            None => self.publicly(place, name),
        };
        found.doubted(
            more_rules
                .or(more_zones)
                .or(attribute.filter(|_| zone.is_some())),
        )
    }

    /// What a zone of the VPC answers.
    fn in_zone(&self, place: Place<'g, 's>, space: &'g Space, zone: &Zone, name: &str) -> Found {
        match &zone.origin {
            Origin::Scanned(node) => self.of_records(place, space, *node, name),
            Origin::Untold(gap) => {
                Found::unknown(gap.clone()).after(managed::step(place, zone, name))
            }
            Origin::Managed(_) | Origin::Endpoint => {
                managed::answer(self, place, space, zone, name)
            }
        }
    }

    /// What the records of a scanned zone answer; never what another zone would.
    fn of_records(
        &self,
        place: Place<'g, 's>,
        space: &'g Space,
        zone: NodeId,
        name: &str,
    ) -> Found {
        let Some(resource) = self.graph.resource(zone) else {
            return Found::of(NameAnswer::NoSuchName);
        };
        let Facts::HostedZone(facts) = &resource.facts else {
            return Found::of(NameAnswer::NoSuchName);
        };
        let read = || ZoneIndex::of(self.graph, resource, facts);
        let memory = &self.graph.dns.indexes;
        let Some(index) = memory.get(self.graph, "route53.hosted_zone", zone, read) else {
            return Found::of(NameAnswer::NoSuchName);
        };
        let delegates = space.rules.iter().any(|rule| rule.goes == Goes::Delegate);
        if delegates && index.delegates(facts, name) {
            let gap = Gap::new(
                GapReason::UnsupportedHere,
                "route53resolver:ListResolverRules",
            );
            let gap = gap.within(&place.resource.account, &place.resource.region);
            return Found::unknown(gap.because(format!("{name} is delegated to other servers")));
        }
        let look = index.look(facts, name, self.qtype);
        let mut step = Step {
            name: name.to_owned(),
            kind: "private-zone",
            id: facts.hosted_zone_id.known().cloned().unwrap_or_default(),
            by: Vec::new(),
        };
        if look.records.is_empty() {
            let answer = match look.exists {
                true => NameAnswer::NoData,
                false => NameAnswer::NoSuchName,
            };
            return Found::of(answer).perhaps(look.more).after(step);
        }
        let mut answers = Vec::new();
        for (at, record) in look.records {
            step.by.push(Source {
                resource: Text::from(resource.arn.as_str()),
                path: format!("record_sets[{at}]"),
                value: serde_json::to_value(record).unwrap_or_default(),
                operation: Text::const_new("route53:ListResourceRecordSets"),
            });
            answers.push(self.of_record(place, space, zone, at, record));
        }
        either(answers).perhaps(look.more).after(step)
    }

    /// Where one record set leads.
    fn of_record(
        &self,
        place: Place<'g, 's>,
        space: &'g Space,
        zone: NodeId,
        at: usize,
        record: &RecordSet,
    ) -> Found {
        let missing = |attribute: &str| match self.graph.resource(zone) {
            Some(resource) => {
                let path = format!("record_sets[{at}].{attribute}");
                Found::unknown(self.graph.missing(resource, &path))
            }
            None => Found::of(NameAnswer::Unknown),
        };
        if let Fact::Known(alias) = &record.alias_target {
            let (Some(target), Some(of)) = (alias.dns_name.known(), alias.hosted_zone_id.known())
            else {
                return missing("alias_target");
            };
            return self.of_alias(place, space, zone, &bare(target), of);
        }
        let Some(values) = record.resource_records.known() else {
            return missing("resource_records");
        };
        if record
            .record_type
            .known()
            .is_some_and(|kind| kind == "CNAME")
        {
            let targets = values.iter().map(|value| bare(value));
            return either(targets.map(|target| self.chased(place, &target)));
        }
        let parsed = values
            .iter()
            .filter_map(|value| value.trim().parse::<IpAddr>().ok());
        let here = |address: IpAddr| {
            let (interfaces, _) =
                super::super::records::holders(self.graph, place.node, &address.to_string());
            let none = interfaces.is_empty().then_some((address, None));
            let each = interfaces.into_iter().map(move |one| (address, Some(one)));
            each.chain(none).collect::<Vec<_>>()
        };
        Found::holding(parsed.flat_map(here))
    }

    /// A CNAME: the resolver asks anew. The firewall looks at the whole way, unless a rule trusts it,
    /// which no fact tells yet.
    fn chased(&self, place: Place<'g, 's>, target: &str) -> Found {
        let mut found = self.of_resolver(place.node, target);
        if found.answer == NameAnswer::Blocked {
            let gap = Gap::new(GapReason::NotCollected, "route53resolver:ListFirewallRules");
            let gap = gap.within(&place.resource.account, &place.resource.region);
            let why = format!("whether the firewall trusts the way to {target} is not told");
            found = found.doubted(Some(gap.because(why)));
        }
        found
    }

    /// An alias of a record of its own zone, or of something of AWS: no other zone is asked.
    /// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html>
    fn of_alias(
        &self,
        place: Place<'g, 's>,
        space: &'g Space,
        zone: NodeId,
        target: &str,
        of: &Text,
    ) -> Found {
        let own = match self.graph.facts(zone) {
            Some(Facts::HostedZone(facts)) => facts.hosted_zone_id.known(),
            _ => None,
        };
        match own == Some(of) {
            true => match self.once(zone, target) {
                Some(next) => next.of_records(place, space, zone, target),
                None => Found::of(NameAnswer::Loop),
            },
            false => self.publicly(place, target),
        }
    }

    /// What public DNS answers: the names of AWS lead to things that are known.
    fn publicly(&self, place: Place<'g, 's>, name: &str) -> Found {
        amazon::answer(self, place, name).unwrap_or_else(|| {
            let gap = Gap::new(GapReason::UnsupportedHere, "");
            let gap = gap.because(format!("public DNS answers {name}, and no call tells what"));
            public(name, gap)
        })
    }
}

/// An answer of public DNS that nobody can tell.
pub(super) fn public(name: &str, gap: Gap) -> Found {
    let mut found = Found::of(NameAnswer::Public);
    found.gaps.insert(gap);
    found.after(Step {
        name: name.to_owned(),
        kind: "public-dns",
        id: Text::default(),
        by: Vec::new(),
    })
}

/// One of several answers.
pub(super) fn either(answers: impl IntoIterator<Item = Found>) -> Found {
    let mut answers = answers.into_iter();
    let first = answers.next();
    let first = first.unwrap_or_else(|| Found::of(NameAnswer::NoData));
    answers.fold(first, Found::or)
}

fn decided_by(mut found: Found, decided: Decided) -> Found {
    found.decided = Some(decided);
    found
}

fn off(place: Place<'_, '_>, name: &str, attribute: &str) -> Step {
    Step {
        name: name.to_owned(),
        kind: "resolver",
        id: place.vpc.vpc_id.known().cloned().unwrap_or_default(),
        by: vec![Source {
            resource: Text::from(place.resource.arn.as_str()),
            path: attribute.to_owned(),
            value: false.into(),
            operation: Text::const_new("ec2:DescribeVpcAttribute"),
        }],
    }
}
