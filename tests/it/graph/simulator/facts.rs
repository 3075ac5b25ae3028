//! A tiny network as the facts that an account would tell of it.

use serde_json::{Value as Json, json};

use crate::graph::world::{HERE, World};

use super::network::{By, Entry, Network, Peer, Route, Rule, TransitBy};

pub(super) fn interface_id(at: usize) -> String {
    format!("eni-{at}")
}

pub(super) fn world(network: &Network) -> World {
    let world = World::new().with(
        "region",
        "eu-west-1",
        json!({"vpc_block_public_access": {"internet_gateway_block_mode": network.block, "state": "default-state"}}),
    );
    let world = vpcs(world, network);
    let world = places(world, network);
    joints(world, network)
}

fn vpcs(mut world: World, network: &Network) -> World {
    for (at, vpc) in network.vpcs.iter().enumerate() {
        let id = format!("vpc-{at}");
        let attached = |state: &str| json!([{"vpc_id": id, "state": state}]);
        let range = |block: String| json!([{"cidr_block": block, "state": "associated"}]);
        world = world.with(
            "ec2.vpc",
            &id,
            json!({"owner_id": HERE, "cidr_block": vpc.v4.to_string(), "cidr_block_associations": range(vpc.v4.to_string()),
                "ipv6_cidr_block_associations": range(vpc.v6.to_string())}),
        );
        if vpc.internet {
            let facts = json!({"attachments": attached("available")});
            world = world.with("ec2.internet_gateway", &format!("igw-{at}"), facts);
        }
        if vpc.egress_only {
            let facts = json!({"attachments": attached("attached")});
            world = world.with(
                "ec2.egress_only_internet_gateway",
                &format!("eigw-{at}"),
                facts,
            );
        }
        if vpc.vpn {
            let facts = json!({"state": "available", "vpc_attachments": attached("attached")});
            world = world.with("ec2.vpn_gateway", &format!("vgw-{at}"), facts);
            let facts = json!({"state": "available", "vpn_gateway_id": format!("vgw-{at}")});
            world = world.with("ec2.vpn_connection", &format!("vpn-{at}"), facts);
        }
    }
    for (at, (vpc, mode)) in network.excluded.iter().enumerate() {
        let facts = json!({"resource_arn": format!("arn:aws:ec2:eu-west-1:{HERE}:vpc/vpc-{vpc}"),
            "internet_gateway_exclusion_mode": mode, "state": "create-complete"});
        let kind = "ec2.vpc_block_public_access_exclusion";
        world = world.with(kind, &format!("vpcbpa-exclude-{at}"), facts);
    }
    world
}

