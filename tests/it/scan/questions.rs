//! Questions to a live account: the same answers as to a snapshot of it.

use crate::cli::{Ran, assize};
use crate::server::Server;
use crate::world::{RUNNER, TOKYO, credentials};

const QUESTIONS: [&[&str]; 3] = [
    &["reach", "--from", "internet", "--to", "campus-sns-db"],
    &["reach", "--all-sources", "campus-sns-db"],
    &[
        "resolve",
        "db.corp.example",
        "--vpc",
        "vpc-0a111122223333aaa",
    ],
];

fn ask(server: &Server, question: &[&str], of: &[&str]) -> Ran {
    let arguments = [question, &["--format", "json"], of].concat();
    assize(arguments).envs(credentials(server, RUNNER)).run()
}

#[test]
fn an_account_answers_as_its_snapshot_does() {
    let server = Server::of_world("apprunner.json", &[]);
    let directory = tempfile::tempdir().expect("a directory");
    let snapshot = directory.path().join("account.assize");
    let snapshot = snapshot.to_str().expect("a path");
    let collect = ["collect", "--region", TOKYO, "-o", snapshot];
    let ran = assize(collect).envs(credentials(&server, RUNNER)).run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for question in QUESTIONS {
        let live = ask(&server, question, &["--region", TOKYO]);
        assert_eq!(live.code, Some(0), "{question:?}: {}", live.stderr);
        let kept = ask(&server, question, &["--snapshot", snapshot]);
        assert_eq!(kept.code, Some(0), "{question:?}: {}", kept.stderr);
        assert!(live.stdout.contains("\"answer\"") || live.stdout.contains("\"each\""));
        assert_eq!(live.stdout, kept.stdout, "{question:?}");
    }
}

#[test]
fn a_question_is_to_an_account_or_to_a_snapshot() {
    let both = ["--snapshot", "account.assize", "--region", TOKYO];
    let ran = assize([QUESTIONS[0], &both].concat()).run();
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot be used with"), "{}", ran.stderr);
}
