//! Route 53 Resolver DNS Firewall: which queries of a VPC are not answered.
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html>

use foldhash::HashSet;

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::route53resolver::{FirewallRule, FirewallRuleGroupAssociation};
use crate::model::resource::Resource;

use crate::graph::node::NodeId;

use super::super::name::bare;
use super::profiles;
use super::space::Place;

/// The firewall of a VPC: its rules in the order in which they are tried.
pub(super) struct Firewall {
    rules: Vec<Filter>,
    /// Why it may have other rules.
    more: Option<Gap>,
}

/// A rule.
struct Filter {
    order: (i64, i64),
    group: NodeId,
    path: String,
    domains: Domains,
    /// The type of record that it is for; every one if none.
    qtype: Option<Text>,
    blocks: bool,
    /// What is answered instead.
    response: Text,
}

/// The domains of a rule.
enum Domains {
    These(Known),
    /// These, and perhaps others.
    Perhaps(Known, Gap),
}

/// Domains of a list. A leading `*` stands for whatever comes before.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-user-managed-domain-lists.html>
#[derive(Default)]
struct Known {
    whole: HashSet<String>,
    /// What comes after a `*`.
    ends: HashSet<String>,
}

impl Known {
    fn of(domains: impl Iterator<Item = String>) -> Self {
        let mut known = Known::default();
        for domain in domains {
            match domain.strip_prefix('*') {
                Some(end) => known.ends.insert(end.to_owned()),
                None => known.whole.insert(domain),
            };
        }
        known
    }

    /// Whether a name is of one of them.
    fn has(&self, name: &str) -> bool {
        let mut dots = name.match_indices('.');
        let under = |end: &str| self.ends.contains(end);
        self.whole.contains(name) || under("") || dots.any(|(at, _)| under(&name[at..]))
    }
}

/// What the firewall does with a query.
pub(super) enum Filtered {
    /// It lets the query pass.
    Passes,
    /// It answers instead.
    Blocked(Source, Text),
    /// Nobody can tell.
    Unknown(Gap),
}

/// The firewall of a VPC.
pub(super) fn of_vpc(place: Place<'_, '_>) -> Firewall {
    const KIND: &str = "route53resolver.firewall_rule_group_association";
    let graph = place.graph;
    let mut firewall = Firewall {
        rules: Vec::new(),
        more: place.extent(KIND),
    };
    let (by_profile, hidden) = profiles::given(place, "FIREWALL_RULE_GROUP");
    firewall.hide(hidden);
    let mut unread: Vec<&str> = by_profile;
    for &node in graph.of_kind(KIND) {
        let Some(resource) = graph.resource(node) else {
            continue;
        };
        let Facts::FirewallRuleGroupAssociation(facts) = &resource.facts else {
            continue;
        };
        if facts.vpc_id.is_missing() && resource.region == place.resource.region {
            firewall.hide(Some(graph.missing(resource, "vpc_id")));
        }
        let group = facts.firewall_rule_group_id.known();
        let given = group.and_then(|id| unread.iter().position(|one| one == id));
        if place.is_here(&facts.vpc_id) {
            match profiles::works(place, resource, "status", &facts.status) {
                Ok(true) => firewall.group(place, node, resource, facts),
                Ok(false) => {}
                Err(gap) => firewall.hide(Some(gap)),
            }
        } else if let Some(at) = given {
            // The rules of a group are told with its use in any VPC.
            unread.swap_remove(at);
            firewall.group(place, node, resource, facts);
        }
    }
    if let Some(id) = unread.first() {
        let gap = Gap::new(GapReason::NotCollected, "route53resolver:ListFirewallRules");
        let gap = gap.within(&place.resource.account, &place.resource.region);
        firewall.hide(Some(gap.because(format!("{id} comes by a profile"))));
    }
    firewall.rules.sort_by_key(|rule| rule.order);
    firewall
}

