//! Directories of snapshots: filled by one run or by several, stopped and gone on with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use assize::graph::Graph;
use assize::snapshot::Snapshot;
use serde_json::{Value, json};

use super::accounts::{HUB, MEMBER, as_hub};
use super::text;
use crate::cli::{Ran, assize};
use crate::server::Server;
use crate::world::{RUNNER, TOKYO, credentials};

/// The snapshots below a directory, by their path in it.
fn files(directory: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(one) = open.pop() {
        for entry in fs::read_dir(one).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(directory)
                    .expect("below")
                    .display()
                    .to_string();
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}

fn read(directory: &Path) -> Snapshot {
    let files = files(directory).into_iter();
    let files = files.map(|(name, path)| (name, fs::File::open(path).expect("a file")));
    Snapshot::read_all(files).expect("snapshots")
}

/// What became of each call, without the time.
fn coverage(snapshot: &Snapshot) -> Vec<String> {
    let line = |entry: &assize::model::coverage::CoverageEntry| {
        let mut entry = entry.clone();
        entry.time = "".into();
        format!("{entry:?}")
    };
    snapshot.coverage.iter().map(line).collect()
}

fn collect(server: &Server, account: &str, directory: &Path, more: &[&str]) -> Ran {
    let output = format!("{}/", directory.display());
    let arguments = [&["collect", "-o", &output], more].concat();
    assize(arguments).envs(credentials(server, account)).run()
}

fn same_in_shards(world: &str, account: &str, arguments: &[&str]) {
    let server = Server::of_world(world, &[]);
    let place = tempfile::tempdir().expect("a directory");
    let whole = place.path().join("whole");
    let ran = collect(&server, account, &whole, arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let whole_snapshot = read(&whole);
    for count in 2..5 {
        let shared = place.path().join(count.to_string());
        for index in 1..=count {
            let shard = format!("{index}/{count}");
            let arguments = [arguments, &["--shard", &shard]].concat();
            let ran = collect(&server, account, &shared, &arguments);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        }
        let names = |directory| files(directory).into_iter().map(|(name, _)| name);
        assert!(names(&shared).eq(names(&whole)), "{count} shards");
        let snapshot = read(&shared);
        assert_eq!(
            snapshot.resources, whole_snapshot.resources,
            "{count} shards"
        );
        assert_eq!(
            coverage(&snapshot),
            coverage(&whole_snapshot),
            "{count} shards"
        );
        assert_eq!(snapshot.header.accounts, whole_snapshot.header.accounts);
        assert_eq!(snapshot.header.regions, whole_snapshot.header.regions);
    }
}

#[test]
fn shards_together_are_the_whole() {
    let accounts = format!("{HUB},{MEMBER}");
    let arguments = [
        "--accounts",
        &accounts,
        "--role-name",
        "audit",
        "--region",
        "all",
    ];
    same_in_shards("accounts.json", HUB, &arguments);
}

#[test]
fn a_region_alone_knows_the_zones_of_its_account() {
    // Which hosts of an environment are kept depends on the zones, which are global.
    same_in_shards("apprunner.json", RUNNER, &["--region", TOKYO]);
}

#[test]
fn a_directory_has_a_snapshot_for_each_account_and_region() {
    let server = Server::of_world("accounts.json", &[]);
    let place = tempfile::tempdir().expect("a directory");
    let directory = place.path().join("all");
    let ran = collect(&server, MEMBER, &directory, &["--region", "us-east-1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let found = files(&directory);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            format!("account={MEMBER}/region=global/snapshot.assize"),
            format!("account={MEMBER}/region=us-east-1/snapshot.assize"),
        ]
    );
    #[cfg(unix)]
    for (_, path) in &found {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // Of the whole account nothing is missing, and of one part alone only the other.
    let parts = read(&directory);
    let one =
        Snapshot::read(fs::File::open(&found[1].1).expect("a file"), "one").expect("a snapshot");
    let graph = Graph::build(&parts, Box::new(|_| "unknown"));
    let alone = Graph::build(&one, Box::new(|_| "unknown"));
    let account = &one.header.accounts[0];
    let global = assize::model::id::Region::global();
    assert_eq!(graph.extent("iam.role", account, &global), None);
    let gap = alone.extent("iam.role", account, &global).expect("a gap");
    assert_eq!(gap.reason.as_str(), "region-not-scanned");
    // Nobody adds to what another collection has written, unless they say so.
    let ran = collect(&server, MEMBER, &directory, &["--region", "us-east-1"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("--resume"), "{}", ran.stderr);
}

#[test]
fn nobody_misses_what_nobody_asked_for() {
    let server = Server::of_world("accounts.json", &[]);
    let accounts = format!("{HUB},{MEMBER}");
    let arguments = [
        "scan",
        "--accounts",
        &accounts,
        "--role-name",
        "audit",
        "-f",
        "json=-",
        "--include-passes",
    ];
    let mut run = as_hub(&server, &arguments);
    let text = format!(
        "version = 1\n[accounts.{HUB}]\nregions = [\"eu-central-1\"]\n[accounts.{MEMBER}]\nregions = [\"us-east-1\"]\n"
    );
    fs::write(run.home().join("assize.toml"), text).expect("a file");
    let ran = run.run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: Value = serde_json::from_str(&ran.stdout).expect("a report");
    let places = json["findings"].as_array().expect("findings").iter();
    let places = places.map(|one| (super::text(one, "account"), super::text(one, "region")));
    let elsewhere = [(HUB, "us-east-1"), (MEMBER, "eu-central-1")];
    assert!(places.clone().any(|place| place == (HUB, "eu-central-1")));
    assert!(!places.clone().any(|place| elsewhere.contains(&place)));
    assert!(!ran.stdout.contains("not-collected"), "{}", ran.stdout);
}

#[test]
fn shards_and_going_on_need_a_directory() {
    for more in [["--shard", "1/2"], ["--resume", "--quiet"]] {
        let arguments = [
            &["collect", "-o", "file.assize", "--region", TOKYO][..],
            &more,
        ]
        .concat();
        let ran = assize(arguments).run();
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("file.assize/"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_collection_that_was_stopped_is_honest_and_goes_on() {
    let server = Server::of_world("accounts.json", &[]);
    let place = tempfile::tempdir().expect("a directory");
    let (stopped, whole) = (place.path().join("stopped"), place.path().join("whole"));
    let arguments = ["--region", "eu-central-1,us-east-1,eu-south-1"];
    assert_eq!(collect(&server, HUB, &whole, &arguments).code, Some(0));
    // One region is slow; services without regions are asked in the same, so that EC2 alone is.
    server.faults(
        &json!([{"fault": "hang", "operation": "ec2:*", "region": "us-east-1", "seconds": 60}]),
    );
    let output = format!("{}/", stopped.display());
    let mut run = as_hub(
        &server,
        &[&["collect", "-o", &output], &arguments[..]].concat(),
    );
    let child = run.spawn();
    let begun = Instant::now();
    while !stopped.is_dir() || files(&stopped).len() < 3 {
        assert!(
            begun.elapsed() < Duration::from_secs(180),
            "no snapshot is written"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .expect("kill")
            .success()
    );
    let output = child.wait_with_output().expect("an end");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{stderr}");
    assert!(stderr.contains("interrupted"), "{stderr}");
    let told: BTreeMap<String, bool> = files(&stopped)
        .into_iter()
        .map(|(name, path)| {
            let one = Snapshot::read(fs::File::open(path).expect("a file"), &name);
            (
                name,
                assize::collect::is_finished(&one.expect("a snapshot")),
            )
        })
        .collect();
    assert_eq!(told.len(), 4, "{told:?}");
    for (name, finished) in &told {
        assert_eq!(*finished, !name.contains("us-east-1"), "{name}");
    }
    server.faults(&json!([]));
    server.forget_calls();
    let ran = collect(
        &server,
        HUB,
        &stopped,
        &[&arguments[..], &["--resume"]].concat(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("3 were there already"),
        "{}",
        ran.stderr
    );
    let again = server.calls();
    let vpcs = again
        .iter()
        .filter(|call| call["operation"] == "ec2:DescribeVpcs");
    let regions: Vec<&str> = vpcs.map(|call| text(call, "region")).collect();
    assert_eq!(regions, ["us-east-1"]);
    assert_eq!(read(&stopped).resources, read(&whole).resources);
    assert_eq!(coverage(&read(&stopped)), coverage(&read(&whole)));
}
