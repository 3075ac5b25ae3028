//! Reads a snapshot, a batch of lines at a time, and refuses everything that is not exactly one.

use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use zstd::stream::read::Decoder;

use super::error::{Fault, SnapshotError};
use super::line::{
    AnyHeaderLine, EndLine, OwnCoverageLine, OwnHeaderLine, OwnResourceLine, Tag, coverage_key,
    hex, key,
};
use super::{FORMAT, Header, Snapshot};
use crate::model::kinds::{self, Facts};
use crate::model::resource::Resource;

/// How a zstd frame begins.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The longest line, so that a bomb of one line does not fill the memory.
const LONGEST_LINE_MIB: usize = 64;

/// Lines are parsed in parallel once so many bytes of them are there.
const BATCH: usize = 4 << 20;

impl Snapshot {
    /// Reads a snapshot. `name` is what errors call it.
    ///
    /// # Errors
    /// Whatever is not exactly what [`Snapshot::write`] wrote; see [`Fault`].
    pub fn read(input: impl Read, name: &str) -> Result<Self, SnapshotError> {
        let input = BufReader::with_capacity(128 << 10, input);
        read(input).map_err(|error| error.of(name))
    }
}

fn read(input: impl BufRead) -> Result<Snapshot, SnapshotError> {
    let mut lines = Lines::open(input).map_err(|fault| fault.at(0))?;
    let mut batch = Batch::default();
    let mut snapshot = Snapshot::default();
    let first = lines.next(&mut batch.bytes)?;
    snapshot.header = header(&batch.bytes[first]).map_err(|fault| fault.at(1))?;
    batch.hash.update(&batch.bytes);
    batch.bytes.clear();
    loop {
        let line = lines.next(&mut batch.bytes)?;
        match Tag::of(&batch.bytes[line.clone()]) {
            Tag::Coverage if snapshot.resources.is_empty() && batch.lines.is_empty() => {
                batch
                    .coverage(&mut snapshot)
                    .map_err(|fault| fault.at(lines.number))?;
            }
            Tag::Resource => batch.resource(line, &mut snapshot, lines.number)?,
            Tag::End => {
                let end = batch.bytes[line].to_vec();
                batch.parse(&mut snapshot, lines.number)?;
                snapshot.digest = hex(batch.hash.finalize());
                check_end(&end, &snapshot).map_err(|fault| fault.at(lines.number))?;
                lines.finish()?;
                return Ok(snapshot);
            }
            Tag::Coverage => {
                let why = "coverage stands before resources".to_owned();
                return Err(Fault::Line(why).at(lines.number));
            }
            Tag::Other => {
                let why = "it is neither coverage nor a resource nor the trailer".to_owned();
                return Err(Fault::Line(why).at(lines.number));
            }
        }
    }
}

fn header(line: &[u8]) -> Result<Header, Fault> {
    if !line.starts_with(br#"{"assize":"#) {
        return Err(Fault::NoHeader);
    }
    let wrong = |error: serde_json::Error| Fault::Header(error.to_string());
    let any: AnyHeaderLine = serde_json::from_slice(line).map_err(wrong)?;
    match any.assize.format {
        FORMAT => {}
        0 => return Err(Fault::Header("there is no format version 0".to_owned())),
        found => {
            return Err(Fault::NewerFormat {
                found,
                known: FORMAT,
            });
        }
    }
    let own: OwnHeaderLine = serde_json::from_slice(line).map_err(wrong)?;
    for (kind, &found) in &own.assize.kinds {
        let known = kinds::kind(kind).map_or(0, |kind| kind.version);
        if found > known {
            let kind = kind.to_string();
            return Err(Fault::NewerKind { kind, found, known });
        }
    }
    Ok(own.assize)
}

fn check_end(line: &[u8], snapshot: &Snapshot) -> Result<(), Fault> {
    let end = serde_json::from_slice::<EndLine>(line)
        .map_err(|error| Fault::Line(error.to_string()))?
        .end;
    let counts = [
        ("coverage", end.coverage, snapshot.coverage.len()),
        ("resource", end.resources, snapshot.resources.len()),
    ];
    for (what, said, found) in counts {
        if said != found {
            return Err(Fault::Count { what, said, found });
        }
    }
    if end.sha256 != snapshot.digest {
        return Err(Fault::Changed {
            said: end.sha256,
            found: snapshot.digest.clone(),
        });
    }
    Ok(())
}

/// Lines that wait to be parsed together.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    lines: Vec<Range<usize>>,
    hash: Sha256,
}

impl Batch {
    /// Takes the one line that is there as coverage.
    fn coverage(&mut self, snapshot: &mut Snapshot) -> Result<(), Fault> {
        let line: OwnCoverageLine =
            serde_json::from_slice(&self.bytes).map_err(|error| Fault::Line(error.to_string()))?;
        if let Some(before) = snapshot.coverage.last() {
            let (before, this) = (coverage_key(before), coverage_key(&line.coverage));
            in_order(before, this, |(account, region, operation)| {
                format!("{account} {region} {operation}")
            })?;
        }
        snapshot.coverage.push(line.coverage);
        self.hash.update(&self.bytes);
        self.bytes.clear();
        Ok(())
    }

