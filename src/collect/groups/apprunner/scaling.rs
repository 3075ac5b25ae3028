//! How services scale: each configuration that one uses is asked about once.

use std::collections::BTreeSet;

use futures_util::future::join_all;

use super::SCALING;
use crate::collect::convert::{int, text};
use crate::collect::draft::Draft;
use crate::collect::place::Place;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::apprunner::{AutoScalingConfiguration, Service};

pub(super) async fn configurations(place: &Place<'_>, services: &[Draft<Service>]) {
    let used = services.iter().map(|service| &service.facts);
    let used = used.filter_map(|facts| facts.auto_scaling_configuration_arn.known());
    let used: BTreeSet<&Text> = used.collect();
    let told = join_all(used.into_iter().map(|arn| configuration(place, arn))).await;
    place.keep(told.into_iter().flatten().collect());
}

async fn configuration(place: &Place<'_>, arn: &str) -> Option<Draft<AutoScalingConfiguration>> {
    let mut draft: Draft<AutoScalingConfiguration> = place.draft(arn)?;
    let call = place
        .clients
        .apprunner
        .describe_auto_scaling_configuration();
    let call = call.auto_scaling_configuration_arn(arn);
    let told = match place.ask(&SCALING, call.send()).await {
        Ok(told) => told.auto_scaling_configuration,
        Err(gap) => {
            draft.lacks(&SCALING, &gap);
            return Some(draft);
        }
    };
    match told {
        Some(told) => {
            draft.facts.auto_scaling_configuration_name =
                text(told.auto_scaling_configuration_name);
            draft.facts.min_size = int(told.min_size);
            draft.facts.max_size = int(told.max_size);
        }
        None => {
            let gap = Gap::new(GapReason::Failed, SCALING.name);
            let gap = gap.because("the answer has no configuration");
            place.lacks(&SCALING, &gap);
            draft.lacks(&SCALING, &gap);
        }
    }
    Some(draft)
}
