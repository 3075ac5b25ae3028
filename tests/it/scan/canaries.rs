//! No value that only its owner should see leaves a scan: not in the snapshot, not in a report, not in
//! a log of any level, not in what is said of a call that went wrong. The worlds have a canary in every
//! field for such values.

use std::fs;
use std::path::Path;

use assize::snapshot::Snapshot;
use serde_json::json;

use super::text;
use crate::cli::assize;
use crate::server::Server;
use crate::world::{HUB, KEEPER, RUNNER, TOKYO, credentials};

/// The worlds, and calls of theirs whose answers have canaries.
const WORLDS: [(&str, &str, &[&str]); 3] = [
    (
        "services",
        KEEPER,
        &[
            "ecs:DescribeTaskDefinition",
            "lambda:ListFunctions",
            "codebuild:BatchGetProjects",
            "cloudformation:DescribeStacks",
            "ssm:DescribeParameters",
            "secretsmanager:ListSecrets",
            "events:ListTargetsByRule",
        ],
    ),
    (
        "connected",
        HUB,
        &[
            "ec2:DescribeVpnConnections",
            "ec2:DescribeLaunchTemplateVersions",
        ],
    ),
    ("apprunner.json", RUNNER, &["apprunner:DescribeService"]),
];

/// What canaries have in common: plain, encoded as user data is, and in the world of App Runner.
const CANARIES: [&str; 3] = ["canary", "Y2FuYXJ5", "not-a-real-password"];

#[test]
fn nothing_sensitive_leaves_a_scan() {
    for (world, account, told) in WORLDS {
        let server = Server::of_world(world, &[]);
        for level in ["trace", "assize=trace,aws_smithy_runtime=trace,hyper=trace"] {
            leaves_nothing(&server, account, level);
        }
        let answered: Vec<String> = server
            .calls()
            .iter()
            .filter(|call| call["outcome"] == "answered")
            .map(|call| text(call, "operation").to_owned())
            .collect();
        for operation in told {
            assert!(answered.iter().any(|one| one == operation), "{operation}");
        }
    }
}

#[test]
fn nothing_sensitive_is_said_of_an_answer_that_cannot_be_read() {
    for (world, account, told) in WORLDS {
        let server = Server::of_world(world, &[]);
        for operation in told {
            server.faults(&json!([{"fault": "truncate", "operation": operation}]));
            leaves_nothing(&server, account, "trace");
        }
    }
}

/// Scans, and looks at all that comes out.
fn leaves_nothing(server: &Server, account: &str, level: &str) {
    let mut run = assize([
        "scan",
        "--region",
        TOKYO,
        "--include-passes",
        "--snapshot",
        "account.assize",
        "--profile-collect",
        "-f",
        "json=report.json",
        "-f",
        "markdown=report.md",
        "-f",
        "sarif=report.sarif",
    ])
    .envs(credentials(server, account))
    .envs([("RUST_LOG", level)]);
    let ran = run.run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("attempts="), "no log: {}", ran.stderr);
    let file = |name: &str| fs::read_to_string(run.home().join(name)).expect(name);
    let outputs = [
        ("the log", ran.stderr.clone()),
        ("standard output", ran.stdout.clone()),
        ("the snapshot", kept(&run.home().join("account.assize"))),
        ("the JSON report", file("report.json")),
        ("the Markdown report", file("report.md")),
        ("the SARIF report", file("report.sarif")),
    ];
    for (name, output) in outputs {
        for canary in CANARIES {
            let line = output.lines().find(|line| line.contains(canary));
            assert_eq!(line, None, "{name} of {account} with RUST_LOG={level}");
        }
    }
}

/// All that a snapshot holds, as text, a line for each resource.
fn kept(path: &Path) -> String {
    let file = fs::File::open(path).expect("the snapshot");
    let snapshot = Snapshot::read(file, "account.assize").expect("a snapshot");
    let resources = snapshot.resources.iter();
    let lines: Vec<String> = resources.map(|one| format!("{one:?}")).collect();
    format!(
        "{:?}\n{:?}\n{}",
        snapshot.header,
        snapshot.coverage,
        lines.join("\n")
    )
}
