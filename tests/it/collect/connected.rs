//! A hub of networks: peering, transit gateway, VPN, and what EC2 tells besides.

use assize::collect::Collected;
use assize::model::gap::GapReason;
use serde_json::{Value, json};

use super::{collect, facts, incomplete, of_kind, unexplained, with};
use crate::server::Server;
use crate::world::HUB;

fn hub() -> Collected {
    collect(&Server::of_world("connected", &["--page-size", "1"]), HUB)
}

#[test]
fn everything_of_the_hub_is_told_or_said_to_be_missing() {
    let collected = hub();
    assert_eq!(incomplete(&collected), [""; 0]);
    assert_eq!(unexplained(&collected), [""; 0]);
    let lines = format!("{:?}", collected.snapshot);
    assert!(!lines.contains("canary"), "a secret was kept");
}

#[test]
fn a_peering_connection_is_the_requesters_from_both_sides() {
    let collected = hub();
    let arns: Vec<&str> = of_kind(&collected, "ec2.vpc_peering_connection")
        .map(|one| one.arn.as_str())
        .collect();
    assert_eq!(
        arns,
        [
            "arn:aws:ec2:ap-northeast-1:222233334444:vpc-peering-connection/pcx-0b00000000000001a",
            "arn:aws:ec2:us-east-1:333344445555:vpc-peering-connection/pcx-0c00000000000001a",
        ]
    );
    let peerings = facts(&collected, "ec2.vpc_peering_connection");
    assert_eq!(peerings[0]["status"], "active");
    assert_eq!(
        peerings[0]["requester_vpc_info"],
        json!({
            "vpc_id": "vpc-0b00000000000001a", "owner_id": HUB, "region": "ap-northeast-1",
            "cidr_block_set": ["10.20.0.0/16"], "ipv6_cidr_block_set": ["2001:db8:20::/56"],
            "allow_dns_resolution_from_remote_vpc": true
        })
    );
    let accepter = &peerings[0]["accepter_vpc_info"];
    assert_eq!(
        accepter["cidr_block_set"],
        json!(["10.1.0.0/16", "10.2.0.0/16"])
    );
    assert_eq!(accepter["ipv6_cidr_block_set"], Value::Null);
}

#[test]
fn gateways_of_vpcs_and_dhcp_options() {
    let collected = hub();
    let egress = facts(&collected, "ec2.egress_only_internet_gateway");
    assert_eq!(egress.len(), 2);
    assert_eq!(egress[0]["attachments"][0]["state"], "attached");
    let gateway = &facts(&collected, "ec2.vpn_gateway")[0];
    assert_eq!(
        gateway["vpc_attachments"],
        json!([{"vpc_id": "vpc-0b00000000000001a", "state": "attached"}])
    );
    let connection = &facts(&collected, "ec2.vpn_connection")[0];
    assert_eq!(connection["static_routes_only"], true);
    assert_eq!(connection["transit_gateway_id"], Value::Null);
    assert_eq!(
        connection["routes"],
        json!([{"destination_cidr_block": "192.168.0.0/16", "state": "available"}])
    );
    assert_eq!(connection["vgw_telemetry"][1]["status"], "DOWN");
    let tables = facts(&collected, "ec2.route_table");
    assert_eq!(
        tables[0]["propagating_vgw_ids"],
        json!(["vgw-0b00000000000001a"])
    );
    let options = facts(&collected, "ec2.dhcp_options");
    let of = |id| &with(&options, "dhcp_options_id", id)["domain_name_servers"];
    assert_eq!(
        of("dopt-0b00000000000001a"),
        &json!(["10.20.0.53", "10.20.1.53"])
    );
    assert_eq!(of("dopt-0b00000000000002b"), &Value::Null);
}

