//! Writes a snapshot: the same snapshot gives the same bytes.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};
use zstd::stream::write::Encoder;

use super::line::{CoverageLine, End, EndLine, HeaderLine, ResourceLine, coverage_key, hex, key};
use super::{FORMAT, Header, Snapshot};

/// Level 3 packs facts 10 to 15 times; higher levels cost more than they save.
const LEVEL: i32 = 3;

impl Snapshot {
    /// Writes the snapshot, and tells the SHA-256 of its lines.
    ///
    /// # Errors
    /// What the target says, and lines that are not sorted: nobody could read them again.
    pub fn write(&self, target: impl Write) -> io::Result<String> {
        self.check_order()?;
        let mut encoder = Encoder::new(target, LEVEL)?;
        encoder.include_checksum(true)?;
        let mut lines = Lines {
            target: encoder,
            hash: Sha256::new(),
            buffer: Vec::new(),
        };
        let header = Header {
            format: FORMAT,
            ..self.header.clone()
        };
        lines.put(&HeaderLine { assize: &header })?;
        for coverage in &self.coverage {
            lines.put(&CoverageLine { coverage })?;
        }
        for resource in &self.resources {
            lines.put(&ResourceLine::from(resource))?;
        }
        lines.end(self.coverage.len(), self.resources.len())
    }

    fn check_order(&self) -> io::Result<()> {
        let sorted = self
            .coverage
            .is_sorted_by(|a, b| coverage_key(a) < coverage_key(b))
            && self.resources.is_sorted_by(|a, b| key(a) < key(b));
        if sorted {
            Ok(())
        } else {
            Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the snapshot is not sorted, or has something twice: make it with `Snapshot::assemble`",
            ))
        }
    }
}

struct Lines<'a, W: Write> {
    target: Encoder<'a, W>,
    hash: Sha256,
    buffer: Vec<u8>,
}

impl<W: Write> Lines<'_, W> {
    fn put(&mut self, line: &impl Serialize) -> io::Result<()> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line)?;
        self.buffer.push(b'\n');
        self.hash.update(&self.buffer);
        self.target.write_all(&self.buffer)
    }

    fn end(mut self, coverage: usize, resources: usize) -> io::Result<String> {
        let sha256 = hex(self.hash.finalize_reset());
        let end = End {
            coverage,
            resources,
            sha256: sha256.clone(),
        };
        self.put(&EndLine { end })?;
        self.target.finish()?.flush()?;
        Ok(sha256)
    }
}
