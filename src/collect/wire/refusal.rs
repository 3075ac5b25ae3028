//! The error that a service answers with.

use std::fmt;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value as Json;

use super::service::Protocol;
use super::xml;

/// What the service said instead of an answer.
#[derive(Debug)]
pub(in crate::collect) struct Refusal(ErrorMetadata);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code().unwrap_or("an error without a code"))
    }
}

impl std::error::Error for Refusal {}

impl ProvideErrorMetadata for Refusal {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

/// Reads an error; one that cannot be read has no code.
pub(super) fn read(protocol: Protocol, response: &HttpResponse) -> Refusal {
    let body = response.body().bytes().unwrap_or(&[]);
    let (code, message) = match protocol {
        Protocol::Json { .. } | Protocol::RestJson => of_json(response, body),
        Protocol::Query { .. } | Protocol::RestXml => of_xml(body),
    };
    let mut meta = ErrorMetadata::builder();
    if let Some(code) = code {
        meta = meta.code(code);
    }
    if let Some(message) = message {
        meta = meta.message(message);
    }
    Refusal(meta.build())
}

/// The code stands in a header or in the body, perhaps with a namespace before and a URI after it.
/// <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization>
fn of_json(response: &HttpResponse, body: &[u8]) -> (Option<String>, Option<String>) {
    let body: Json = serde_json::from_slice(body).unwrap_or(Json::Null);
    let text = |names: &[&str]| names.iter().find_map(|name| body.get(name)?.as_str());
    let header = response.headers().get("x-amzn-errortype");
    let code = header.or_else(|| text(&["__type", "code", "Code"]));
    let code = code.map(|code| {
        let code = code.split(':').next().unwrap_or(code);
        code.rsplit('#').next().unwrap_or(code).to_owned()
    });
    let message = text(&["message", "Message", "errorMessage"]);
    (code, message.map(str::to_owned))
}

/// `Error` at the top (S3) or in an `ErrorResponse`.
fn of_xml(body: &[u8]) -> (Option<String>, Option<String>) {
    let Ok(body) = xml::read(body) else {
        return (None, None);
    };
    let error = body.get("Error").unwrap_or(&body);
    let text = |name: &str| error.get(name).and_then(Json::as_str).map(str::to_owned);
    (text("Code"), text("Message"))
}
