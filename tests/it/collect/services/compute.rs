//! What runs: tasks, functions, builds, and how they are scaled and deployed.

use serde_json::{Value, json};

use super::{arn, facts, kept, of, of_kind, one};

#[test]
fn tasks_that_ended_are_told_as_those_that_run() {
    let running = one("ecs.task", "last_status", "RUNNING");
    let container = &running["containers"][0];
    assert_eq!(container["managed_agents"][0]["last_status"], "RUNNING");
    assert_eq!(running["started_at"], "2025-11-19T00:00:00Z");
    let attachment = &running["attachments"][0];
    assert_eq!(attachment["type"], "ElasticNetworkInterface");
    assert_eq!(attachment["details"][1]["value"], "eni-11111111111111111");
    let stopped = one("ecs.task", "last_status", "STOPPED");
    assert_eq!(stopped["stop_code"], "TaskFailedToStart");
    let reason = stopped["stopped_reason"].as_str().expect("a reason");
    assert!(reason.starts_with("CannotPullContainerError"), "{reason}");
}

#[test]
fn clusters_and_services_have_what_rules_ask_of_them() {
    let main = one("ecs.cluster", "cluster_name", "main");
    let exec = &main["configuration"]["execute_command_configuration"];
    assert_eq!(exec["logging"], "OVERRIDE");
    assert_eq!(exec["log_configuration"]["s3_encryption_enabled"], true);
    assert_eq!(
        main["settings"],
        json!([{"name": "containerInsights", "value": "enabled"}])
    );
    let spare = one("ecs.cluster", "cluster_name", "spare");
    assert_eq!(spare["configuration"], Value::Null);
    let web = one("ecs.service", "service_name", "web");
    assert_eq!(web["deployment_controller"]["type"], "CODE_DEPLOY");
    let set = &web["task_sets"][0];
    let network = &set["network_configuration"]["awsvpc_configuration"];
    assert_eq!(network["security_groups"], json!(["sg-0f2"]));
    assert_eq!(set["load_balancers"][0]["container_port"], 8080);
    let events = web["events"].as_array().expect("events");
    assert_eq!(
        (events.len(), &events[0]["message"]),
        (10, &json!("(service web) event 0."))
    );
    let worker = one("ecs.service", "service_name", "worker");
    let breaker = &worker["deployment_configuration"]["deployment_circuit_breaker"];
    assert_eq!(breaker, &json!({"enable": true, "rollback": true}));
}

#[test]
fn task_definitions_have_a_reduced_environment() {
    let web = of("ecs.task_definition", "/web:3");
    let container = &web["container_definitions"][0];
    assert_eq!(
        container["environment_variables"],
        json!([
            {
                "name": "DATABASE_URL", "kind": "plain", "reference_arn": null, "credential_pattern": "password-in-url",
                "endpoints": [{"host": "orders.cluster-cabcdefghijk.ap-northeast-1.rds.amazonaws.com", "port": 5432}]
            },
            {"name": "LOG_LEVEL", "kind": "plain", "reference_arn": null, "credential_pattern": null, "endpoints": []},
            {
                "name": "DB_SECRET", "kind": "secret-reference", "reference_arn": arn("secretsmanager", "secret:orders-AbCdEf"),
                "credential_pattern": null, "endpoints": null
            },
            {
                "name": "API_KEY", "kind": "parameter-reference", "reference_arn": arn("ssm", "parameter/orders/api-key"),
                "credential_pattern": null, "endpoints": null
            },
            {
                "name": "REGION_FLAG", "kind": "parameter-reference", "reference_arn": arn("ssm", "parameter/flag"),
                "credential_pattern": null, "endpoints": null
            }
        ])
    );
    assert_eq!(container["log_configuration"]["log_group"], "/ecs/web");
    assert_eq!(container["health_check"]["has_command"], true);
    assert_eq!(web["runtime_platform"]["cpu_architecture"], "ARM64");
    let volume = &web["volumes"][0]["efs_volume_configuration"];
    assert_eq!(volume["transit_encryption"], "ENABLED");
    let worker = of("ecs.task_definition", "/worker:1");
    assert_eq!(
        worker["container_definitions"][0]["health_check"]["has_command"],
        false
    );
}

#[test]
fn images_that_tasks_use_are_told_with_their_platforms() {
    let index = one(
        "ecr.image",
        "image_manifest_media_type",
        "application/vnd.oci.image.index.v1+json",
    );
    assert_eq!(index["image_tags"], json!(["1", "stable"]));
    assert_eq!(
        index["platforms"],
        json!([{"architecture": "amd64", "os": "linux"}, {"architecture": "arm64", "os": "linux"}])
    );
    let alone = of("ecr.image", &"2".repeat(64));
    assert_eq!(alone["platforms"], Value::Null);
    assert_eq!(
        alone["image_scan_findings_summary"]["finding_severity_counts"],
        json!([{"key": "CRITICAL", "value": 1}, {"key": "HIGH", "value": 4}])
    );
}

#[test]
fn repositories_have_their_policies_and_the_scanning_in_effect() {
    let app = one("ecr.repository", "repository_name", "app");
    assert_eq!(app["scan_frequency"], "CONTINUOUS_SCAN");
    assert_eq!(app["policy"], Value::Null);
    assert_eq!(
        app["image_tag_mutability_exclusion_filters"][0]["filter"],
        "dev-*"
    );
    assert!(
        app["lifecycle_policy_text"]
            .as_str()
            .is_some_and(|text| text.contains("expire"))
    );
    let tool = one("ecr.repository", "repository_name", "team/tool");
    assert_eq!(
        tool["policy"]["statements"][0]["principals"],
        json!([{"kind": "*", "value": "*"}])
    );
    assert_eq!(tool["lifecycle_policy_text"], Value::Null);
    let registry = &facts(kept(), "ecr.registry")[0];
    assert_eq!(registry["scanning_configuration"]["scan_type"], "ENHANCED");
    assert_eq!(registry["policy"], Value::Null);
}

