//! Policies as text: as IAM, Terraform and CloudFormation take them.

use assize::collect::Policy;
use serde::Serialize;
use serde_json::{Map, json};

/// What policies are called in an account. The second one has a number.
const NAME: &str = "assize";

/// JSON with an end of line.
pub(super) fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    // Texts, lists and objects with texts as keys: there is always a JSON for them.
    text.map_or_else(|error| error.to_string(), |text| text + "\n")
}

/// A resource for each policy. JSON is an expression of Terraform's language too.
pub(super) fn terraform(policies: &[Policy]) -> String {
    let resource = |(index, policy): (usize, &Policy)| {
        let name = numbered(index, "-");
        let label = numbered(index, "_");
        let document = json(policy).trim_end().replace('\n', "\n  ");
        format!(
            "resource \"aws_iam_policy\" \"{label}\" {{\n  name        = \"{name}\"\n  \
             description = \"{DESCRIPTION}\"\n  policy      = jsonencode({document})\n}}\n"
        )
    };
    let resources: Vec<String> = policies.iter().enumerate().map(resource).collect();
    resources.join("\n")
}

/// A template with a resource for each policy, and their ARNs as its outputs.
pub(super) fn cloudformation(policies: &[Policy]) -> String {
    let (mut resources, mut outputs) = (Map::new(), Map::new());
    for (index, policy) in policies.iter().enumerate() {
        let id = format!("AssizePolicy{}", index + 1);
        let properties = json!({
            "ManagedPolicyName": numbered(index, "-"),
            "Description": DESCRIPTION,
            "PolicyDocument": policy,
        });
        let resource = json!({"Type": "AWS::IAM::ManagedPolicy", "Properties": properties});
        outputs.insert(format!("{id}Arn"), json!({"Value": {"Ref": id}}));
        resources.insert(id, resource);
    }
    json(&json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": DESCRIPTION,
        "Resources": resources,
        "Outputs": outputs,
    }))
}

const DESCRIPTION: &str = "What assize reads: metadata only, no data and no secrets";

fn numbered(index: usize, before: &str) -> String {
    match index {
        0 => NAME.to_owned(),
        index => format!("{NAME}{before}{}", index + 1),
    }
}
