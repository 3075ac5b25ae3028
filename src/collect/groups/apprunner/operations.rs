//! The latest operations of a service.

use super::SERVICE_OPERATIONS;
use crate::collect::convert::text;
use crate::collect::draft::Draft;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::kinds::apprunner::{Service, ServiceOperation};

/// Only the first page with an operation is asked for: the last one comes first, and how it ended is what
/// matters.
/// <https://docs.aws.amazon.com/apprunner/latest/api/API_ListOperations.html>
pub(super) async fn latest(place: &Place<'_>, service: &mut Draft<Service>) {
    let arn = service.identity.arn.as_str().to_owned();
    let told = place.pages(
        &SERVICE_OPERATIONS,
        |token| {
            let call = place.clients.apprunner.list_operations();
            let call = call.service_arn(&arn).max_results(20);
            call.set_next_token(token).send()
        },
        |told| {
            let is_empty = told
                .operation_summary_list
                .as_ref()
                .is_some_and(Vec::is_empty);
            let next = told.next_token.filter(|_| is_empty);
            page(told.operation_summary_list, next)
        },
    );
    let latest = told.await.fact(|told| ServiceOperation {
        id: text(told.id),
        operation_type: text(told.r#type),
        status: text(told.status),
    });
    service.list(&SERVICE_OPERATIONS, latest, |facts| &mut facts.operations);
}
