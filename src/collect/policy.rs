//! The IAM policy that collecting needs: the actions of the operations that collectors declare, and no
//! others; and a refusal of what reads data or secrets, whatever else the role may have.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::operation::Operation;

/// The characters that a managed policy may have, white space not counted.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub const MANAGED_POLICY_LIMIT: usize = 6144;

/// The characters that the policy of a session may have.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
const SESSION_POLICY_LIMIT: usize = 2048;

/// Reads of customers' data and of secrets. IAM counts many of them as reads, so that wide policies such as
/// `ReadOnlyAccess` allow them; here a refusal stands above all that allows.
const DATA_READS: &[&str] = &[
    "athena:GetQueryResults",
    "cloudformation:GetTemplate",
    "codecommit:GetFile",
    "codecommit:GitPull",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:GetSnapshotBlock",
    "ec2:GetConsoleOutput",
    "ec2:GetConsoleScreenshot",
    "ec2:GetPasswordData",
    "ecr:GetDownloadUrlForLayer",
    "ecs:ExecuteCommand",
    "kinesis:GetRecords",
    "kms:Decrypt",
    "lambda:GetFunction",
    "lambda:GetLayerVersion",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:Unmask",
    "rds-data:*",
    "rds-db:connect",
    "rds:DownloadCompleteDBLogFile",
    "rds:DownloadDBLogFilePortion",
    "s3:GetObject*",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetParameter*",
];

/// A policy of IAM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: Vec<Cow<'static, str>>,
    resource: &'static str,
}

impl Policy {
    /// The policy that these operations need: it allows them, and refuses reads of data.
    pub fn of<'o>(operations: impl IntoIterator<Item = &'o Operation>) -> Self {
        let actions = operations.into_iter().flat_map(|one| one.actions).copied();
        let actions: BTreeSet<&str> = actions.collect();
        Policy::new(vec![
            statement("AssizeReadsMetadata", "Allow", texts(actions)),
            statement(
                "AssizeReadsNoData",
                "Deny",
                texts(DATA_READS.iter().copied()),
            ),
        ])
    }

    /// The policy of a session: it may do what these operations need, and no more, whatever its role
    /// may do.
    ///
    /// Policies of sessions are a third as long as others. If the actions do not fit, what stands for
    /// them is their service and verb, such as `ec2:Describe*`, without the reads of data among these.
    pub(super) fn of_session<'o>(
        operations: impl IntoIterator<Item = &'o Operation>,
        further: &[&'static str],
    ) -> Policy {
        let actions = operations.into_iter().flat_map(|one| one.actions).copied();
        let actions: BTreeSet<&str> = actions.chain(further.iter().copied()).collect();
        let allowed = texts(actions.iter().copied());
        let exact = Policy::new(vec![statement("AssizeReadsMetadata", "Allow", allowed)]);
        if exact.size() <= SESSION_POLICY_LIMIT {
            return exact;
        }
        let patterns: BTreeSet<Cow<'static, str>> = actions.into_iter().map(by_verb).collect();
        let covered = |read: &&&str| patterns.iter().any(|pattern| overlap(pattern, read));
        let denied = texts(DATA_READS.iter().filter(covered).copied());
        Policy::new(vec![
            statement(
                "AssizeReadsMetadata",
                "Allow",
                patterns.into_iter().collect(),
            ),
            statement("AssizeReadsNoData", "Deny", denied),
        ])
    }

    /// The same as several policies, each within a size: attached together they are as the one. The
    /// actions stay in their order, so that those of a service stand together.
    #[must_use]
    pub fn split(self, limit: usize) -> Vec<Policy> {
        let mut parts = Vec::new();
        let mut part = Policy::new(Vec::new());
        for Statement {
            sid,
            effect,
            action,
            ..
        } in self.statement
        {
            for action in action {
                let before = part.clone();
                part.add(sid, effect, action.clone());
                if part.size() > limit && !before.statement.is_empty() {
                    parts.push(before);
                    part = Policy::new(vec![statement(sid, effect, vec![action])]);
                }
            }
        }
        parts.push(part);
        parts
    }

    fn add(&mut self, sid: &'static str, effect: &'static str, action: Cow<'static, str>) {
        match self.statement.last_mut().filter(|last| last.sid == sid) {
            Some(last) => last.action.push(action),
            None => self.statement.push(statement(sid, effect, vec![action])),
        }
    }

    fn new(statement: Vec<Statement>) -> Self {
        Policy {
            version: "2012-10-17",
            statement,
        }
    }

    /// The characters, white space not counted, which is how IAM counts.
    pub fn size(&self) -> usize {
        let text = self.to_string();
        text.chars().filter(|c| !c.is_whitespace()).count()
    }

    /// Whether it allows an action.
    pub fn allows(&self, action: &str) -> bool {
        let says = |effect: &str| {
            let mut statements = self.statement.iter().filter(|one| one.effect == effect);
            statements.any(|one| one.action.iter().any(|pattern| matches(pattern, action)))
        };
        says("Allow") && !says("Deny")
    }
}

impl fmt::Display for Policy {
    /// As JSON on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// Whether an action fits a pattern of this file, in which a `*` stands only at the end.
fn matches(pattern: &str, action: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => action.starts_with(start),
        None => pattern == action,
    }
}

/// Whether some action fits two patterns of this file.
fn overlap(one: &str, other: &str) -> bool {
    let start = |pattern: &str| pattern.trim_end_matches('*').to_owned();
    matches(one, &start(other)) || matches(other, &start(one))
}

/// The verbs with which the names of reads begin.
const VERBS: [&str; 7] = [
    "BatchGet", "Describe", "Generate", "Get", "List", "Lookup", "Search",
];

/// All actions of a service that begin with the same verb.
fn by_verb(action: &'static str) -> Cow<'static, str> {
    let Some((service, name)) = action.split_once(':') else {
        return action.into();
    };
    match VERBS.iter().find(|verb| name.starts_with(**verb)) {
        Some(verb) => format!("{service}:{verb}*").into(),
        None => action.into(),
    }
}

fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<Cow<'t, str>> {
    texts.into_iter().map(Cow::from).collect()
}

fn statement(sid: &'static str, effect: &'static str, action: Vec<Cow<'static, str>>) -> Statement {
    Statement {
        sid,
        effect,
        action,
        resource: "*",
    }
}

#[cfg(test)]
mod tests;
