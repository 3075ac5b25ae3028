//! One VPC of the estate.

use assize::model::kinds::Facts;
use serde_json::{Value as Json, json};

use super::{ACCOUNT, Estate, Maker};

/// Facts of a kind from JSON, with absence as a complete response means it.
fn facts(kind: &str, json: &Json) -> Facts {
    let raw = serde_json::value::to_raw_value(json).expect("JSON");
    let mut facts = Facts::parse(kind, &raw).expect("facts of the kind");
    facts.settle();
    facts
}

fn attributes(kind: &str, mut told: Json) -> Facts {
    let info = assize::model::kinds::kind(kind).expect("a kind");
    let record = told.as_object_mut().expect("a record");
    for attribute in info.record.attributes {
        let value = record.entry(attribute.name).or_insert(Json::Null);
        fill((attribute.ty)(), value);
    }
    facts(kind, &told)
}

/// Writes out that there is none, all the way down.
fn fill(ty: assize::model::record::Type, value: &mut Json) {
    use assize::model::record::Type;
    match (ty, value) {
        (_, Json::Null) => {}
        (Type::Record(record), Json::Object(fields)) => {
            for attribute in record().attributes {
                let value = fields.entry(attribute.name).or_insert(Json::Null);
                fill((attribute.ty)(), value);
            }
        }
        (Type::List(item), Json::Array(items)) => {
            items.iter_mut().for_each(|one| fill(item(), one));
        }
        _ => {}
    }
}

pub(super) fn add_region(maker: &mut Maker) {
    let told = json!({"vpc_block_public_access": {"internet_gateway_block_mode": "off", "state": "default-state"}});
    maker.add("ec2", "region", attributes("region", told));
}

const SUBNETS: usize = 6;

pub(super) fn add_vpc(maker: &mut Maker, estate: Estate, vpc: usize) {
    let id = format!("vpc-{vpc:017x}");
    let network = format!("10.{}.0.0/16", vpc % 256);
    let mut ec2 = |kind: &str, name: &str, told: Json| {
        let facts = attributes(&format!("ec2.{kind}"), told);
        maker.add("ec2", &format!("{}/{name}", kind.replace('_', "-")), facts);
    };
    ec2(
        "vpc",
        &id,
        json!({"vpc_id": id, "owner_id": ACCOUNT, "cidr_block": network,
        "cidr_block_associations": [{"cidr_block": network, "state": "associated"}]}),
    );
    let gateway = format!("igw-{vpc:017x}");
    ec2(
        "internet_gateway",
        &gateway,
        json!({"internet_gateway_id": gateway, "attachments": [{"vpc_id": id, "state": "available"}]}),
    );
    let subnet = |place: usize| format!("subnet-{vpc:011x}{place:06x}");
    for place in 0..SUBNETS {
        let zone = place % 3;
        ec2(
            "subnet",
            &subnet(place),
            json!({"subnet_id": subnet(place), "vpc_id": id, "cidr_block": format!("10.{}.{place}.0/24", vpc % 256),
            "availability_zone": format!("eu-west-1{}", ["a", "b", "c"][zone]), "availability_zone_id": format!("euw1-az{zone}")}),
        );
    }
    for (public, name) in [(true, "a"), (false, "b")] {
        let mut routes = vec![
            json!({"destination_cidr_block": network, "gateway_id": "local", "state": "active", "origin": "CreateRouteTable"}),
        ];
        if public {
            routes.push(json!({"destination_cidr_block": "0.0.0.0/0", "gateway_id": gateway, "state": "active", "origin": "CreateRoute"}));
        }
        let places = (0..SUBNETS).filter(|place| (*place < 3) == public);
        let associations: Vec<Json> = places
            .map(|place| json!({"main": false, "subnet_id": subnet(place), "state": "associated"}))
            .collect();
        let table = format!("rtb-{vpc:016x}{name}");
        ec2(
            "route_table",
            &table,
            json!({"route_table_id": table, "vpc_id": id, "routes": routes, "associations": associations}),
        );
    }
    let entry = |egress: bool| json!({"rule_number": 100, "egress": egress, "protocol": "-1", "rule_action": "allow", "cidr_block": "0.0.0.0/0"});
    let subnets: Vec<String> = (0..SUBNETS).map(subnet).collect();
    let acl = format!("acl-{vpc:017x}");
    ec2(
        "network_acl",
        &acl,
        json!({"network_acl_id": acl, "vpc_id": id, "entries": [entry(false), entry(true)], "associated_subnet_ids": subnets}),
    );
    add_groups(maker, estate, vpc, &id);
    add_interfaces(maker, estate, vpc, &id);
    add_databases(maker, estate, vpc, &id);
}

