//! Databases of one account for another, through VPC Lattice.

use serde_json::{Value as Json, json};

use super::{Flaw, Lasting, copied, each, facts, judge, sound_network};

const SYSTEM: &str = "lattice-rds";
const CLUSTER: &str = "cluster:pattern-a-aurora-cluster";
const PROXY: &str = "db-proxy:prx-0123456789abcdef0";
const TASK: &str = "task/pattern-a-test-cluster/0123456789abcdef0123456789abcdef";
const VPC: &str = "vpc/vpc-0c914357407416abc";
const BY_ARN: &str = "vpc-endpoint/vpce-0a9f8e7d6c5b4a321";
const WRITER: &str = "vpc-endpoint/vpce-023cfe82c2d15365c";
const READER: &str = "vpc-endpoint/vpce-040d0d13a0cbacac6";
const WRITER_ZONE: &str = "hostedzone/Z01234567PATTERNAW00";
const WRITER_NAME: &str =
    "dns-name/pattern-a-rds-proxy.proxy-cpo0q8m8sxzx.ap-northeast-1.rds.amazonaws.com";

fn sound(resources: &mut Vec<Json>) {
    sound_network(resources, "acl-0d10d10d10d10d101", "10.0.0.0/8");
    with_reader(resources);
    let task = facts(resources, TASK);
    task["enable_execute_command"] = false.into();
    task["containers"][0]["managed_agents"] = json!([]);
    facts(resources, "role/pattern-a-ecs-task")["role_policy_list"] = json!([]);
    let stable = [
        (WRITER_ZONE, WRITER),
        ("hostedzone/Z01234567PATTERNAR00", READER),
    ];
    for (zone, endpoint) in stable {
        let made = facts(resources, endpoint)["associations"][0]["dns_entry"].clone();
        let record = &mut facts(resources, zone)["record_sets"][0];
        record["alias_target"] = made;
        for key in ["ttl", "resource_records"] {
            record.as_object_mut().unwrap().remove(key);
        }
    }
}

fn with_reader(resources: &mut Vec<Json>) {
    let id = "pattern-a-aurora-cluster-2";
    let first = "db:pattern-a-aurora-cluster-1";
    let over = json!({"db_instance_identifier": id, "availability_zone": "ap-northeast-1a",
        "endpoint": {"address": format!("{id}.cpo0q8m8sxzx.ap-northeast-1.rds.amazonaws.com"), "port": 5432}});
    copied(resources, first, &format!("db:{id}"), &over);
    let over = json!({"network_interface_id": "eni-0e10e10e10e10e1a1", "availability_zone": "ap-northeast-1a",
        "subnet_id": "subnet-0a10a10a10a10a101",
        "private_ip_addresses": [{"private_ip_address": "10.1.1.96", "primary": true}]});
    copied(
        resources,
        "eni-0e10e10e10e10e101",
        "eni-0e10e10e10e10e1a1",
        &over,
    );
    let proxy = facts(resources, PROXY);
    let mut target = proxy["targets"][1].clone();
    target["rds_resource_id"] = json!(id);
    target["role"] = json!("READ_ONLY");
    proxy["targets"].as_array_mut().unwrap().push(target);
    let members = &mut facts(resources, CLUSTER)["db_cluster_members"];
    let reader = json!({"db_instance_identifier": id, "is_cluster_writer": false});
    members.as_array_mut().unwrap().push(reader);
}

/// The records of the writer's name write out addresses.
fn written_out(resources: &mut [Json], addresses: &[&str], ttl: i64) {
    let record = &mut facts(resources, WRITER_ZONE)["record_sets"][0];
    record.as_object_mut().unwrap().remove("alias_target");
    record["resource_records"] = json!(addresses);
    record["ttl"] = json!(ttl);
}

/// The permissions of a group, and its rules one by one as another call tells them, without those that
/// name a group.
fn without(resources: &mut [Json], group: &str, list: &str, named: &str) {
    let facts = facts(resources, group);
    for permission in facts[list].as_array_mut().unwrap() {
        if let Some(pairs) = permission["user_id_group_pairs"].as_array_mut() {
            pairs.retain(|pair| pair["group_id"] != named);
        }
    }
    let rules = facts["rules"].as_array_mut().unwrap();
    let egress = list.ends_with("egress");
    rules.retain(|rule| rule["referenced_group_id"] != named || rule["is_egress"] != egress);
}

