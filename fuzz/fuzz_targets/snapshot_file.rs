//! Any bytes as a snapshot.

#![no_main]

#[allow(dead_code, reason = "each target has one of them")]
#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::snapshot_file(data));
