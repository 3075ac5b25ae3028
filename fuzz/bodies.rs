//! What must hold of any input of what reads the files of others: the bodies of the fuzz targets. The
//! tests run them, too, on random inputs and on those of the repository. Each panics if it does not hold.

use assize::rules::metadata::{Metadata, Origin};
use assize::rules::source::Source;
use assize::snapshot::Snapshot;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Any bytes are no snapshot, or one that is the same when it is written and read again.
pub(crate) fn snapshot_file(data: &[u8]) {
    let Ok(read) = Snapshot::read(data, "any.assize") else {
        return;
    };
    let mut file = Vec::new();
    let digest = read
        .write(&mut file)
        .expect("a snapshot that was read is written");
    let again = Snapshot::read(file.as_slice(), "again.assize")
        .expect("a snapshot that was written is read");
    assert_eq!(again.digest, digest);
    if !read.resources.iter().any(has_fraction) {
        assert_eq!(again, Snapshot { digest, ..read });
    }
}

/// The same of lines to which only the trailer and the compression are missing, so that what is wrong
/// with them is not found by the digest alone.
pub(crate) fn snapshot_lines(data: &[u8]) {
    snapshot_file(&sealed(data));
}

/// A file of these lines, with the trailer that belongs to them.
pub(crate) fn sealed(lines: &[u8]) -> Vec<u8> {
    let mut text = lines.to_vec();
    if text.last().is_some_and(|byte| *byte != b'\n') {
        text.push(b'\n');
    }
    let count = |start: &[u8]| {
        let lines = text.split(|byte| *byte == b'\n');
        lines.filter(|line| line.starts_with(start)).count()
    };
    let digest = Sha256::digest(&text);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let end = json!({"end": {
        "coverage": count(br#"{"coverage":"#),
        "resources": count(br#"{"kind":"#),
        "sha256": hex,
    }});
    text.extend_from_slice(format!("{end}\n").as_bytes());
    zstd::encode_all(text.as_slice(), 1).expect("memory")
}

/// Fractions are not read to the last bit; no attribute of ours is one, but any JSON may have them.
fn has_fraction(resource: &assize::model::resource::Resource) -> bool {
    fn inside(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.is_f64(),
            Value::Array(items) => items.iter().any(inside),
            Value::Object(members) => members.values().any(inside),
            Value::Null | Value::Bool(_) | Value::String(_) => false,
        }
    }
    let facts = serde_json::to_value(&resource.facts).expect("facts are JSON");
    inside(&facts)
}

/// Any text is the contract of a rule, of the id that the name of the file says, or has problems that
/// stand in the file; and it is the same each time.
pub(crate) fn metadata(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for (file, origin) in [
        ("policies/rds/rds_storage_encrypted.rego", Origin::BuiltIn),
        ("mine/a_rule.rego", Origin::User),
    ] {
        let source = Source { file, text };
        let read = Metadata::read(source, origin);
        assert_eq!(read, Metadata::read(source, origin));
        match read {
            Ok(metadata) => assert_eq!(metadata.name(), source.stem()),
            Err(problems) => {
                assert!(!problems.is_empty(), "refused without a reason");
                let lines = u32::try_from(text.lines().count()).expect("not that many");
                for problem in problems {
                    assert_eq!(problem.file, file);
                    assert!(
                        (1..=lines + 1).contains(&problem.line) && problem.column > 0,
                        "outside of the {lines} lines: {problem}"
                    );
                    assert!(!problem.message.is_empty());
                }
            }
        }
    }
}
