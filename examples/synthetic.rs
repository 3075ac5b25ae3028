//! Writes a synthetic snapshot to a file, or only reads one, to measure whole processes.
//!
//! ```text
//! cargo run --release --no-default-features --example synthetic -- write 100000 synthetic.assize
//! cargo run --release --no-default-features --example synthetic -- read synthetic.assize
//! ```

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a program: it has arguments, opens files, talks to who called it, and ends if it cannot"
)]

#[path = "../benches/synthetic/mod.rs"]
mod synthetic;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;

use assize::snapshot::Snapshot;

use synthetic::World;

const USAGE: &str = "usage: synthetic write RESOURCES FILE [REPEATS-IN-PERCENT [SEED]] | read FILE";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["write", resources, path, more @ ..] if more.len() <= 2 => {
            let snapshot = synthetic::snapshot(World {
                resources: resources.parse()?,
                repeats: more.first().map_or(Ok(90), |repeats| repeats.parse())?,
                seed: more.get(1).map_or(Ok(1), |seed| seed.parse())?,
            });
            let digest = snapshot.write(BufWriter::new(File::create(path)?))?;
            eprintln!("{path}: {} resources, {digest}", snapshot.resources.len());
            Ok(())
        }
        ["read", path] => {
            let snapshot = Snapshot::read(File::open(path)?, path)?;
            eprintln!("{path}: {} resources", snapshot.resources.len());
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}
