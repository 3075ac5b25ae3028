//! What the policy allows and refuses, and how it is split.

use super::*;
use crate::collect::operations;

fn actions(policy: &Policy, effect: &str) -> Vec<&'static str> {
    let statements = policy.statement.iter().filter(|one| one.effect == effect);
    statements
        .flat_map(|one| one.action.iter().copied())
        .collect()
}

#[test]
fn what_collectors_call_is_allowed_and_nothing_else() {
    let policy = Policy::of(operations());
    let wanted: BTreeSet<&str> = operations().filter_map(|one| one.action).collect();
    for action in &wanted {
        assert!(policy.allows(action), "{action}");
    }
    let allowed = actions(&policy, "Allow");
    assert_eq!(allowed, wanted.into_iter().collect::<Vec<_>>());
    assert!(allowed.iter().all(|action| !action.contains('*')));
}

#[test]
fn reads_of_data_are_refused_whatever_else_is_allowed() {
    let mut policy = Policy::of(operations());
    policy.add("Everything", "Allow", "*");
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
fn parts_are_within_the_limit_and_together_the_whole() {
    let whole = Policy::of(operations());
    assert_eq!(whole.clone().split(usize::MAX), [whole.clone()]);
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
