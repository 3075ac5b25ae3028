//! The services that are asked without a crate of the SDK, in pages of one: what each tells, and what
//! of it is not kept.

mod compute;
mod data;
mod edge;
mod watch;

use std::sync::OnceLock;

use assize::collect::Collected;
use serde_json::Value;

use super::{collect, facts, incomplete, of_kind, unexplained, with};
use crate::server::Server;
use crate::world::KEEPER;

/// The kinds that are looked at here, and how many the world has of each.
const KINDS: &[(&str, usize)] = &[
    ("acm.certificate", 2),
    ("application_autoscaling.scalable_target", 3),
    ("autoscaling.auto_scaling_group", 2),
    ("batch.compute_environment", 2),
    ("cloudformation.stack", 2),
    ("cloudwatch.alarm", 3),
    ("codebuild.project", 2),
    ("codedeploy.deployment_group", 2),
    ("ecr.image", 2),
    ("ecr.registry", 1),
    ("ecr.repository", 2),
    ("ecs.cluster", 2),
    ("ecs.service", 2),
    ("ecs.task", 2),
    ("ecs.task_definition", 3),
    ("efs.file_system", 2),
    ("elbv2.listener", 3),
    ("elbv2.load_balancer", 2),
    ("elbv2.target_group", 2),
    ("events.rule", 2),
    ("kms.key", 3),
    ("lambda.function", 3),
    ("logs.log_group", 2),
    ("logs.resource_policy", 2),
    ("secretsmanager.secret", 2),
    ("servicediscovery.namespace", 2),
    ("sns.topic", 1),
    ("ssm.parameter", 2),
];

/// The account, collected once for all tests.
fn kept() -> &'static Collected {
    static KEPT: OnceLock<Collected> = OnceLock::new();
    KEPT.get_or_init(|| {
        let server = Server::of_world("services", &["--page-size", "1"]);
        collect(&server, KEEPER)
    })
}

/// The facts of the only resource of a kind with this value.
fn one(kind: &str, key: &str, value: &str) -> Value {
    with(&facts(kept(), kind), key, value).clone()
}

/// The facts of the resource of a kind whose ARN ends so.
fn of(kind: &str, end: &str) -> Value {
    let mut found = of_kind(kept(), kind).filter(|one| one.arn.as_str().ends_with(end));
    let found = found.next().unwrap_or_else(|| panic!("no {kind} {end}"));
    serde_json::to_value(&found.facts).expect("JSON")
}

/// An ARN of the account in Tokyo.
fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:ap-northeast-1:{KEEPER}:{resource}")
}

#[test]
fn everything_is_told_or_has_its_reason() {
    assert_eq!(incomplete(kept()), [""; 0]);
    let unexplained: Vec<String> = unexplained(kept())
        .into_iter()
        .filter(|fact| KINDS.iter().any(|(kind, _)| fact.starts_with(kind)))
        .collect();
    assert_eq!(
        unexplained,
        [
            // The name of a secret is not its ARN.
            "codebuild.project environment_variables[1].reference_arn",
        ]
    );
}

#[test]
fn every_list_was_read_to_its_end() {
    for (kind, count) in KINDS {
        assert_eq!(of_kind(kept(), kind).count(), *count, "{kind}");
    }
}

#[test]
fn no_value_of_a_sensitive_field_is_kept() {
    let server = Server::of_world("services", &[]);
    let answers = collect(&server, KEEPER);
    // The world has a canary in every field that a customer fills with what nobody else should see.
    let world = crate::corpus::root().join("tests/aws/worlds/services");
    let planted: usize = std::fs::read_dir(world)
        .expect("the world")
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("text"))
        .map(|text| text.matches("canary-").count())
        .sum();
    assert!(planted > 20, "only {planted} canaries");
    for collected in [&answers, kept()] {
        let kept = format!("{:?}", collected.snapshot);
        let at = kept
            .find("canary-")
            .map(|at| &kept[at..kept.len().min(at + 60)]);
        assert_eq!(at, None);
    }
}
