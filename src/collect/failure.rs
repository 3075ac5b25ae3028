//! From an error of the SDK to a gap: the reason, and in a few words what the service said.

use std::error::Error;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::model::gap::{Gap, GapReason};

/// Why a call told nothing.
#[derive(Debug)]
pub(super) struct Failure {
    /// The reason and what the service said, shortened.
    pub(super) gap: Box<Gap>,
    /// The service's code for it, if the service answered.
    pub(super) code: Option<String>,
}

/// Codes of a missing permission. A service control policy has the same ones.
const DENIED: [&str; 6] = [
    "UnauthorizedOperation",
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "NotAuthorized",
    "UnauthorizedAccess",
];

/// Codes of a rate that was exceeded.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
const THROTTLED: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];

/// Codes of a call that took the service too long.
const TIMEOUT: [&str; 3] = [
    "RequestTimeout",
    "RequestTimeoutException",
    "GatewayTimeout",
];

/// Codes of credentials that are not accepted where they were used, which in a region means nearly
/// always that the account has not enabled it.
const NOT_ENABLED: [&str; 5] = [
    "OptInRequired",
    "SubscriptionRequiredException",
    "AuthFailure",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
];

/// Codes of credentials that were valid once.
pub(super) const EXPIRED: [&str; 4] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "TokenRefreshRequired",
];

/// Codes of a signature with a time that the service does not take.
const SKEWED: [&str; 2] = ["RequestTimeTooSkewed", "RequestInTheFuture"];

/// Whether a call failed because the clock of this machine is wrong. Other codes may mean it too; then
/// the message says so.
pub(super) fn is_clock_skew(code: Option<&str>, message: &str) -> bool {
    let says = ["Signature expired", "Signature not yet current"];
    code.is_some_and(|code| SKEWED.contains(&code))
        || says.iter().any(|text| message.contains(text))
}

/// What a gap says of calls that were made with credentials that had been valid before.
pub(super) const HAVE_EXPIRED: &str = "; the credentials expired while the account was read";

impl Failure {
    /// A failure that no service told.
    pub(super) fn new(operation: &str, reason: GapReason, detail: &str) -> Self {
        Failure {
            gap: Box::new(Gap::new(reason, operation).because(detail)),
            code: None,
        }
    }

    /// What an error of the SDK means.
    pub(super) fn of<E>(operation: &str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let code = error.as_service_error().and_then(|error| error.code());
        let (reason, detail) = match error {
            SdkError::TimeoutError(_) => (
                GapReason::Timeout,
                "no answer within the time limit".to_owned(),
            ),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => (
                GapReason::Timeout,
                "no connection, or no answer, within the time limit".to_owned(),
            ),
            SdkError::ServiceError(context) => told(context.err(), context.raw()),
            SdkError::ResponseError(context) => (GapReason::Failed, unreadable(context.raw())),
            SdkError::DispatchFailure(_) => {
                let hint = "the service may not be offered in the region, or the network does not reach it";
                (GapReason::Failed, format!("{}; {hint}", chain(error)))
            }
            other => (GapReason::Failed, chain(other)),
        };
        Failure {
            gap: Box::new(Gap::new(reason, operation).because(shortened(&detail))),
            code: code.map(str::to_owned),
        }
    }

    /// Whether the thing that was asked about is not there (any more).
    pub(super) fn is_gone(&self) -> bool {
        self.code
            .as_deref()
            .is_some_and(|code| code.contains("NotFound") || code.starts_with("NoSuch"))
    }
}

/// What the service's own error means.
fn told<E: ProvideErrorMetadata + Error>(error: &E, raw: &HttpResponse) -> (GapReason, String) {
    let status = raw.status().as_u16();
    let message = error.message().unwrap_or("");
    let Some(code) = error.code() else {
        return match status {
            429 => (GapReason::Throttled, "HTTP 429".to_owned()),
            _ => (GapReason::Failed, unreadable(raw)),
        };
    };
    let is = |codes: &[&str]| codes.contains(&code);
    let refused = || status == 403 && message.contains("not authorized to perform");
    let reason = if is(&DENIED) || refused() {
        GapReason::Denied
    } else if is(&THROTTLED) || status == 429 {
        GapReason::Throttled
    } else if is(&TIMEOUT) {
        GapReason::Timeout
    } else {
        GapReason::Failed
    };
    let hint = if is_clock_skew(Some(code), message) {
        "; the clock of this machine differs from that of AWS"
    } else if is(&NOT_ENABLED) {
        "; the region or the service may not be enabled for the account"
    } else if is(&EXPIRED) {
        HAVE_EXPIRED
    } else {
        ""
    };
    let said = message.lines().next().unwrap_or("");
    // EC2 adds a text that only the account itself can decode.
    let said = said.split("Encoded authorization").next().unwrap_or(said);
    let space = if said.is_empty() { "" } else { ": " };
    (reason, format!("{code}{space}{}{hint}", said.trim()))
}

/// An answer that is not one of the service's protocol.
fn unreadable(raw: &HttpResponse) -> String {
    let status = raw.status().as_u16();
    let start = raw.body().bytes().map(|body| body.trim_ascii_start());
    let is_page = start.is_some_and(|body| {
        let has =
            |tag: &[u8]| body.len() >= tag.len() && body[..tag.len()].eq_ignore_ascii_case(tag);
        has(b"<!doctype html") || has(b"<html")
    });
    if is_page {
        format!(
            "HTTP {status} with a page instead of an answer: the endpoint does not know the operation"
        )
    } else {
        format!("HTTP {status} with an answer that cannot be read")
    }
}

/// What an error and its causes say, each once; never what they hold.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        if !said.iter().any(|earlier| earlier.contains(&text)) {
            said.push(text);
        }
        next = error.source();
    }
    said.join(": ")
}

/// The first line without control characters, and not too long.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 240;
    let line = text.lines().next().unwrap_or("");
    let mut short: String = line
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST)
        .collect();
    if line.chars().count() > MOST {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_short_and_plain() {
        assert_eq!(shortened("one\ntwo"), "one");
        assert_eq!(shortened("a\u{1b}[31mb"), "a[31mb");
        let long = shortened(&"é".repeat(1000));
        assert_eq!(long.chars().count(), 241);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn causes_are_said_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("the call failed: no route")]
        struct Outer(#[source] Inner);
        #[derive(Debug, thiserror::Error)]
        #[error("no route")]
        struct Inner;
        assert_eq!(chain(&Outer(Inner)), "the call failed: no route");
    }
}
