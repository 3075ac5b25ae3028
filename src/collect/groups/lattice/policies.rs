//! What configurations, networks and services have in common: policies, and logs of accesses.

use super::{ACCESS_LOGS, AUTH_POLICY, RESOURCE_POLICY};
use crate::collect::convert::{policy, required, text};
use crate::collect::draft::Draft;
use crate::collect::operation::Operation;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::kinds::policy::PolicyDocument;
use crate::model::kinds::vpc_lattice::AccessLogSubscription;
use crate::model::record::Record;

/// How both operations say that there is no policy.
const NO_POLICY: &str = "ResourceNotFoundException";

/// A policy, as its text was told.
pub(super) type Told = Result<Option<String>, Gap>;

/// With whom something is shared.
pub(super) async fn resource_policy(place: &Place<'_>, arn: &str) -> Told {
    let call = place
        .clients
        .lattice
        .get_resource_policy()
        .resource_arn(arn);
    let told = place.ask_if_any(&RESOURCE_POLICY, NO_POLICY, call.send());
    Ok(told.await?.and_then(|told| told.policy))
}

/// Who may call something, where a policy decides that.
pub(super) async fn auth_policy(place: &Place<'_>, arn: &str) -> Told {
    let call = place.clients.lattice.get_auth_policy();
    let call = call.resource_identifier(arn);
    let told = place.ask_if_any(&AUTH_POLICY, NO_POLICY, call.send());
    Ok(told.await?.and_then(|told| told.policy))
}

/// Sets a policy, or says why it is missing.
pub(super) fn set<T: Record>(
    draft: &mut Draft<T>,
    operation: &Operation,
    path: &str,
    told: Told,
    of: impl FnOnce(&mut T) -> &mut Fact<PolicyDocument>,
) {
    let read = match told {
        Ok(told) => policy(told),
        Err(gap) => return draft.lacks(operation, &gap),
    };
    if read.is_missing() {
        let gap = Gap::new(GapReason::Failed, operation.name);
        draft.gap(path, gap.because("the policy cannot be read"));
    }
    *of(&mut draft.facts) = read;
}

/// Where the accesses to something are written down, and why there may be more places.
pub(super) async fn access_logs(
    place: &Place<'_>,
    arn: &str,
) -> (Fact<Vec<AccessLogSubscription>>, Option<Gap>) {
    let told = place.pages(
        &ACCESS_LOGS,
        |token| {
            let call = place.clients.lattice.list_access_log_subscriptions();
            let call = call.resource_identifier(arn);
            call.max_results(100).set_next_token(token).send()
        },
        |told| page(Some(told.items), told.next_token),
    );
    told.await.fact(|told| AccessLogSubscription {
        destination_arn: required(told.destination_arn),
        service_network_log_type: text(told.service_network_log_type),
    })
}
