//! How long and how often a scan asks before it gives up. The SDK itself has no time limits.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;

/// The bounds of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// How often a call is tried, the first time too.
    pub attempts: u32,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long one attempt may take, the last byte of the answer included.
    pub attempt_timeout: Duration,
    /// How long a call may take with all its attempts and the waits between them.
    pub operation_timeout: Duration,
    /// How many calls are under way at once.
    pub concurrency: usize,
    /// How many of them one account may have in one region: a region that hangs must not hold up
    /// all others.
    pub place_concurrency: usize,
    /// How many pages of one list are read. AWS ends every list; a broken endpoint may not.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            attempts: 5,
            connect_timeout: Duration::from_secs(5),
            attempt_timeout: Duration::from_secs(30),
            operation_timeout: Duration::from_secs(120),
            concurrency: 256,
            place_concurrency: 64,
            pages: 100_000,
        }
    }
}

impl Limits {
    /// The same limits for calls that take no longer than this; a call that is tried again may take
    /// four times as long.
    #[must_use]
    pub fn with_timeout(self, attempt: Duration) -> Self {
        Limits {
            connect_timeout: self.connect_timeout.min(attempt),
            attempt_timeout: attempt,
            operation_timeout: attempt.saturating_mul(4),
            ..self
        }
    }

    /// Adaptive: after a service has throttled once, calls to it slow down to what it takes.
    pub(super) fn retry(&self) -> RetryConfig {
        RetryConfig::adaptive()
            .with_max_attempts(self.attempts.max(1))
            .with_initial_backoff(Duration::from_millis(300))
    }

    pub(super) fn timeouts(&self) -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(self.connect_timeout)
            .operation_attempt_timeout(self.attempt_timeout)
            .operation_timeout(self.operation_timeout)
            .build()
    }
}