    /// Keeps a line for later, or parses all that wait. `number` is that of the line.
    fn resource(
        &mut self,
        line: Range<usize>,
        snapshot: &mut Snapshot,
        number: usize,
    ) -> Result<(), SnapshotError> {
        self.lines.push(line);
        if self.bytes.len() < BATCH {
            return Ok(());
        }
        self.parse(snapshot, number + 1)
    }

    /// Parses what waits. `next` is the number of the line after the last of them.
    fn parse(&mut self, snapshot: &mut Snapshot, next: usize) -> Result<(), SnapshotError> {
        let first = next - self.lines.len();
        let Batch { bytes, lines, hash } = self;
        let waiting = lines.last().map_or(0, |line| line.end);
        let (parsed, ()) = rayon::join(
            || -> Vec<Result<Resource, Fault>> {
                let parse = |line: &Range<usize>| resource(&bytes[line.clone()]);
                lines.par_iter().with_min_len(64).map(parse).collect()
            },
            || hash.update(&bytes[..waiting]),
        );
        // Not collected as one result: which of several errors that would give is left to chance.
        for (at, parsed) in parsed.into_iter().enumerate() {
            let number = first + at;
            let resource = parsed.map_err(|fault| fault.at(number))?;
            if let Some(before) = snapshot.resources.last() {
                in_order(key(before), key(&resource), |(kind, arn)| {
                    format!("{kind} {arn}")
                })
                .map_err(|fault| fault.at(number))?;
            }
            snapshot.resources.push(resource);
        }
        lines.clear();
        bytes.clear();
        Ok(())
    }
}

fn in_order<K: Ord + Copy>(before: K, this: K, show: impl Fn(K) -> String) -> Result<(), Fault> {
    match before.cmp(&this) {
        std::cmp::Ordering::Less => Ok(()),
        std::cmp::Ordering::Equal => Err(Fault::Twice(show(this))),
        std::cmp::Ordering::Greater => Err(Fault::Unsorted {
            before: show(before),
            this: show(this),
        }),
    }
}

fn resource(line: &[u8]) -> Result<Resource, Fault> {
    let line: OwnResourceLine<'_> =
        serde_json::from_slice(line).map_err(|error| Fault::Line(error.to_string()))?;
    if kinds::kind(&line.kind).is_none() {
        return Err(Fault::UnknownKind {
            kind: line.kind.into_owned(),
            arn: line.arn.to_string(),
        });
    }
    let facts = Facts::parse(&line.kind, line.facts).map_err(|error| Fault::Facts {
        kind: line.kind.to_string(),
        arn: line.arn.to_string(),
        why: error.to_string(),
    })?;
    Ok(Resource {
        arn: line.arn,
        account: line.account,
        region: line.region,
        facts,
        gaps: line.gaps,
    })
}

/// The uncompressed text, line by line.
struct Lines<R: BufRead> {
    text: BufReader<Decoder<'static, R>>,
    /// The number of the line that was read last.
    number: usize,
}

impl<R: BufRead> Lines<std::io::Chain<std::io::Cursor<[u8; 4]>, R>> {
    fn open(mut input: R) -> Result<Self, Fault> {
        let mut magic = [0; 4];
        if input.fill_buf().map_err(Fault::Io)?.is_empty() {
            return Err(Fault::Empty);
        }
        match input.read_exact(&mut magic) {
            Ok(()) if magic == MAGIC => {}
            Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
                return Err(Fault::Io(error));
            }
            _ => return Err(Fault::NotZstd),
        }
        let input = std::io::Cursor::new(magic).chain(input);
        // One frame: what follows it is seen, not read.
        let decoder = Decoder::with_buffer(input)
            .map_err(Fault::Io)?
            .single_frame();
        Ok(Lines {
            text: BufReader::with_capacity(128 << 10, decoder),
            number: 0,
        })
    }
}

impl<R: BufRead> Lines<R> {
    /// Appends the next line, with its end, to `into`, and tells where it stands.
    fn next(&mut self, into: &mut Vec<u8>) -> Result<Range<usize>, SnapshotError> {
        self.number += 1;
        let start = into.len();
        let longest = LONGEST_LINE_MIB << 20;
        let length = (&mut self.text)
            .take(longest as u64)
            .read_until(b'\n', into)
            .map_err(|error| Fault::of_read(error).at(self.number))?;
        if into.last() == Some(&b'\n') && length > 0 {
            return Ok(start..into.len());
        }
        let fault = if length == longest {
            Fault::LongLine(LONGEST_LINE_MIB)
        } else {
            Fault::CutOff
        };
        Err(fault.at(self.number))
    }

    /// Sees that nothing follows: no text, and no bytes after the compressed text.
    fn finish(mut self) -> Result<(), SnapshotError> {
        let after = self
            .text
            .fill_buf()
            .map_err(|error| Fault::of_read(error).at(0))?;
        if !after.is_empty() {
            return Err(Fault::AfterEnd.at(self.number + 1));
        }
        let mut input = self.text.into_inner().into_inner();
        if input
            .fill_buf()
            .map_err(|error| Fault::Io(error).at(0))?
            .is_empty()
        {
            Ok(())
        } else {
            Err(Fault::AfterEnd.at(0))
        }
    }
}
