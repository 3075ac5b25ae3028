//! `assize demo`: the same reports every time, of every system.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::cli::assize;

/// Every file below a directory, by path.
fn files(directory: &Path, prefix: &str, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), into);
        } else {
            let text = fs::read_to_string(entry.path()).expect("UTF-8");
            into.insert(name, text);
        }
    }
}

/// What `assize demo -o` writes.
fn written() -> BTreeMap<String, String> {
    let mut demo = assize(["demo", "-o", "out"]);
    let ran = demo.run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(0), ""),
        "{}",
        ran.stdout
    );
    let mut written = BTreeMap::new();
    files(&demo.home().join("out"), "", &mut written);
    written
}

#[test]
fn the_demo_prints_a_summary_of_each_system_and_of_all() {
    let ran = assize(["demo"]).run();
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(0), ""),
        "{}",
        ran.stdout
    );
    let headlines = ran.stdout.lines().filter(|line| line.starts_with("== "));
    assert_eq!(headlines.count(), 6, "{}", ran.stdout);
    assert!(ran.stdout.contains("== All 5 systems: "), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn the_demo_writes_the_same_reports_every_time() {
    let first = written();
    assert!(first.contains_key("README.md"));
    let count = |end: &str| first.keys().filter(|name| name.ends_with(end)).count();
    assert_eq!([count("/report.md"), count("/report.json")], [5, 5]);
    assert_eq!(count(".sarif"), 6, "one of the systems has two accounts");
    assert!(first == written(), "two runs differ");
}

/// Every link of the index leads to a report.
#[test]
fn the_index_of_the_demo_leads_to_its_reports() {
    let written = written();
    let links = written["README.md"].split("](").skip(1);
    let links: Vec<&str> = links.filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() >= 16, "{links:?}");
    for link in links {
        assert!(written.contains_key(link), "{link} leads nowhere");
    }
}

#[test]
fn the_committed_reports_are_what_the_demo_writes() {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    let written = written();
    if std::env::var_os("UPDATE").is_some() {
        fs::remove_dir_all(&reports).ok();
        for (name, text) in &written {
            let path = reports.join(name);
            fs::create_dir_all(path.parent().expect("a directory")).expect("reports/");
            fs::write(path, text).expect("reports/ can be written");
        }
    }
    let mut committed = BTreeMap::new();
    files(&reports, "", &mut committed);
    let names = committed.keys().chain(written.keys());
    let stale: Vec<&String> = names
        .filter(|name| committed.get(*name) != written.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "out of date: {stale:?}; write them with: UPDATE=1 cargo test --test it demo"
    );
}