fn group(vpc: usize, number: usize) -> String {
    format!("sg-{vpc:011x}{number:06x}")
}

/// Groups that admit ranges of subnets, other groups of the VPC, and now and then the internet.
fn add_groups(maker: &mut Maker, estate: Estate, vpc: usize, id: &str) {
    let own = estate.groups / estate.vpcs;
    for number in 0..own {
        let rules: Vec<Json> = (0..estate.rules_of_a_group)
            .map(|rule| {
                let port = [5432, 443, 8080, 3306, 22][(number + rule) % 5];
                match rule {
                    0 if number % 37 == 0 => json!({"ip_protocol": "tcp", "from_port": port, "to_port": port, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}),
                    0..5 => json!({"ip_protocol": "tcp", "from_port": port, "to_port": port,
                        "user_id_group_pairs": [{"group_id": group(vpc, (number + rule) % own), "user_id": ACCOUNT}]}),
                    _ => json!({"ip_protocol": "tcp", "from_port": port, "to_port": port,
                        "ip_ranges": [{"cidr_ip": format!("10.{}.{rule}.{}/28", (vpc + rule) % 256, (number * 16) % 256)}]}),
                }
            })
            .collect();
        let name = group(vpc, number);
        let told = json!({"group_id": name, "group_name": "g", "owner_id": ACCOUNT, "vpc_id": id, "ip_permissions": rules,
            "ip_permissions_egress": [{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]});
        maker.add(
            "ec2",
            &format!("security-group/{name}"),
            attributes("ec2.security_group", told),
        );
    }
}

fn add_interfaces(maker: &mut Maker, estate: Estate, vpc: usize, id: &str) {
    let own = estate.groups / estate.vpcs;
    for number in 0..estate.interfaces / estate.vpcs {
        let place = number % SUBNETS;
        let host = 4 + number / SUBNETS % 250;
        let name = format!("eni-{vpc:011x}{number:06x}");
        let address = format!("10.{}.{place}.{host}", vpc % 256);
        let public = (place < 3 && number % 9 == 0)
            .then(|| format!("198.{}.{}.{host}", 18 + vpc % 2, vpc / 2 % 256));
        let told = json!({"network_interface_id": name, "owner_id": ACCOUNT, "vpc_id": id, "subnet_id": format!("subnet-{vpc:011x}{place:06x}"),
            "interface_type": if number % 4 == 0 { "lambda" } else { "interface" }, "status": "in-use", "source_dest_check": true, "requester_managed": false,
            "groups": [{"group_id": group(vpc, number % own)}],
            "private_ip_addresses": [{"private_ip_address": address, "primary": true, "public_ip": public}]});
        maker.add(
            "ec2",
            &format!("network-interface/{name}"),
            attributes("ec2.network_interface", told),
        );
    }
}

fn add_databases(maker: &mut Maker, estate: Estate, vpc: usize, id: &str) {
    let own = estate.groups / estate.vpcs;
    let subnets: Vec<Json> = (3..SUBNETS)
        .map(|place| json!({"subnet_identifier": format!("subnet-{vpc:011x}{place:06x}")}))
        .collect();
    let name = format!("subnets-{vpc}");
    let told = json!({"db_subnet_group_name": name, "vpc_id": id, "subnets": subnets});
    maker.add(
        "rds",
        &format!("subgrp:{name}"),
        attributes("rds.db_subnet_group", told),
    );
    for number in 0..estate.databases / estate.vpcs {
        let database = format!("db-{vpc}-{number}");
        let told = json!({"db_instance_identifier": database, "engine": "postgres", "db_instance_status": "available", "db_subnet_group_name": name,
            "availability_zone": "eu-west-1a", "publicly_accessible": false, "endpoint": {"address": format!("{database}.example"), "port": 5432},
            "vpc_security_groups": [{"vpc_security_group_id": group(vpc, number % own), "status": "active"}]});
        maker.add(
            "rds",
            &format!("db:{database}"),
            attributes("rds.db_instance", told),
        );
    }
}