fn places(mut world: World, network: &Network) -> World {
    for (at, subnet) in network.subnets.iter().enumerate() {
        let facts = json!({"vpc_id": format!("vpc-{}", subnet.vpc), "cidr_block": format!("10.{}.{}.0/24", subnet.vpc, at % 2),
            "availability_zone": format!("zone-{}", subnet.zone), "availability_zone_id": format!("az{}", subnet.zone)});
        world = world.with("ec2.subnet", &format!("subnet-{at}"), facts);
    }
    for (at, acl) in network.acls.iter().enumerate() {
        let subnets: Vec<String> = (0..network.subnets.len())
            .filter(|subnet| network.subnets[*subnet].acl == at)
            .map(|subnet| format!("subnet-{subnet}"))
            .collect();
        let entries: Vec<Json> = acl.entries.iter().map(entry).collect();
        let facts = json!({"entries": entries, "associated_subnet_ids": subnets});
        world = world.with("ec2.network_acl", &format!("acl-{at}"), facts);
    }
    for (at, table) in network.tables.iter().enumerate() {
        let associations: Vec<Json> = (0..network.subnets.len())
            .filter(|subnet| network.subnets[*subnet].table == at)
            .map(|subnet| json!({"main": false, "subnet_id": format!("subnet-{subnet}"), "state": "associated"}))
            .collect();
        let routes: Vec<Json> = table
            .routes
            .iter()
            .map(|one| route(one, table.vpc))
            .collect();
        let facts = json!({"vpc_id": format!("vpc-{}", table.vpc), "associations": associations, "routes": routes});
        world = world.with("ec2.route_table", &format!("rtb-{at}"), facts);
    }
    for (at, group) in network.groups.iter().enumerate() {
        let rules = |rules: &[Rule]| -> Vec<Json> { rules.iter().map(permission).collect() };
        let facts = json!({"group_name": "g", "vpc_id": format!("vpc-{}", group.vpc),
            "ip_permissions": rules(&group.ingress), "ip_permissions_egress": rules(&group.egress)});
        world = world.with("ec2.security_group", &format!("sg-{at}"), facts);
    }
    for (at, one) in network.interfaces.iter().enumerate() {
        let groups: Vec<Json> = one
            .groups
            .iter()
            .map(|group| json!({"group_id": format!("sg-{group}")}))
            .collect();
        let v6: Vec<Json> = one
            .v6
            .iter()
            .map(|one| json!({"ipv6_address": one.to_string()}))
            .collect();
        let public = one.public.map(|one| one.to_string());
        let facts = json!({"vpc_id": format!("vpc-{}", network.subnets[one.subnet].vpc), "subnet_id": format!("subnet-{}", one.subnet),
            "interface_type": "interface", "status": if one.idle { "available" } else { "in-use" }, "source_dest_check": true,
            "groups": groups, "ipv6_addresses": v6,
            "private_ip_addresses": [{"private_ip_address": one.address.to_string(), "primary": true, "public_ip": public}]});
        world = world.with("ec2.network_interface", &interface_id(at), facts);
    }
    world
}

fn protocol(protocol: Option<u8>, all: &str) -> String {
    protocol.map_or_else(|| all.to_owned(), |one| one.to_string())
}

fn entry(entry: &Entry) -> Json {
    let field = if entry.peer.addr().is_ipv4() {
        "cidr_block"
    } else {
        "ipv6_cidr_block"
    };
    json!({"rule_number": entry.number, "egress": entry.egress, "protocol": protocol(entry.protocol, "-1"),
        "rule_action": if entry.allow { "allow" } else { "deny" }, field: entry.peer.to_string(),
        "from_port": entry.ports.map(|ports| ports.0), "to_port": entry.ports.map(|ports| ports.1)})
}

fn permission(rule: &Rule) -> Json {
    let mut told = json!({"ip_protocol": protocol(rule.protocol, "-1"),
        "from_port": rule.ports.map(|ports| ports.0), "to_port": rule.ports.map(|ports| ports.1)});
    match &rule.peer {
        Peer::Block(block) if block.addr().is_ipv4() => {
            told["ip_ranges"] = json!([{"cidr_ip": block.to_string()}]);
        }
        Peer::Block(block) => told["ipv6_ranges"] = json!([{"cidr_ipv6": block.to_string()}]),
        Peer::Group(group) => {
            told["user_id_group_pairs"] =
                json!([{"group_id": format!("sg-{group}"), "user_id": HERE}]);
        }
    }
    told
}

fn route(route: &Route, vpc: usize) -> Json {
    let to = if route.to.addr().is_ipv4() {
        "destination_cidr_block"
    } else {
        "destination_ipv6_cidr_block"
    };
    let (field, id) = match route.by {
        By::Local => ("gateway_id", "local".to_owned()),
        By::Internet => ("gateway_id", format!("igw-{vpc}")),
        By::EgressOnly => ("egress_only_internet_gateway_id", format!("eigw-{vpc}")),
        By::Nat(at) => ("nat_gateway_id", format!("nat-{at}")),
        By::Peering(at) => ("vpc_peering_connection_id", format!("pcx-{at}")),
        By::Transit => ("transit_gateway_id", "tgw-0".to_owned()),
        By::Vpn => ("gateway_id", format!("vgw-{vpc}")),
        By::Interface(at) => ("network_interface_id", interface_id(at)),
    };
    let origin = if route.propagated {
        "EnableVgwRoutePropagation"
    } else {
        "CreateRoute"
    };
    json!({to: route.to.to_string(), field: id, "origin": origin,
        "state": if route.blackhole { "blackhole" } else { "active" }})
}

