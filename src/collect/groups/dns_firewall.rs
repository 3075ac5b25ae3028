//! Route 53 Resolver DNS Firewall: the groups of rules in VPCs, and the domains that they name.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde_json::json;

use super::Group;
use super::resolver::list;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::Listed;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::route53resolver::{
    FirewallDomainList, FirewallRule, FirewallRuleGroupAssociation,
};

operations! {
    ASSOCIATIONS = "route53resolver:ListFirewallRuleGroupAssociations";
    RULES = "route53resolver:ListFirewallRules" after ASSOCIATIONS;
    LISTS = "route53resolver:ListFirewallDomainLists" after RULES;
    DOMAINS = "route53resolver:ListFirewallDomains" after LISTS;
}

static LIST_ASSOCIATIONS: Call = list(&ASSOCIATIONS, &["FirewallRuleGroupAssociations"], 100);
static LIST_RULES: Call = list(&RULES, &["FirewallRules"], 100);
static LIST_LISTS: Call = list(&LISTS, &["FirewallDomainLists"], 100);
static LIST_DOMAINS: Call = list(&DOMAINS, &["Domains"], 5000);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(firewall(place)),
};

async fn firewall(place: &Place<'_>) {
    let listed = place.list(&LIST_ASSOCIATIONS, json!({})).await;
    let mut associations =
        place.told::<FirewallRuleGroupAssociation>(&LIST_ASSOCIATIONS, listed, |item| {
            place.arn_in(item, "Arn")
        });
    let rules = rules(place, &associations).await;
    for association in &mut associations {
        let group = association.facts.firewall_rule_group_id.known();
        let Some((told, gap)) = group.and_then(|group| rules.get(group)) else {
            association.lacks(&RULES, &place.no_id(&RULES));
            continue;
        };
        let rules = (told.clone(), gap.clone());
        association.list(&RULES, rules, |facts| &mut facts.firewall_rules);
    }
    let known = associations.iter().filter_map(|association| {
        let rules = association.facts.firewall_rules.known();
        rules.map(|rules| {
            rules
                .iter()
                .filter_map(|one| one.firewall_domain_list_id.known())
        })
    });
    let used: BTreeSet<Text> = known.flatten().cloned().collect();
    place.keep(associations);
    if !used.is_empty() {
        domain_lists(place, &used).await;
    }
}

type Rules = BTreeMap<Text, (Fact<Vec<FirewallRule>>, Option<Gap>)>;

/// The rules of each group, which may be in many VPCs.
async fn rules(place: &Place<'_>, associations: &[Draft<FirewallRuleGroupAssociation>]) -> Rules {
    let groups = associations.iter();
    let groups = groups.filter_map(|one| one.facts.firewall_rule_group_id.known());
    let groups: BTreeSet<Text> = groups.cloned().collect();
    let asked = groups.into_iter().map(async |group| {
        let parameters = json!({"FirewallRuleGroupId": group});
        let listed: Listed<_> = place.list(&LIST_RULES, parameters).await;
        (group, listed.told(&RULES))
    });
    join_all(asked).await.into_iter().collect()
}

/// The lists that rules name, and no others: every account has those of AWS.
async fn domain_lists(place: &Place<'_>, used: &BTreeSet<Text>) {
    let listed = place.list(&LIST_LISTS, json!({})).await;
    let arn = |item: &_| place.arn_in(item, "Arn");
    let mut lists = place.told::<FirewallDomainList>(&LIST_LISTS, listed, arn);
    lists.retain(|list| list.facts.id.known().is_none_or(|id| used.contains(id)));
    let asked = lists.iter_mut().map(async |list| {
        // The domains of a list that somebody else keeps are told to nobody.
        // <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-managed-domain-lists.html>
        if list.facts.managed_owner_name != Fact::None {
            let gap = Gap::new(GapReason::UnsupportedHere, DOMAINS.name);
            return list.lacks(
                &DOMAINS,
                &gap.because("nobody is told what a managed list holds"),
            );
        }
        let Some(id) = list.facts.id.known() else {
            return list.lacks(&DOMAINS, &place.no_id(&DOMAINS));
        };
        let parameters = json!({"FirewallDomainListId": id});
        let listed = place.list(&LIST_DOMAINS, parameters).await;
        list.complete_list(&LIST_DOMAINS, listed, |facts| &mut facts.domains);
    });
    join_all(asked).await;
    place.keep(lists);
}
