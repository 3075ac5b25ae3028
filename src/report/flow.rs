//! The way of packets that a finding stands on: its evidence has it as one text, `a > b > c`, with the
//! facts that it follows from.

use crate::model::assessment::{Evidence, Finding};

/// A thing on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its id.
    pub(super) id: String,
    /// The facts of it that the finding stands on: paths.
    pub(super) facts: Vec<String>,
}

impl Step {
    /// The step in one line.
    pub(super) fn line(&self) -> String {
        match self.facts.is_empty() {
            true => self.id.clone(),
            false => format!("{}: {}", self.id, self.facts.join(", ")),
        }
    }
}

/// The ways among the evidence of a finding, each step with its facts.
pub(super) fn ways(finding: &Finding) -> Vec<Vec<Step>> {
    let paths = finding.evidence.iter().filter_map(path);
    let way = |ids: Vec<&str>| -> Vec<Step> {
        let step = |id: &str| Step {
            id: id.to_owned(),
            facts: facts_of(finding, id),
        };
        ids.into_iter().map(step).collect()
    };
    let mut ways: Vec<Vec<Step>> = Vec::new();
    for way in paths.map(way) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// The ids of a way; nothing for evidence that is none.
fn path(evidence: &Evidence) -> Option<Vec<&str>> {
    let named = evidence.path == "path" || evidence.path.ends_with(".path");
    if !named || evidence.operation != "derived" {
        return None;
    }
    let ids: Vec<&str> = evidence.value.as_str()?.split(" > ").collect();
    (ids.len() > 1).then_some(ids)
}

/// The facts of a thing, which is named by the end of its ARN; after the id of one that stops packets
/// stands the code.
fn facts_of(finding: &Finding, id: &str) -> Vec<String> {
    let id = id.split(' ').next().unwrap_or(id);
    let own = finding.evidence.iter().filter(|one| {
        let last = one.resource.rsplit([':', '/']).next();
        one.operation != "derived" && last == Some(id)
    });
    own.map(|one| one.path.clone()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Step, ways};
    use crate::model::assessment::{Evidence, Finding};
    use crate::model::id::Text;
    use crate::model::severity::Severity;
    use crate::report::samples;

    fn evidence(resource: &str, path: &str, value: serde_json::Value, operation: &str) -> Evidence {
        Evidence {
            resource: resource.to_owned(),
            path: path.to_owned(),
            value,
            operation: Text::from(operation),
        }
    }

    fn finding(evidence: Vec<Evidence>) -> Finding {
        let mut finding = samples::fail("a-rule", "db", Severity::High);
        finding.evidence = evidence;
        finding
    }

    #[test]
    fn each_step_has_its_facts() {
        let sg = "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1";
        let told = finding(vec![
            evidence(
                "arn:db",
                "reach.sources[0].path",
                json!("igw-1 > sg-1 > eni-1"),
                "derived",
            ),
            evidence(
                sg,
                "ip_permissions[0]",
                json!({}),
                "ec2:DescribeSecurityGroups",
            ),
        ]);
        let steps: Vec<String> = ways(&told).concat().iter().map(Step::line).collect();
        assert_eq!(steps, ["igw-1", "sg-1: ip_permissions[0]", "eni-1"]);
    }

    #[test]
    fn a_path_that_is_no_way_is_none() {
        let told = finding(vec![
            evidence("arn:a", "path", json!("/health"), "derived"),
            evidence(
                "arn:a",
                "rule.path",
                json!("a > b"),
                "elasticloadbalancing:DescribeRules",
            ),
        ]);
        assert_eq!(ways(&told), Vec::<Vec<Step>>::new());
    }
}