/// Who of the provider's network wants something of the gateway, and what a gateway takes, no call tells.
const LASTING: Lasting = Lasting {
    fails: &[],
    unknown: &[
        ("sg-cidr-wider-than-peers", "sg-0b000000000000001"),
        ("sg-port-range-wider-than-listeners", "sg-0b000000000000001"),
    ],
};

const FLAWS: &[Flaw] = &[
    Flaw {
        what: "the cluster has no reader",
        change: |resources| {
            let members = &mut facts(resources, CLUSTER)["db_cluster_members"];
            members.as_array_mut().unwrap().pop();
            facts(resources, PROXY)["targets"]
                .as_array_mut()
                .unwrap()
                .pop();
            let ends = ["db:pattern-a-aurora-cluster-2", "eni-0e10e10e10e10e1a1"];
            resources.retain(|one| {
                let arn = one["arn"].as_str().unwrap();
                !ends.iter().any(|end| arn.ends_with(end))
            });
        },
        fails: &[
            ("aurora-reader-endpoint-without-reader", CLUSTER),
            (
                "rdsproxy-readonly-endpoint-has-reader",
                "prx-endpoint-0123456789abcdef1",
            ),
            ("rds-multi-az", CLUSTER),
        ],
        unknown: &[],
    },
    Flaw {
        what: "records write out addresses",
        change: |resources| written_out(resources, &["10.0.1.117", "10.0.2.221"], 60),
        fails: &[
            ("phz-hardcoded-ip-avoidable", WRITER_NAME),
            ("phz-drift-automation-present", VPC),
        ],
        unknown: &[],
    },
    Flaw {
        what: "records live long",
        change: |resources| written_out(resources, &["10.0.1.117", "10.0.2.221"], 300),
        fails: &[
            ("phz-hardcoded-ip-avoidable", WRITER_NAME),
            ("phz-hardcoded-ip-ttl", WRITER_NAME),
            ("phz-drift-automation-present", VPC),
        ],
        unknown: &[],
    },
    Flaw {
        what: "an address of the endpoint has changed",
        change: |resources| written_out(resources, &["10.0.1.117", "10.0.2.99"], 60),
        fails: &[
            ("phz-hardcoded-ip-avoidable", WRITER_NAME),
            ("phz-record-endpoint-ip-drift", WRITER_NAME),
            ("phz-record-missing-az", WRITER_NAME),
            ("lattice-dns-config-has-dns-path", WRITER),
            ("phz-drift-automation-present", VPC),
        ],
        unknown: &[],
    },
    Flaw {
        what: "a record has the address of one zone",
        change: |resources| written_out(resources, &["10.0.2.221"], 60),
        fails: &[
            ("phz-hardcoded-ip-avoidable", WRITER_NAME),
            ("phz-record-endpoint-ip-drift", WRITER_NAME),
            ("phz-record-missing-az", WRITER_NAME),
            ("phz-drift-automation-present", VPC),
        ],
        unknown: &[],
    },
    Flaw {
        what: "no private zone has the name of the proxy",
        change: |resources| {
            let zones = &mut facts(resources, VPC)["hosted_zones"];
            zones.as_array_mut().unwrap().remove(0);
        },
        fails: &[
            ("lattice-dns-config-has-dns-path", WRITER),
            ("phz-vpc-association", WRITER_ZONE),
        ],
        unknown: &[],
    },
    Flaw {
        what: "private DNS of the endpoint by ARN is off",
        change: |resources| {
            facts(resources, BY_ARN)["private_dns_enabled"] = false.into();
            let zones = &mut facts(resources, VPC)["hosted_zones"];
            zones
                .as_array_mut()
                .unwrap()
                .retain(|zone| !zone["hosted_zone_id"].as_str().unwrap().contains("MANAGED"));
        },
        fails: &[("lattice-arn-config-managed-phz", BY_ARN)],
        unknown: &[],
    },
    Flaw {
        what: "the VPC makes no names of hosts",
        change: |resources| facts(resources, VPC)["enable_dns_hostnames"] = false.into(),
        fails: &[
            ("lattice-arn-config-managed-phz", BY_ARN),
            ("vpc-dns-attributes", VPC),
            ("ecs-private-subnet-required-endpoints", TASK),
            ("lattice-dns-config-has-dns-path", WRITER),
        ],
        unknown: &[("lattice-dns-config-has-dns-path", READER)],
    },
    Flaw {
        what: "ECS Exec is on, and nothing leads to Session Manager",
        change: |resources| facts(resources, TASK)["enable_execute_command"] = true.into(),
        fails: &[
            ("ecs-exec-endpoints", TASK),
            ("ecs-exec-task-role", TASK),
            ("ecs-exec-audited", "cluster/pattern-a-test-cluster"),
        ],
        unknown: &[("ecs-exec-agent-running", TASK)],
    },
    Flaw {
        what: "the database does not admit the gateway",
        change: |resources| {
            let (database, gateway) = ("sg-0b000000000000002", "sg-0b000000000000001");
            without(resources, database, "ip_permissions", gateway);
        },
        fails: &[
            ("lattice-gateway-reaches-db", "rcfg-0a1b2c3d4e5f607aa"),
            ("sg-chain-alb-app-db", CLUSTER),
        ],
        unknown: &[],
    },
    Flaw {
        what: "the endpoints admit nobody",
        change: |resources| {
            let (endpoints, tasks) = ("sg-0c000000000000001", "sg-0c000000000000002");
            without(resources, endpoints, "ip_permissions", tasks);
        },
        fails: &[
            ("lattice-endpoint-client-path", BY_ARN),
            ("lattice-endpoint-client-path", WRITER),
            ("lattice-endpoint-client-path", READER),
            ("vpc-endpoint-orphan", BY_ARN),
            ("vpc-endpoint-orphan", WRITER),
            ("vpc-endpoint-orphan", READER),
            ("sg-chain-alb-app-db", CLUSTER),
        ],
        unknown: &[],
    },
    Flaw {
        what: "the configuration gives every port",
        change: |resources| {
            facts(resources, "rcfg-0b1b2c3d4e5f607bb")["port_ranges"] = json!(["1-65535"]);
        },
        fails: &[("lattice-port-least-privilege", "rcfg-0b1b2c3d4e5f607bb")],
        unknown: &[],
    },
    Flaw {
        what: "the gateway stands in one zone",
        change: |resources| {
            let gateway = facts(resources, "rgw-0a1b2c3d4e5f60718");
            gateway["subnet_ids"].as_array_mut().unwrap().pop();
        },
        fails: &[("lattice-gateway-az-coverage", "rgw-0a1b2c3d4e5f60718")],
        unknown: &[],
    },
    Flaw {
        what: "a configuration writes no logs of accesses",
        change: |resources| {
            let configuration = facts(resources, "rcfg-0a1b2c3d4e5f607aa");
            configuration["access_log_subscriptions"] = json!([]);
        },
        fails: &[("lattice-access-logs", "rcfg-0a1b2c3d4e5f607aa")],
        unknown: &[],
    },
    Flaw {
        what: "the share goes to accounts outside",
        change: |resources| {
            for share in each(resources, "ram.resource_share") {
                let principals = share["principals"].as_array_mut().unwrap();
                principals.push(
                    json!({"associated_entity": "555566667777", "status": "ASSOCIATED",
                    "external": true}),
                );
            }
        },
        fails: &[(
            "lattice-share-scope",
            "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        )],
        unknown: &[],
    },
    Flaw {
        what: "the share was withdrawn from the endpoint",
        change: |resources| {
            let endpoint = facts(resources, WRITER);
            endpoint["associations"][0]["associated_resource_accessibility"] =
                "Inaccessible".into();
        },
        fails: &[("lattice-config-and-association-healthy", WRITER)],
        unknown: &[],
    },
];

#[test]
fn each_flaw_of_databases_behind_vpc_lattice_is_found_alone() {
    judge(SYSTEM, sound, &LASTING, FLAWS);
}
