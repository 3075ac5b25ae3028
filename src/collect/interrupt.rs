//! Ctrl-C: a scan that is stopped keeps what it was told.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::watch;

/// Stops a scan from elsewhere: calls under way are given up, and no other is made.
#[derive(Debug, Clone)]
pub struct Interrupt(Arc<watch::Sender<bool>>);

/// The exit code of a program that Ctrl-C ended, as shells have it: 128 and the number of SIGINT.
const ENDED_BY_CTRL_C: i32 = 130;

/// The scan that Ctrl-C stops.
static SCANNING: Mutex<Option<Interrupt>> = Mutex::new(None);

impl Interrupt {
    pub(super) fn new() -> Self {
        Interrupt(Arc::new(watch::Sender::new(false)))
    }

    /// Stops the scan.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether the scan was stopped.
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once the scan is stopped.
    pub(super) async fn stopped(&self) {
        let mut receiver = self.0.subscribe();
        // It fails only without a sender, and `self` is one.
        receiver.wait_for(|stopped| *stopped).await.ok();
    }

    /// Lets Ctrl-C stop this scan until the guard is dropped; then it ends the program again.
    pub(super) fn on_ctrl_c(&self) -> Guard {
        set_scanning(Some(self.clone()));
        static LISTENER: OnceLock<()> = OnceLock::new();
        LISTENER.get_or_init(listen);
        Guard
    }
}

/// While this lives, Ctrl-C stops the scan.
pub(super) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        set_scanning(None);
    }
}

fn set_scanning(scan: Option<Interrupt>) {
    *SCANNING.lock().unwrap_or_else(PoisonError::into_inner) = scan;
}

/// Listens for the rest of the program's life: who has once asked for the signal cannot give it back,
/// and Ctrl-C must go on to end the program when no scan is under way.
fn listen() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        // Then Ctrl-C ends the program, as it did before.
        return;
    };
    let listener = move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                let scan = SCANNING.lock().unwrap_or_else(PoisonError::into_inner);
                match scan.as_ref() {
                    Some(scan) if !scan.is_stopped() => scan.stop(),
                    Some(_) | None => std::process::exit(ENDED_BY_CTRL_C),
                }
            }
        });
    };
    std::thread::Builder::new()
        .name("ctrl-c".to_owned())
        .spawn(listener)
        .ok();
}
