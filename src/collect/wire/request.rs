//! A call as a request of its service's protocol.

use std::fmt::Write as _;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value as Json};

use super::service::Protocol;

/// A call with its parameters. Their names are those on the wire.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) operation: &'static str,
    /// `METHOD /path/{Parameter}?constant`, for the REST protocols.
    pub(super) route: &'static str,
    pub(super) parameters: Map<String, Json>,
}

/// What RFC 3986 leaves as it is; the signature wants exactly this.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Writes a request; its path is relative to the endpoint.
pub(super) fn write(protocol: Protocol, request: Request) -> Result<HttpRequest, BoxError> {
    match protocol {
        Protocol::Json { version, target } => {
            let target = format!("{target}.{}", request.operation);
            let content = format!("application/x-amz-json-{version}");
            let body = Json::Object(request.parameters).to_string();
            let mut written = post("/", &content, body)?;
            written.headers_mut().try_insert("x-amz-target", target)?;
            Ok(written)
        }
        Protocol::Query { version } => {
            let mut form = format!("Action={}&Version={version}", request.operation);
            for (name, value) in &request.parameters {
                flatten(&mut form, name, value);
            }
            post("/", "application/x-www-form-urlencoded", form)
        }
        Protocol::RestJson | Protocol::RestXml => rest(request),
    }
}

fn post(path: &str, content: &str, body: String) -> Result<HttpRequest, BoxError> {
    let mut written = HttpRequest::new(SdkBody::from(body));
    written.set_method("POST")?;
    written.set_uri(path.to_owned())?;
    written
        .headers_mut()
        .try_insert("content-type", content.to_owned())?;
    Ok(written)
}

/// Parameters go where the path names them, into headers by their name, and else into the query of
/// a GET and the body of a POST.
fn rest(request: Request) -> Result<HttpRequest, BoxError> {
    let mut parameters = request.parameters;
    let (method, route) = request
        .route
        .split_once(' ')
        .ok_or("the call has no route")?;
    let uri = fill(route, &mut parameters)?;
    let mut headers = Vec::new();
    parameters.retain(|name, value| match name.starts_with("x-amz-") {
        true => {
            headers.push((name.clone(), text(value)));
            false
        }
        false => true,
    });
    let mut written = match method {
        "POST" => post(
            &uri,
            "application/json",
            Json::Object(parameters).to_string(),
        )?,
        _ => {
            let mut query = String::new();
            for (name, value) in &parameters {
                let start = if query.is_empty() && !uri.contains('?') {
                    '?'
                } else {
                    '&'
                };
                _ = write!(query, "{start}{}={}", encoded(name), encoded(&text(value)));
            }
            let mut written = HttpRequest::new(SdkBody::empty());
            written.set_method(method)?;
            written.set_uri(uri + &query)?;
            written
        }
    };
    for (name, value) in headers {
        written.headers_mut().try_insert(name, value)?;
    }
    Ok(written)
}

/// Puts the parameters that a route names into it.
fn fill(route: &str, parameters: &mut Map<String, Json>) -> Result<String, BoxError> {
    let mut uri = String::new();
    let mut rest = route;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after
            .split_once('}')
            .ok_or("the route has no end of a name")?;
        let value = parameters
            .remove(name)
            .ok_or_else(|| format!("the path needs the parameter {name}"))?;
        uri.push_str(before);
        uri.push_str(&encoded(&text(&value)));
        rest = after;
    }
    uri.push_str(rest);
    Ok(uri)
}

/// A parameter of a form: `Name`, `Name.member.1`, `Name.Member`.
/// <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#query-key-resolution>
fn flatten(form: &mut String, name: &str, value: &Json) {
    match value {
        Json::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                flatten(form, &format!("{name}.member.{}", position + 1), item);
            }
        }
        Json::Object(members) => {
            for (member, value) in members {
                flatten(form, &format!("{name}.{member}"), value);
            }
        }
        value => _ = write!(form, "&{}={}", encoded(name), encoded(&text(value))),
    }
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}
