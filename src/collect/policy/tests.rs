//! What the policy allows and refuses, and how it is split.

use super::*;
use crate::collect::operations;

fn actions<'p>(policy: &'p Policy, effect: &str) -> Vec<&'p str> {
    let statements = policy.statement.iter().filter(|one| one.effect == effect);
    statements
        .flat_map(|one| one.action.iter().map(AsRef::as_ref))
        .collect()
}

#[test]
fn what_collectors_call_is_allowed_and_nothing_else() {
    let policy = Policy::of(operations());
    let wanted: BTreeSet<&str> = operations().flat_map(|one| one.actions).copied().collect();
    for action in &wanted {
        assert!(policy.allows(action), "{action}");
    }
    let allowed = actions(&policy, "Allow");
    assert_eq!(allowed, Vec::from_iter(wanted));
    assert!(allowed.iter().all(|action| !action.contains('*')));
}

#[test]
fn reads_of_data_are_refused_whatever_else_is_allowed() {
    let mut policy = Policy::of(operations());
    policy.add("Everything", "Allow", "*".into());
    for action in [
        "secretsmanager:GetSecretValue",
        "ssm:GetParametersByPath",
        "kms:Decrypt",
        "s3:GetObjectVersion",
        "lambda:GetFunction",
        "rds-data:ExecuteStatement",
        "rds-db:connect",
        "ecs:ExecuteCommand",
    ] {
        assert!(!policy.allows(action), "{action}");
    }
    // Its name begins as one that is refused.
    assert!(policy.allows("lambda:GetFunctionConcurrency"));
}

#[test]
fn the_policy_of_a_session_is_exact_while_it_fits() {
    let policy = Policy::of_session(operations().take(10), &["sts:AssumeRole"]);
    let wanted: BTreeSet<&str> = operations()
        .take(10)
        .flat_map(|one| one.actions)
        .copied()
        .collect();
    assert!(wanted.iter().all(|action| policy.allows(action)));
    assert!(policy.allows("sts:AssumeRole"));
    assert!(!policy.allows("ec2:DescribeVolumes"));
}

#[test]
fn the_policy_of_a_session_fits_whatever_is_called() {
    let names = (0..400).map(|number| {
        let service = ["ec2", "rds", "s3", "lambda", "logs", "dynamodb"][number % 6];
        let verb = ["Get", "List", "Describe"][number % 3];
        &*String::leak(format!("{service}:{verb}Thing{number}"))
    });
    let names: Vec<&'static str> = names.collect();
    let names: &'static [&'static str] = names.leak();
    let table: Vec<Operation> = names
        .iter()
        .map(|name| Operation {
            name,
            actions: std::slice::from_ref(name),
            after: &[],
            only_with: None,
        })
        .collect();
    let policy = Policy::of_session(&table, &[]);
    assert!(policy.size() <= SESSION_POLICY_LIMIT, "{}", policy.size());
    assert!(names.iter().all(|name| policy.allows(name)));
    for data in [
        "s3:GetObject",
        "lambda:GetFunction",
        "logs:GetLogEvents",
        "dynamodb:GetItem",
    ] {
        assert!(!policy.allows(data), "{data}");
    }
    // What nothing allows needs no refusal.
    assert!(!policy.to_string().contains("kms:Decrypt"));
}

#[test]
fn parts_are_within_the_limit_and_together_the_whole() {
    let whole = Policy::of(operations());
    assert_eq!(
        whole.clone().split(usize::MAX),
        std::slice::from_ref(&whole)
    );
    for limit in [200, 500, 1000, MANAGED_POLICY_LIMIT] {
        let parts = whole.clone().split(limit);
        let sizes: Vec<usize> = parts.iter().map(Policy::size).collect();
        assert!(
            sizes.iter().all(|size| *size <= limit),
            "{limit}: {sizes:?}"
        );
        for effect in ["Allow", "Deny"] {
            let together = parts.iter().flat_map(|part| actions(part, effect));
            assert_eq!(together.collect::<Vec<_>>(), actions(&whole, effect));
        }
    }
}