#[test]
fn transit_gateways_with_attachments_and_routes() {
    let collected = hub();
    let gateways = facts(&collected, "ec2.transit_gateway");
    let own = with(&gateways, "owner_id", HUB);
    assert_eq!(own["auto_accept_shared_attachments"], "enable");
    let shared = with(&gateways, "owner_id", "333344445555");
    assert_eq!(shared["security_group_referencing_support"], "disable");
    let attachments = facts(&collected, "ec2.transit_gateway_attachment");
    let vpc = with(&attachments, "resource_id", "vpc-0b00000000000001a");
    assert_eq!(
        vpc["association"]["transit_gateway_route_table_id"],
        "tgw-rtb-0b00000000000001a"
    );
    assert_eq!(
        vpc["vpc"]["subnet_ids"],
        json!(["subnet-0b00000000000001a"])
    );
    assert_eq!(vpc["vpc"]["appliance_mode_support"], "disable");
    let vpn = with(&attachments, "resource_type", "vpn");
    assert_eq!(
        (&vpn["vpc"], &vpn["association"]),
        (&Value::Null, &Value::Null)
    );
    let strange = of_kind(&collected, "ec2.transit_gateway_attachment")
        .find(|one| one.account.as_str() == "333344445555")
        .expect("the attachment of another account");
    let gap = strange.recorded_gap("vpc").expect("a gap");
    assert_eq!(gap.reason, GapReason::AccountNotScanned);
    let table = &facts(&collected, "ec2.transit_gateway_route_table")[0];
    assert_eq!(
        table["routes"],
        json!([
            {
                "destination_cidr_block": "10.20.0.0/16", "prefix_list_id": null, "route_type": "propagated", "state": "active",
                "transit_gateway_attachment_ids": ["tgw-attach-0b00000000000001a"]
            },
            {
                "destination_cidr_block": "10.66.0.0/16", "prefix_list_id": null, "route_type": "static", "state": "blackhole",
                "transit_gateway_attachment_ids": null
            }
        ])
    );
    assert_eq!(table["associations"].as_array().map(Vec::len), Some(2));
    assert_eq!(table["propagations"][0]["state"], "enabled");
}

#[test]
fn what_is_set_for_the_region() {
    let collected = hub();
    let region = of_kind(&collected, "region").next().expect("the region");
    assert_eq!(
        region.arn.as_str(),
        "arn:aws:ec2:ap-northeast-1:222233334444:region"
    );
    let told = &facts(&collected, "region")[0];
    assert_eq!(
        told["vpc_block_public_access"],
        json!({"internet_gateway_block_mode": "block-ingress", "state": "update-complete"})
    );
    assert_eq!(told["ebs_encryption_by_default"], true);
    let exclusions = facts(&collected, "ec2.vpc_block_public_access_exclusion");
    assert_eq!(exclusions.len(), 2);
    assert_eq!(
        exclusions[0]["internet_gateway_exclusion_mode"],
        "allow-egress"
    );
}

