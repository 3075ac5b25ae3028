//! Any text as a rule with METADATA.

#![no_main]

#[allow(dead_code, reason = "each target has one of them")]
#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::metadata(data));