fn joints(mut world: World, network: &Network) -> World {
    for (at, nat) in network.nats.iter().enumerate() {
        let sort = if nat.public.is_some() {
            "public"
        } else {
            "private"
        };
        let public = nat.public.map(|one| one.to_string());
        let facts = json!({"vpc_id": format!("vpc-{}", network.subnets[nat.subnet].vpc), "subnet_id": format!("subnet-{}", nat.subnet),
            "state": "available", "connectivity_type": sort, "availability_mode": "zonal",
            "nat_gateway_addresses": [{"private_ip": nat.address.to_string(), "public_ip": public}]});
        world = world.with("ec2.nat_gateway", &format!("nat-{at}"), facts);
    }
    for (at, one) in network.peerings.iter().enumerate() {
        let side = |vpc: usize, region: &str| {
            let own = &network.vpcs[vpc];
            json!({"vpc_id": format!("vpc-{vpc}"), "owner_id": HERE, "region": region,
                "cidr_block_set": [own.v4.to_string()], "ipv6_cidr_block_set": [own.v6.to_string()]})
        };
        let far = if one.same_region {
            "eu-west-1"
        } else {
            "us-east-1"
        };
        let facts = json!({"status": if one.active { "active" } else { "deleted" },
            "requester_vpc_info": side(one.sides.0, "eu-west-1"), "accepter_vpc_info": side(one.sides.1, far)});
        world = world.with("ec2.vpc_peering_connection", &format!("pcx-{at}"), facts);
    }
    transit(world, network)
}

fn transit(mut world: World, network: &Network) -> World {
    let switch = |on: bool| if on { "enable" } else { "disable" };
    let Some(transit) = &network.transit else {
        return world;
    };
    let facts = json!({"state": "available", "security_group_referencing_support": switch(transit.references)});
    world = world.with("ec2.transit_gateway", "tgw-0", facts);
    let association = |on: bool| {
        on.then(|| json!({"transit_gateway_route_table_id": "tgw-rtb-0", "state": "associated"}))
    };
    for (at, one) in transit.attachments.iter().enumerate() {
        let subnets: Vec<String> = one
            .subnets
            .iter()
            .map(|at| format!("subnet-{at}"))
            .collect();
        let facts = json!({"transit_gateway_id": "tgw-0", "transit_gateway_owner_id": HERE, "resource_type": "vpc", "resource_id": format!("vpc-{}", one.vpc),
            "state": "available", "association": association(one.associated),
            "vpc": {"subnet_ids": subnets, "appliance_mode_support": "disable", "security_group_referencing_support": switch(one.references)}});
        world = world.with(
            "ec2.transit_gateway_attachment",
            &format!("tgw-attach-{at}"),
            facts,
        );
    }
    if transit.vpn {
        let facts = json!({"transit_gateway_id": "tgw-0", "transit_gateway_owner_id": HERE, "resource_type": "vpn", "resource_id": "vpn-99",
            "state": "available", "association": association(true)});
        world = world.with("ec2.transit_gateway_attachment", "tgw-attach-vpn", facts);
    }
    let routes: Vec<Json> = transit
        .routes
        .iter()
        .map(|one| {
            let (state, by) = match one.by {
                TransitBy::Attachment(at) => ("active", json!([format!("tgw-attach-{at}")])),
                TransitBy::Vpn => ("active", json!(["tgw-attach-vpn"])),
                TransitBy::Blackhole => ("blackhole", Json::Null),
            };
            json!({"destination_cidr_block": one.to.to_string(), "state": state, "transit_gateway_attachment_ids": by,
                "route_type": if one.propagated { "propagated" } else { "static" }})
        })
        .collect();
    let facts = json!({"transit_gateway_id": "tgw-0", "state": "available", "routes": routes});
    world.with("ec2.transit_gateway_route_table", "tgw-rtb-0", facts)
}
