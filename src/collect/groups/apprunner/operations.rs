//! The latest operations of a service.

use super::SERVICE_OPERATIONS;
use crate::collect::convert::text;
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::kinds::apprunner::{Service, ServiceOperation};

/// Only the first page is asked for: the last operation comes first, and how it ended is what matters.
/// <https://docs.aws.amazon.com/apprunner/latest/api/API_ListOperations.html>
pub(super) async fn latest(place: &Place<'_>, service: &mut Draft<Service>) {
    let arn = service.identity.arn.as_str().to_owned();
    let told = place.pages(
        &SERVICE_OPERATIONS,
        |_: Option<String>| {
            let call = place.clients.apprunner.list_operations();
            call.service_arn(&arn).max_results(20).send()
        },
        |told| page(told.operation_summary_list, None),
    );
    let latest = told.await.fact(|told| ServiceOperation {
        id: text(told.id),
        operation_type: text(told.r#type),
        status: text(told.status),
    });
    service.list(&SERVICE_OPERATIONS, latest, |facts| &mut facts.operations);
}
