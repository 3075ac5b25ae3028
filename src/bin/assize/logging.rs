//! What is logged on standard error: our own calls, if somebody wants to see them.

use crate::end::Failure;

/// Logs from now on what `-v` or RUST_LOG asks for; nothing without them.
///
/// RUST_LOG cannot make the crates of the SDK and of HTTP say more than `info`: below it they write out
/// what they send and are sent, and a secret may be in that.
#[cfg(feature = "aws")]
pub(crate) fn begin(verbose: bool) -> Result<(), Failure> {
    use tracing_subscriber::filter::{EnvFilter, FilterExt as _, LevelFilter, filter_fn};
    use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
    use tracing_subscriber::util::SubscriberInitExt as _;

    let Some(wanted) = wanted().or_else(|| verbose.then(|| "assize=debug".to_owned())) else {
        return Ok(());
    };
    let wanted = EnvFilter::try_new(&wanted).map_err(|error| {
        Failure::Usage(format!(
            "RUST_LOG is `{wanted}`, which is no filter of logs: {error}; write it as in \
             RUST_LOG=assize=debug"
        ))
    })?;
    let capped = filter_fn(|event| is_own(event.target()) || *event.level() <= LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(crate::color::of_stderr())
        .with_filter(wanted.and(capped));
    // Fails only if somebody has begun before.
    tracing_subscriber::registry().with(lines).try_init().ok();
    Ok(())
}

/// Nothing is called, so nothing is logged.
#[cfg(not(feature = "aws"))]
pub(crate) fn begin(_: bool) -> Result<(), Failure> {
    Ok(())
}

#[cfg(feature = "aws")]
fn is_own(target: &str) -> bool {
    target == "assize" || target.starts_with("assize::")
}

#[cfg(feature = "aws")]
#[expect(
    clippy::disallowed_methods,
    reason = "RUST_LOG is read from the environment"
)]
fn wanted() -> Option<String> {
    std::env::var("RUST_LOG")
        .ok()
        .filter(|text| !text.is_empty())
}
