//! What a service answers, as JSON.

use aws_smithy_runtime_api::client::orchestrator::{HttpResponse, OrchestratorError};
use serde_json::{Map, Value as Json};

use super::refusal::{self, Refusal};
use super::service::Protocol;
use super::xml;

/// Reads an answer, or the error that stands in its place.
pub(super) fn read(
    protocol: Protocol,
    response: &HttpResponse,
) -> Result<Json, OrchestratorError<Refusal>> {
    if !response.status().is_success() {
        let refusal = refusal::read(protocol, response);
        return Err(OrchestratorError::operation(refusal));
    }
    let body = response.body().bytes().unwrap_or(&[]);
    parse(protocol, body).map_err(OrchestratorError::other)
}

/// The members of an answer. One that is no document of the protocol is an error: an empty body is
/// not an empty answer.
pub(super) fn parse(protocol: Protocol, body: &[u8]) -> Result<Json, String> {
    let members = match protocol {
        Protocol::Json { .. } | Protocol::RestJson => {
            serde_json::from_slice(body).map_err(|error| error.to_string())?
        }
        Protocol::Query { .. } => result(xml::read(body)?)?,
        Protocol::RestXml => match body.trim_ascii_start().first() {
            // A bucket's policy is the body itself.
            Some(b'{') => document(body)?,
            _ => xml::read(body)?,
        },
    };
    match members {
        Json::Object(_) => Ok(members),
        // An element without elements.
        Json::String(text) if text.trim().is_empty() => Ok(Json::Object(Map::new())),
        // One without elements, but with a value: a bucket's location.
        Json::String(_) => Ok(Json::Object(Map::from_iter([(
            "Value".to_owned(),
            members,
        )]))),
        _ => Err("the answer is no structure".to_owned()),
    }
}

/// The element that holds the members: `DescribeThingsResult` in `DescribeThingsResponse`.
fn result(response: Json) -> Result<Json, String> {
    let Json::Object(members) = response else {
        return Err("the answer has no result".to_owned());
    };
    let result = members
        .into_iter()
        .find(|(name, _)| name.ends_with("Result"));
    result
        .map(|(_, members)| members)
        .ok_or_else(|| "the answer has no result".to_owned())
}

fn document(body: &[u8]) -> Result<Json, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let text = Json::String(text.to_owned());
    Ok(Json::Object(Map::from_iter([("Policy".to_owned(), text)])))
}