impl Firewall {
    /// Whether it lets every query pass, as far as it is known.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    fn hide(&mut self, gap: Option<Gap>) {
        self.more = self.more.take().or(gap);
    }

    fn group(
        &mut self,
        place: Place<'_, '_>,
        node: NodeId,
        resource: &Resource,
        facts: &FirewallRuleGroupAssociation,
    ) {
        let graph = place.graph;
        let hole = match facts.firewall_rules.is_missing() {
            true => Some(graph.missing(resource, "firewall_rules")),
            false => graph.hole(resource, "firewall_rules"),
        };
        self.hide(hole);
        let Some(priority) = facts.priority.known() else {
            return self.hide(Some(graph.missing(resource, "priority")));
        };
        for (index, rule) in facts
            .firewall_rules
            .known()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let order = rule.priority.known().map(|own| (*priority, *own));
            let action = rule.action.known();
            let (Some(order), Some(action)) = (order, action) else {
                self.hide(Some(graph.missing(resource, "firewall_rules")));
                continue;
            };
            self.rules.push(Filter {
                order,
                group: node,
                path: format!("firewall_rules[{index}]"),
                domains: domains(place, node, resource, rule),
                qtype: rule.qtype.known().cloned(),
                blocks: action == "BLOCK",
                response: rule.block_response.known().cloned().unwrap_or_default(),
            });
        }
    }

    /// What it does with a query: the first rule that knows the domain decides.
    pub(super) fn filter(&self, place: Place<'_, '_>, name: &str, qtype: &str) -> Filtered {
        let mut doubt = self.more.clone();
        for rule in &self.rules {
            if rule.qtype.as_ref().is_some_and(|own| own != qtype) {
                continue;
            }
            let (known, hidden) = match &rule.domains {
                Domains::These(known) => (known, None),
                Domains::Perhaps(known, gap) => (known, Some(gap)),
            };
            match (known.has(name), hidden) {
                (true, _) if rule.blocks => {
                    let blocked = Filtered::Blocked(rule.source(place), rule.response.clone());
                    return doubt.map_or(blocked, Filtered::Unknown);
                }
                // What came before may still have blocked it.
                (true, _) => break,
                (false, Some(gap)) if rule.blocks => doubt = doubt.or_else(|| Some(gap.clone())),
                (false, _) => {}
            }
        }
        doubt.map_or(Filtered::Passes, Filtered::Unknown)
    }
}

impl Filter {
    fn source(&self, place: Place<'_, '_>) -> Source {
        Source {
            resource: place.graph.node(self.group).arn.clone(),
            path: self.path.clone(),
            value: self.response.as_str().into(),
            operation: Text::const_new("route53resolver:ListFirewallRules"),
        }
    }
}

fn domains(
    place: Place<'_, '_>,
    node: NodeId,
    resource: &Resource,
    rule: &FirewallRule,
) -> Domains {
    let graph = place.graph;
    let untellable = |what: String| {
        let gap = Gap::new(
            GapReason::UnsupportedHere,
            "route53resolver:ListFirewallDomains",
        );
        gap.within(&resource.account, &resource.region)
            .because(what)
    };
    let id = match &rule.firewall_domain_list_id {
        Fact::Known(id) => id,
        Fact::None => {
            let what = "a rule judges queries by what they look like".to_owned();
            return Domains::Perhaps(Known::default(), untellable(what));
        }
        Fact::Missing => {
            return Domains::Perhaps(Known::default(), graph.missing(resource, "firewall_rules"));
        }
    };
    let list = match graph.find("route53resolver.firewall_domain_list", id, node) {
        Ok(list) => graph.resource(list),
        Err(gap) => return Domains::Perhaps(Known::default(), gap),
    };
    let Some(list) = list else {
        return Domains::These(Known::default());
    };
    let Facts::FirewallDomainList(facts) = &list.facts else {
        return Domains::These(Known::default());
    };
    if let Some(keeper) = facts.managed_owner_name.known() {
        let what = format!("{keeper} tells nobody what stands in {id}");
        return Domains::Perhaps(Known::default(), untellable(what));
    }
    let told = facts.domains.known().into_iter().flatten();
    let known = Known::of(told.map(|domain| bare(domain)));
    let hole = match facts.domains.is_missing() {
        true => Some(graph.missing(list, "domains")),
        false => graph.hole(list, "domains"),
    };
    match hole {
        None => Domains::These(known),
        Some(gap) => Domains::Perhaps(known, gap),
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    fn is_of(domain: &str, name: &str) -> bool {
        Known::of([domain.to_owned()].into_iter()).has(name)
    }

    #[test]
    fn a_domain_is_itself_and_a_star_what_is_under_it() {
        assert!(is_of("example.com", "example.com"));
        assert!(!is_of("example.com", "www.example.com"));
        assert!(is_of("*.example.com", "www.example.com"));
        assert!(is_of("*.example.com", "a.www.example.com"));
        assert!(!is_of("*.example.com", "example.com"));
        assert!(!is_of("*.example.com", "xexample.com"));
        assert!(is_of("*", "anything.example"));
        assert!(is_of("*", "anything"));
    }
}
