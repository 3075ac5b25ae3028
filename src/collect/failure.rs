//! From an error of the SDK to a gap: the reason, and in a few words what the service said.

use std::error::Error;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::complete::Lacks;
use crate::model::error_class::ErrorClass;
use crate::model::gap::{Gap, GapReason};

/// Why a call told nothing.
#[derive(Debug)]
pub(super) struct Failure {
    /// The reason and what the service said, shortened.
    pub(super) gap: Box<Gap>,
    /// What kind of failure it is.
    pub(super) class: ErrorClass,
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

/// Codes of an operation that the endpoint does not know.
const UNKNOWN_OPERATION: [&str; 3] = [
    "InvalidAction",
    "UnknownOperationException",
    "UnsupportedOperation",
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
    pub(super) fn new(operation: &str, class: ErrorClass, detail: &str) -> Self {
        Failure {
            gap: Box::new(Gap::new(reason(class), operation).because(detail)),
            class,
            code: None,
        }
    }

    /// What an error of the SDK means.
    pub(super) fn of<E>(operation: &str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let code = error.as_service_error().and_then(|error| error.code());
        let (class, detail) = match error {
            SdkError::TimeoutError(_) => (
                ErrorClass::Timeout,
                "no answer within the time limit".to_owned(),
            ),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => (
                ErrorClass::Timeout,
                "no connection, or no answer, within the time limit".to_owned(),
            ),
            SdkError::ServiceError(context) => told(context.err(), context.raw()),
            SdkError::ResponseError(context) => match cause::<Lacks>(error) {
                Some(lacks) => (ErrorClass::Protocol, lacks.to_string()),
                None => unreadable(context.raw()),
            },
            SdkError::DispatchFailure(failure) if failure.is_io() => {
                let hint = "the service may not be offered in the region, or the network does not reach it";
                let detail = format!("{}; {hint}", chain(error));
                (ErrorClass::ServiceNotThere, detail)
            }
            other => (ErrorClass::Protocol, chain(other)),
        };
        let gap = Gap::new(reason(class), operation).because(shortened(&detail));
        Failure {
            gap: Box::new(gap),
            class,
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

/// The reason of a gap that a failure leaves.
fn reason(class: ErrorClass) -> GapReason {
    match class {
        ErrorClass::MissingPermission | ErrorClass::ScpDeny => GapReason::Denied,
        ErrorClass::ThrottledOut => GapReason::Throttled,
        ErrorClass::Timeout => GapReason::Timeout,
        _ => GapReason::Failed,
    }
}

/// What the service's own error means.
fn told<E: ProvideErrorMetadata + Error>(error: &E, raw: &HttpResponse) -> (ErrorClass, String) {
    let status = raw.status().as_u16();
    let message = error.message().unwrap_or("");
    let Some(code) = error.code() else {
        return match status {
            429 => (ErrorClass::ThrottledOut, "HTTP 429".to_owned()),
            _ => unreadable(raw),
        };
    };
    let class = class(code, status, message);
    let hint = match class {
        ErrorClass::Credentials if is_clock_skew(Some(code), message) => {
            "; the clock of this machine differs from that of AWS"
        }
        ErrorClass::Credentials => HAVE_EXPIRED,
        ErrorClass::RegionNotEnabled => {
            "; the region or the service may not be enabled for the account"
        }
        _ => "",
    };
    let said = message.lines().next().unwrap_or("");
    // EC2 adds a text that only the account itself can decode.
    let said = said.split("Encoded authorization").next().unwrap_or(said);
    let space = if said.is_empty() { "" } else { ": " };
    (class, format!("{code}{space}{}{hint}", said.trim()))
}

/// The class of an error that the service told.
fn class(code: &str, status: u16, message: &str) -> ErrorClass {
    let is = |codes: &[&str]| codes.contains(&code);
    if is_clock_skew(Some(code), message) || is(&EXPIRED) {
        ErrorClass::Credentials
    } else if is(&DENIED) || status == 403 && message.contains("not authorized to perform") {
        match message.contains("service control policy") {
            true => ErrorClass::ScpDeny,
            false => ErrorClass::MissingPermission,
        }
    } else if is(&THROTTLED) || status == 429 {
        ErrorClass::ThrottledOut
    } else if is(&TIMEOUT) {
        ErrorClass::Timeout
    } else if is(&NOT_ENABLED) {
        ErrorClass::RegionNotEnabled
    } else if is(&UNKNOWN_OPERATION) {
        ErrorClass::ServiceNotThere
    } else {
        ErrorClass::ServiceError
    }
}

/// An answer that is not one of the service's protocol.
fn unreadable(raw: &HttpResponse) -> (ErrorClass, String) {
    let status = raw.status().as_u16();
    let start = raw.body().bytes().map(|body| body.trim_ascii_start());
    let is_page = start.is_some_and(|body| {
        let has =
            |tag: &[u8]| body.len() >= tag.len() && body[..tag.len()].eq_ignore_ascii_case(tag);
        has(b"<!doctype html") || has(b"<html")
    });
    match is_page {
        true => (
            ErrorClass::ServiceNotThere,
            format!(
                "HTTP {status} with a page instead of an answer: the endpoint does not know the operation"
            ),
        ),
        false => (
            ErrorClass::Protocol,
            format!("HTTP {status} with an answer that cannot be read"),
        ),
    }
}

/// The cause of a kind that an error has.
fn cause<'a, C: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a C> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(cause) = error.downcast_ref::<C>() {
            return Some(cause);
        }
        next = error.source();
    }
    None
}

/// Whether nobody answered: there was no connection, or no answer on it.
pub(super) fn is_of_connection(error: &(dyn Error + 'static)) -> bool {
    cause::<ConnectorError>(error).is_some()
}

/// What an error and its causes say, each once; never what they hold.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let text = error.to_string();
        // The SDK writes out the whole request where it cannot apply an endpoint to it.
        let text = text
            .split(" to request `")
            .next()
            .unwrap_or(&text)
            .to_owned();
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
    fn errors_are_told_apart_by_what_has_to_be_done() {
        let scp = "User: x is not authorized to perform: ec2:DescribeVpcs with an explicit deny in a service control policy";
        let check = |code: &str, status, message: &str, want: ErrorClass, gap: GapReason| {
            let is = class(code, status, message);
            assert_eq!((is, reason(is)), (want, gap), "{code} {message}");
        };
        let denied = GapReason::Denied;
        let failed = GapReason::Failed;
        check("AccessDenied", 403, scp, ErrorClass::ScpDeny, denied);
        check(
            "AccessDenied",
            403,
            "no",
            ErrorClass::MissingPermission,
            denied,
        );
        let none = "x is not authorized to perform: a:B because no identity-based policy allows it";
        check("Other", 403, none, ErrorClass::MissingPermission, denied);
        check(
            "SlowDown",
            503,
            "",
            ErrorClass::ThrottledOut,
            GapReason::Throttled,
        );
        check(
            "Any",
            429,
            "",
            ErrorClass::ThrottledOut,
            GapReason::Throttled,
        );
        check(
            "RequestTimeout",
            400,
            "",
            ErrorClass::Timeout,
            GapReason::Timeout,
        );
        check(
            "OptInRequired",
            403,
            "",
            ErrorClass::RegionNotEnabled,
            failed,
        );
        check("ExpiredToken", 403, "", ErrorClass::Credentials, failed);
        let skewed = "Signature expired: 20260101T000000Z is now earlier";
        check(
            "InvalidSignatureException",
            403,
            skewed,
            ErrorClass::Credentials,
            failed,
        );
        check(
            "InvalidAction",
            400,
            "",
            ErrorClass::ServiceNotThere,
            failed,
        );
        check("InternalError", 500, "", ErrorClass::ServiceError, failed);
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
