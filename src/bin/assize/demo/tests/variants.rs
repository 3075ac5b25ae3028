//! The verdicts follow the facts: what a description says two ways is judged both ways.

use serde_json::{Value as Json, json};

use assize::model::assessment::Finding;
use assize::model::severity::Severity;
use assize::model::verdict::Verdict;

use super::super::systems::{FILES, read};
use super::verdicts::{findings, rules};

/// What a rule says of a resource of a system of which one thing is otherwise.
fn judged(
    system: &str,
    (rule, resource): (&str, &str),
    change: impl FnOnce(&mut Vec<Json>),
) -> (Verdict, Option<Severity>) {
    let (name, text) = FILES.into_iter().find(|(name, _)| *name == system).unwrap();
    let mut description: Json = serde_json::from_str(text).unwrap();
    change(description["resources"].as_array_mut().unwrap());
    let system = read(name, &description.to_string()).unwrap();
    let findings = findings(rules(), &system.snapshot);
    let about = |found: &&Finding| found.rule == rule && found.resource.ends_with(resource);
    let said: Vec<&Finding> = findings.iter().filter(about).collect();
    let [one] = said[..] else {
        panic!("{rule} says one thing of {resource}: {said:#?}");
    };
    let severity = Some(one.severity).filter(|_| one.verdict == Verdict::Fail);
    (one.verdict, severity)
}

/// The facts of the resource whose ARN ends so.
fn facts<'a>(resources: &'a mut [Json], arn: &str) -> &'a mut Json {
    let resource = resources
        .iter_mut()
        .find(|resource| resource["arn"].as_str().unwrap().ends_with(arn));
    &mut resource.expect("the resource is there")["facts"]
}

const READER: &str = "dns-name/pattern-a-rds-proxy-reader.endpoint.proxy-cpo0q8m8sxzx.ap-northeast-1.rds.amazonaws.com";

#[test]
fn a_cluster_with_a_reader_serves_the_reader_endpoint_of_its_proxy() {
    let rule = (
        "rdsproxy-readonly-endpoint-has-reader",
        "prx-endpoint-0123456789abcdef1",
    );
    let verdict = judged("lattice-rds", rule, |resources| {
        let mut reader = resources
            .iter()
            .find(|resource| resource["kind"] == "rds.db_instance")
            .unwrap()
            .clone();
        reader["arn"] =
            json!("arn:aws:rds:ap-northeast-1:000767026184:db:pattern-a-aurora-cluster-2");
        reader["facts"]["db_instance_identifier"] = json!("pattern-a-aurora-cluster-2");
        reader["facts"]["availability_zone"] = json!("ap-northeast-1a");
        resources.push(reader);
        let proxy = facts(resources, "db-proxy:prx-0123456789abcdef0");
        let mut target = proxy["targets"][1].clone();
        target["rds_resource_id"] = json!("pattern-a-aurora-cluster-2");
        target["role"] = json!("READ_ONLY");
        proxy["targets"].as_array_mut().unwrap().push(target);
        let cluster = facts(resources, "cluster:pattern-a-aurora-cluster");
        cluster["db_cluster_members"]
            .as_array_mut()
            .unwrap()
            .push(json!({
                "db_instance_identifier": "pattern-a-aurora-cluster-2", "is_cluster_writer": false
            }));
    });
    assert_eq!(verdict, (Verdict::Pass, None));
}

#[test]
fn records_are_right_while_the_endpoint_keeps_its_addresses() {
    let rule = ("phz-record-endpoint-ip-drift", READER);
    let verdict = judged("lattice-rds", rule, |resources| {
        let interface = facts(resources, "network-interface/eni-0fc0f000000000002");
        interface["private_ip_addresses"][0]["private_ip_address"] = json!("10.0.2.86");
    });
    assert_eq!(verdict, (Verdict::Pass, None));
}

#[test]
fn records_are_worst_once_the_endpoint_was_made_anew() {
    let rule = ("phz-record-endpoint-ip-drift", READER);
    let verdict = judged("lattice-rds", rule, |resources| {
        let interface = facts(resources, "network-interface/eni-0fc0f000000000001");
        interface["private_ip_addresses"][0]["private_ip_address"] = json!("10.0.1.140");
    });
    assert_eq!(verdict, (Verdict::Fail, Some(Severity::Critical)));
}

#[test]
fn a_role_that_only_the_main_branch_assumes_is_scoped() {
    let rule = ("oidc-github-sub-scope", "role/GitHubActionsRole");
    let verdict = judged("messaging-app", rule, |resources| {
        let role = facts(resources, "role/GitHubActionsRole");
        role["assume_role_policy_document"]["Statement"][0]["Condition"]["StringLike"] = json!({
            "token.actions.githubusercontent.com:sub":
                "repo:example/text-messaging-app:ref:refs/heads/main"
        });
    });
    assert_eq!(verdict, (Verdict::Pass, None));
}

#[test]
fn a_connector_in_two_zones_passes() {
    let connector = "vpcconnector/campus-sns-vpc-connector/2/00000000000000000000000000000002";
    let rule = ("apprunner-connector-subnets-multi-az", connector);
    let verdict = judged("apprunner-connector", rule, |resources| {
        facts(resources, connector)["subnets"][1] = json!("subnet-0a30a30a30a30a302");
    });
    assert_eq!(verdict, (Verdict::Pass, None));
}