#[test]
fn functions_have_who_may_call_them_and_what_calls_them() {
    let orders = one("lambda.function", "function_name", "orders");
    assert_eq!(
        orders["vpc_config"]["subnet_ids"],
        json!(["subnet-0a2", "subnet-0c2"])
    );
    assert_eq!(orders["reserved_concurrent_executions"], 5);
    let variables = orders["environment_variables"]
        .as_array()
        .expect("variables");
    assert_eq!(variables[1]["credential_pattern"], "secret-by-name");
    let statement = &orders["policy"]["statements"][0];
    assert_eq!(statement["principals"][0]["value"], "events.amazonaws.com");
    assert_eq!(statement["conditions"][0]["key"], "aws:sourcearn");
    let live = &orders["aliases"][0];
    assert_eq!(
        live["policy"]["statements"][0]["principals"][0]["value"],
        "*"
    );
    assert_eq!(orders["aliases"][1]["policy"], Value::Null);
    let mappings = &orders["event_source_mappings"];
    assert_eq!(mappings[0]["event_source_arn"], arn("sqs", "orders"));
    let outside = one("lambda.function", "function_name", "outside");
    assert_eq!(
        (&outside["vpc_config"], &outside["policy"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(outside["function_url_configs"][0]["auth_type"], "NONE");
    let sealed =
        of_kind(kept(), "lambda.function").find(|one| one.arn.as_str().ends_with("sealed"));
    let gap = sealed.and_then(|one| one.recorded_gap("environment_variables"));
    assert!(gap.is_some_and(|gap| gap.detail.contains("AccessDeniedException")));
}

#[test]
fn services_are_scaled_by_policies() {
    let web = one(
        "application_autoscaling.scalable_target",
        "resource_id",
        "service/main/web",
    );
    let policies = web["scaling_policies"].as_array().expect("policies");
    assert_eq!(policies.len(), 2);
    let tracking = &policies[0]["target_tracking_scaling_policy_configuration"];
    assert_eq!(tracking["target_value"], 70.0);
    let shares = &policies[1]["target_tracking_scaling_policy_configuration"];
    assert_eq!(shares["target_value"], 70.5);
    assert_eq!(tracking["scale_out_cooldown"], 60);
    let cluster = one(
        "application_autoscaling.scalable_target",
        "resource_id",
        "cluster:orders",
    );
    assert_eq!(cluster["max_capacity"], 4);
    let worker = one(
        "application_autoscaling.scalable_target",
        "resource_id",
        "service/main/worker",
    );
    assert_eq!(
        worker["suspended_state"]["dynamic_scaling_out_suspended"],
        true
    );
}

#[test]
fn deployment_groups_have_their_wiring_and_their_last_deployment() {
    let prod = one(
        "codedeploy.deployment_group",
        "deployment_group_name",
        "prod",
    );
    let pair = &prod["load_balancer_info"]["target_group_pair_info_list"][0];
    assert_eq!(
        pair["target_groups"],
        json!([{"name": "blue"}, {"name": "green"}])
    );
    assert_eq!(prod["traffic_routing_config"]["type"], "AllAtOnce");
    assert_eq!(prod["deployments"], json!(["d-RUNNING00", "d-RUNNING01"]));
    assert_eq!(prod["error_information"], Value::Null);
    let test = one(
        "codedeploy.deployment_group",
        "deployment_group_name",
        "test",
    );
    assert_eq!(test["last_attempted_deployment"]["status"], "Failed");
    assert_eq!(test["error_information"], json!({"code": "ALARM_ACTIVE"}));
    assert_eq!(test["auto_rollback_configuration"], Value::Null);
}

#[test]
fn builds_have_a_reduced_environment() {
    let image = one("codebuild.project", "name", "image");
    assert_eq!(image["vpc_config"]["security_group_ids"], json!(["sg-0f4"]));
    let variables = image["environment_variables"]
        .as_array()
        .expect("variables");
    let kinds: Vec<&Value> = variables.iter().map(|variable| &variable["kind"]).collect();
    assert_eq!(kinds, ["plain", "secret-reference", "parameter-reference"]);
    assert_eq!(variables[0]["credential_pattern"], "secret-by-name");
    assert_eq!(
        variables[2]["reference_arn"],
        arn("ssm", "parameter/orders/api-key")
    );
    let docs = one("codebuild.project", "name", "docs");
    assert_eq!(docs["vpc_config"], Value::Null);
}

#[test]
fn instances_and_jobs_have_their_templates_and_groups() {
    let plain = one(
        "autoscaling.auto_scaling_group",
        "auto_scaling_group_name",
        "plain",
    );
    assert_eq!(plain["launch_template"]["launch_template_id"], "lt-0a1");
    let mixed = one(
        "autoscaling.auto_scaling_group",
        "auto_scaling_group_name",
        "mixed",
    );
    let template = &mixed["mixed_instances_policy"]["launch_template"];
    assert_eq!(
        template["launch_template_specification"]["version"],
        "$Default"
    );
    let other = &template["overrides"][0]["launch_template_specification"];
    assert_eq!(other["launch_template_id"], "lt-0a3");
    let fargate = one(
        "batch.compute_environment",
        "compute_environment_name",
        "fargate",
    );
    assert_eq!(
        fargate["compute_resources"]["security_group_ids"],
        json!(["sg-0f5"])
    );
    let own = one(
        "batch.compute_environment",
        "compute_environment_name",
        "own",
    );
    assert_eq!(own["compute_resources"], Value::Null);
}