#[test]
fn groups_across_vpcs() {
    let collected = hub();
    let groups = facts(&collected, "ec2.security_group");
    let app = with(&groups, "group_name", "app");
    assert_eq!(app["vpc_associations"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        app["references"],
        json!([
            {"referencing_vpc_id": "vpc-0f1e2d3c4b5a69780", "vpc_peering_connection_id": "pcx-0b00000000000001a", "transit_gateway_id": null},
            {"referencing_vpc_id": "vpc-0c00000000000001a", "vpc_peering_connection_id": null, "transit_gateway_id": "tgw-0b00000000000001a"}
        ])
    );
    let stale = &app["stale_ip_permissions"][0];
    assert_eq!(
        (
            &stale["from_port"],
            &stale["user_id_group_pairs"][0]["peering_status"]
        ),
        (&json!(443), &json!("deleted"))
    );
    assert_eq!(app["stale_ip_permissions_egress"], json!([]));
    // Its VPC has no neighbour and no rule that names another group: nobody is asked about it.
    let lonely = with(&groups, "group_name", "default");
    for list in ["references", "stale_ip_permissions", "vpc_associations"] {
        assert_eq!(lonely[list], json!([]), "{list}");
    }
    let vpcs = facts(&collected, "ec2.vpc");
    let quiet = with(&vpcs, "vpc_id", "vpc-0b00000000000002b");
    assert_eq!(quiet["security_groups"].as_array().map(Vec::len), Some(2));
}

#[test]
fn lists_of_aws_need_no_call_of_their_own() {
    let server = Server::of_world("connected", &["--page-size", "1"]);
    let collected = collect(&server, HUB);
    let lists = facts(&collected, "ec2.prefix_list");
    let aws = with(&lists, "owner_id", "AWS");
    assert_eq!(
        aws["entries"],
        json!([{"cidr": "3.5.152.0/21", "description": null}, {"cidr": "52.219.0.0/20", "description": null}])
    );
    let offices = with(&lists, "prefix_list_name", "offices");
    assert_eq!(offices["entries"][0]["description"], "Tokyo");
    let asked = server.calls();
    let of_aws = asked
        .iter()
        .filter(|call| call["operation"] == "ec2:GetManagedPrefixListEntries")
        .any(|call| call["parameters"]["PrefixListId"] == "pl-61a54008");
    assert!(!of_aws, "a list of AWS was asked for twice");
}

#[test]
fn services_behind_endpoints_and_in_front_of_others() {
    let collected = hub();
    let endpoints = facts(&collected, "ec2.vpc_endpoint");
    let secrets = with(&endpoints, "vpc_endpoint_id", "vpce-0b00000000000001a");
    assert_eq!(
        secrets["service"],
        json!({
            "owner": "amazon", "availability_zone_ids": ["apne1-az1", "apne1-az4"],
            "private_dns_names": ["secretsmanager.ap-northeast-1.amazonaws.com"], "acceptance_required": false
        })
    );
    assert_eq!(
        secrets["policy_document"]["statements"][0]["effect"],
        "Allow"
    );
    let failed = with(&endpoints, "state", "failed");
    assert_eq!(failed["last_error_code"], "InvalidPrivateDnsName");
    assert_eq!(failed["service"]["private_dns_names"], Value::Null);
    let services = facts(&collected, "ec2.vpc_endpoint_service");
    let open = with(&services, "service_id", "vpce-svc-0b00000000000001a");
    assert_eq!(open["allowed_principals"][1]["principal"], "*");
    let closed = with(&services, "service_id", "vpce-svc-0b00000000000002b");
    assert_eq!(closed["allowed_principals"], json!([]));
}

#[test]
fn addresses_flow_logs_and_instances() {
    let collected = hub();
    let addresses = facts(&collected, "ec2.address");
    let used = with(&addresses, "public_ip", "198.51.100.10");
    assert_eq!(used["network_interface_id"], "eni-0b00000000000001a");
    let free = with(&addresses, "public_ip", "198.51.100.11");
    assert_eq!(free["association_id"], Value::Null);
    let logs = facts(&collected, "ec2.flow_log");
    let of_vpc = with(&logs, "resource_id", "vpc-0b00000000000001a");
    assert_eq!(
        (&of_vpc["traffic_type"], &of_vpc["deliver_logs_status"]),
        (&json!("ALL"), &json!("SUCCESS"))
    );
    let instance = &facts(&collected, "ec2.instance")[0];
    assert_eq!(instance["metadata_http_tokens"], "optional");
}

#[test]
fn launch_templates_without_their_user_data() {
    let collected = hub();
    let templates = facts(&collected, "ec2.launch_template");
    let workers = with(&templates, "launch_template_name", "workers");
    let default = &workers["default_version"];
    assert_eq!(default["version_number"], 1);
    assert_eq!(default["metadata_http_tokens"], Value::Null);
    assert_eq!(
        default["user_data"],
        json!({"credential_patterns": ["secret-by-name"]})
    );
    assert_eq!(
        default["network_interfaces"][0]["associate_public_ip_address"],
        true
    );
    let latest = &workers["latest_version"];
    assert_eq!(latest["version_number"], 3);
    assert_eq!(latest["metadata_http_tokens"], "required");
    assert_eq!(latest["block_device_mappings"][0]["ebs_encrypted"], true);
    let single = with(&templates, "launch_template_name", "one-version");
    assert_eq!(single["default_version"], single["latest_version"]);
}

#[test]
fn volumes_and_who_can_restore_snapshots() {
    let collected = hub();
    let volumes = facts(&collected, "ec2.volume");
    let plain = with(&volumes, "volume_id", "vol-0b00000000000001a");
    assert_eq!(plain["encrypted"], false);
    assert_eq!(
        plain["attachments"],
        json!([{"instance_id": "i-0b00000000000001a", "state": "attached"}])
    );
    let snapshots = facts(&collected, "ec2.snapshot");
    let public = with(&snapshots, "snapshot_id", "snap-0b00000000000001a");
    assert_eq!(public["restorable_by_all"], true);
    assert_eq!(
        public["create_volume_permissions"],
        json!([{"group": "all", "user_id": null}, {"group": null, "user_id": "333344445555"}])
    );
    let private = of_kind(&collected, "ec2.snapshot")
        .find(|one| one.arn.as_str().ends_with("snap-0b00000000000002b"))
        .expect("the private snapshot");
    let gap = private.recorded_gap("create_volume_permissions");
    assert_eq!(gap.map(|gap| gap.reason), Some(GapReason::NotCollected));
    let private = with(&snapshots, "snapshot_id", "snap-0b00000000000002b");
    assert_eq!(private["restorable_by_all"], false);
}
