//! Everything that is not a snapshot is refused, with the line, the reason and what to do.

use sha2::{Digest, Sha256};

use super::*;
use crate::snapshot::line::hex;

/// The error for a file.
fn error(file: &[u8]) -> String {
    Snapshot::read(file, "a.assize").unwrap_err().to_string()
}

fn packed(text: &str) -> Vec<u8> {
    zstd::encode_all(text.as_bytes(), 3).unwrap()
}

/// The error for the sample with other lines; the trailer is right again, as a writer of other
/// snapshots would make it.
fn rewritten(change: impl FnOnce(&mut Vec<String>)) -> String {
    let mut all: Vec<String> = lines(FORMAT_1).lines().map(str::to_owned).collect();
    all.pop();
    change(&mut all);
    let body: String = all.iter().map(|line| format!("{line}\n")).collect();
    let count = |tag: &str| all.iter().filter(|line| line.starts_with(tag)).count();
    let end = format!(
        "{{\"end\":{{\"coverage\":{},\"resources\":{},\"sha256\":\"{}\"}}}}\n",
        count("{\"coverage\""),
        count("{\"kind\""),
        hex(Sha256::digest(&body)),
    );
    error(&packed(&(body + &end)))
}

#[track_caller]
fn says(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "`{part}` is not in: {error}");
    }
}

#[test]
fn files_that_are_something_else() {
    says(
        &error(b""),
        &["`a.assize`: the file is empty", "assize collect -o"],
    );
    says(&error(b"{}"), &["does not begin as a zstd file"]);
    says(
        &error(b"{\"assize\":{\"format\":1}}\n"),
        &["does not begin as a zstd file"],
    );
    says(&error(&packed("")), &["line 1", "cut off"]);
    says(&error(&packed("{\"a\":1}\n")), &["line 1", "no header"]);
    says(
        &error(&packed("{\"assize\":{\"format\":0}}\n")),
        &["line 1", "no format version 0"],
    );
}

#[test]
fn files_of_a_newer_version() {
    let newer = packed("{\"assize\":{\"format\":2,\"unheard\":true}}\n");
    says(&error(&newer), &["version 2", "up to 1", "a newer one"]);
    let newer = rewritten(|all| {
        all[0] = all[0].replace("\"ec2.vpc\":1", "\"ec2.vpc\":7");
    });
    says(
        &newer,
        &["line 1", "`ec2.vpc`", "version 7", "up to 2", "a newer one"],
    );
    let newer = rewritten(|all| {
        all[0] = all[0].replace("\"ec2.vpc\":1", "\"zzz.unheard\":1");
    });
    says(&newer, &["line 1", "`zzz.unheard`", "a newer one"]);
    let header = rewritten(|all| all[0] = all[0].replace("\"regions\"", "\"religions\""));
    says(&header, &["line 1", "header is wrong", "religions"]);
}

#[test]
fn files_that_are_cut_off() {
    for length in [
        5,
        FORMAT_1.len() / 2,
        FORMAT_1.len() - 4,
        FORMAT_1.len() - 1,
    ] {
        says(&error(&FORMAT_1[..length]), &["cut off", "copy it again"]);
    }
    let text = lines(FORMAT_1);
    let without_end = text.rfind("{\"end\"").unwrap();
    says(
        &error(&packed(&text[..without_end])),
        &["line 10", "cut off"],
    );
    says(&error(&packed(text.trim_end())), &["line 10", "cut off"]);
}

#[test]
fn files_that_were_changed() {
    let text = lines(FORMAT_1);
    says(
        &error(&packed(&text.replace("vpc-0a", "vpc-0b"))),
        &["changed after it was written", "take the original"],
    );
    let without = text.lines().filter(|line| !line.contains("\"subnet-0b\""));
    let without: String = without.map(|line| format!("{line}\n")).collect();
    says(
        &error(&packed(&without)),
        &["says 4 resource lines, and it has 3"],
    );
    let mut damaged = FORMAT_1.to_vec();
    damaged[FORMAT_1.len() / 2] ^= 0x10;
    says(&error(&damaged), &["damaged"]);
}

#[test]
fn files_that_go_on_after_the_end() {
    let help = ["bytes follow its trailer", "do not join files"];
    says(&error(&[FORMAT_1, b"\n"].concat()), &help);
    says(&error(&[FORMAT_1, FORMAT_1].concat()), &help);
    says(
        &error(&packed(&(lines(FORMAT_1) + "\n"))),
        &["line 11", "bytes follow"],
    );
}

#[test]
fn lines_out_of_order() {
    says(
        &rewritten(|all| all.swap(6, 7)),
        &["line 8", "subnet-0a` stands after", "sorted"],
    );
    says(
        &rewritten(|all| all.insert(7, all[6].clone())),
        &["line 8", "subnet-0a` occurs twice"],
    );
    says(
        &rewritten(|all| all.swap(1, 2)),
        &["line 3", "stands after"],
    );
    says(
        &rewritten(|all| all.swap(4, 5)),
        &["line 6", "coverage stands before"],
    );
    says(
        &rewritten(|all| all.insert(3, String::new())),
        &["line 4", "no line of a snapshot"],
    );
}

#[test]
fn lines_of_another_shape() {
    let changed = |line: usize, from: &str, to: &str| {
        rewritten(|all| {
            assert!(all[line].contains(from), "{}", all[line]);
            all[line] = all[line].replace(from, to);
        })
    };
    says(
        &changed(6, "{\"kind\":\"ec2.subnet\"", "{\"kind\":\"ec2.subway\""),
        &["line 7", "unknown kind `ec2.subway`", "subnet-0a"],
    );
    says(
        &changed(
            6,
            "\"map_public_ip_on_launch\":false",
            "\"map_public_ip_on_launch\":\"no\"",
        ),
        &[
            "line 7",
            "facts of ec2.subnet",
            "subnet-0a",
            "expected a boolean",
        ],
    );
    says(
        &changed(6, "\"vpc_id\"", "\"vpc_jd\""),
        &["line 7", "unknown field `vpc_jd`"],
    );
    says(
        &changed(6, "\"region\"", "\"religion\""),
        &["line 7", "religion"],
    );
    says(
        &changed(6, "\"arn\":\"arn:", "\"arn\":\"urn:"),
        &["line 7", "is not an ARN"],
    );
    says(
        &changed(8, "\"denied\"", "\"forgot\""),
        &["line 9", "forgot"],
    );
    says(
        &changed(1, "\"pages\"", "\"pagers\""),
        &["line 2", "pagers"],
    );
}

#[test]
fn an_unsorted_snapshot_is_not_written() {
    let mut snapshot = sample();
    snapshot.resources.reverse();
    let mut file = Vec::new();
    let error = snapshot.write(&mut file).unwrap_err();
    says(&error.to_string(), &["not sorted", "Snapshot::assemble"]);
    assert!(file.is_empty());
}
