//! EventBridge: the rules of the default bus, and what they start.

use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::EVENTS;
use crate::model::kinds::Reach;
use crate::model::kinds::events::Rule;

operations! {
    RULES = "events:ListRules";
    TARGETS = "events:ListTargetsByRule" after RULES;
}

static LIST_RULES: Call = Call::of(&EVENTS, &RULES)
    .list(&["Rules"])
    .token("NextToken", "NextToken")
    .size("Limit", 100);
static LIST_TARGETS: Call = Call::of(&EVENTS, &TARGETS)
    .list(&["Targets"])
    .token("NextToken", "NextToken")
    .size("Limit", 100);

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(rules(place)),
};

async fn rules(place: &Place<'_>) {
    let listed = place.list(&LIST_RULES, json!({})).await;
    let mut rules: Vec<Draft<Rule>> =
        place.told(&LIST_RULES, listed, |item| place.arn_in(item, "Arn"));
    let name = |rule: &Draft<Rule>| json!({"Rule": rule.facts.name.known()});
    place
        .list_each(&LIST_TARGETS, &mut rules, name, |facts| &mut facts.targets)
        .await;
    place.keep(rules);
}
