//! VPC Lattice and managed compute (2.10): doors into a service network, proxies, functions, connectors,
//! tasks.

use serde_json::{Value as Json, json};

use super::super::reach::lattice::{in_network, open, said, world};
use super::super::reach::{Town, entry, interface, says};
use super::super::world::{World, arn};
use super::over;

fn by_ports(configuration: Json) -> String {
    said(&world(&Town::new(), configuration, open()))
}

#[test]
fn a_resource_endpoint_takes_tcp_on_the_ports_of_the_configuration() {
    for (configuration, wanted) in [
        (json!({}), "yes"),
        (json!({"port_ranges": ["5432"]}), "yes"),
        (json!({"port_ranges": ["1-1024", "5000-6000"]}), "yes"),
        (json!({"port_ranges": ["3306"]}), "no"),
        (
            json!({"status": "CREATE_IN_PROGRESS"}),
            "no: BAD_STATE at rcfg-1",
        ),
    ] {
        let told = by_ports(configuration.clone());
        assert!(told.starts_with(wanted), "{configuration}: {told}");
    }
    let udp = super::asked(
        &world(&Town::new(), json!({}), open()),
        "eni-client",
        "orders",
        super::udp(5432),
    );
    assert!(udp.starts_with("no: "), "{udp}");
}

#[test]
fn the_gateway_sends_with_its_own_groups_and_address() {
    let with = |ingress: Json| {
        let mut town = Town::new();
        town.db_ingress = ingress;
        said(&world(&town, json!({}), open()))
    };
    let rule = |peers: Json| {
        json!([over(
            &json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432}),
            peers
        )])
    };
    let group = |id: &str| {
        rule(json!({"user_id_group_pairs": [{"group_id": id, "user_id": "111122223333"}]}))
    };
    // The gateway carries the application's group; the client and its address are nobody there.
    assert_eq!(with(group("sg-app")), "yes");
    assert!(with(group("sg-client")).starts_with("no: "));
    assert!(with(rule(json!({"ip_ranges": [{"cidr_ip": "10.1.0.0/16"}]}))).starts_with("no: "));
    assert_eq!(
        with(rule(json!({"ip_ranges": [{"cidr_ip": "10.0.0.0/24"}]}))),
        "yes"
    );
}

#[test]
fn it_leads_one_way() {
    let world = world(&Town::new(), json!({}), open());
    assert!(says(&world, "orders", "eni-client", 443).starts_with("no: "));
}

#[test]
fn an_endpoint_whose_resource_is_not_accessible_leads_nowhere() {
    let mut world = world(&Town::new(), json!({}), open());
    let name = arn("ec2.vpc_endpoint", "vpce-1");
    world.resources.retain(|one| one.arn.as_str() != name);
    let with = |state: &str| {
        let facts = json!({"vpc_id": "vpc-2", "vpc_endpoint_type": "Resource", "state": "available", "network_interface_ids": ["eni-endpoint"], "subnet_ids": ["subnet-c"],
            "resource_configuration_arn": arn("vpc_lattice.resource_configuration", "rcfg-1"),
            "associations": [{"id": "a-1", "associated_resource_accessibility": state}]});
        said(&world.clone().with("ec2.vpc_endpoint", "vpce-1", facts))
    };
    assert_eq!(with("Accessible"), "yes");
    assert!(with("Inaccessible").starts_with("no: BAD_STATE"));
}

/// The client's VPC is associated with the service network; what its group and network ACL let out, and
/// the groups of the association let in.
fn associated(egress: Json, entries: Json, groups: Json) -> World {
    let mut world = in_network(false, "ACTIVE");
    let gone = ["/sg-client", "/acl-c", "/snva-1"];
    world
        .resources
        .retain(|one| !gone.iter().any(|end| one.arn.as_str().ends_with(end)));
    let of_network = json!({"group_name": "n", "vpc_id": "vpc-2", "ip_permissions": [{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "user_id_group_pairs": [{"group_id": "sg-client", "user_id": "111122223333"}]}]});
    let shut = json!({"group_name": "s", "vpc_id": "vpc-2", "ip_permissions": []});
    world
        .with("ec2.security_group", "sg-client", json!({"group_name": "c", "vpc_id": "vpc-2", "ip_permissions_egress": egress}))
        .with("ec2.security_group", "sg-network", of_network)
        .with("ec2.security_group", "sg-shut", shut)
        .with("ec2.network_acl", "acl-c", json!({"entries": entries, "associated_subnet_ids": ["subnet-c"]}))
        .with("ec2.prefix_list", "pl-lattice", json!({"prefix_list_name": "com.amazonaws.eu-west-1.vpc-lattice", "owner_id": "AWS", "entries": [{"cidr": "169.254.171.0/24"}]}))
        .with("vpc_lattice.service_network_vpc_association", "snva-1", json!({"status": "ACTIVE", "vpc_id": "vpc-2", "security_group_ids": groups,
            "service_network_arn": arn("vpc_lattice.service_network", "sn-1")}))
}

/// A rule for the port of the database.
fn rule(peers: Json) -> Json {
    json!([over(
        &json!({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432}),
        peers
    )])
}

fn to_lattice() -> Json {
    rule(json!({"prefix_list_ids": [{"prefix_list_id": "pl-lattice"}]}))
}

/// A network ACL that lets all pass one way, and a block the other.
fn lets(egress: bool, block: &str) -> Json {
    json!([
        entry(1, !egress, "allow", "0.0.0.0/0"),
        entry(1, egress, "allow", block)
    ])
}

#[test]
fn by_the_association_of_a_vpc_clients_send_to_addresses_of_lattice() {
    let block = |block: &str| rule(json!({"ip_ranges": [{"cidr_ip": block}]}));
    let members = |group: &str| {
        rule(json!({"user_id_group_pairs": [{"group_id": group, "user_id": "111122223333"}]}))
    };
    let none = Json::Null;
    for (egress, groups, wanted) in [
        (to_lattice(), none.clone(), "yes"),
        (block("169.254.171.0/24"), none.clone(), "yes"),
        // That lets out to the database itself, to which no route leads.
        (
            block("10.0.0.0/8"),
            none.clone(),
            "no: DISCONNECTED_VPCS at rtb-c",
        ),
        (json!([]), none, "no: SG_HAS_NO_RULES at sg-client"),
        // A group of the network is no address of its.
        (
            members("sg-network"),
            json!(["sg-network"]),
            "no: ENI_SG_RULES_MISMATCH at sg-client",
        ),
        (to_lattice(), json!(["sg-network"]), "yes"),
        (
            to_lattice(),
            json!(["sg-shut"]),
            "no: SG_HAS_NO_RULES at sg-shut",
        ),
        (
            to_lattice(),
            json!("<untold>"),
            "unknown: vpc-lattice:GetServiceNetworkVpcAssociation",
        ),
    ] {
        let at = format!("{egress} {groups}");
        let world = associated(egress, lets(true, "0.0.0.0/0"), groups);
        assert_eq!(said(&world), wanted, "{at}");
    }
}

#[test]
fn the_network_acl_of_the_client_sees_what_goes_to_lattice_and_comes_back() {
    for (entries, wanted) in [
        (lets(true, "169.254.171.0/24"), "yes"),
        (
            lets(true, "10.0.0.0/8"),
            "no: SUBNET_ACL_RESTRICTION at acl-c",
        ),
        (
            lets(false, "10.0.0.0/8"),
            "no: back SUBNET_ACL_RESTRICTION at acl-c",
        ),
        (lets(false, "169.254.171.0/24"), "yes"),
    ] {
        let world = associated(to_lattice(), entries.clone(), Json::Null);
        assert_eq!(said(&world), wanted, "{entries}");
    }
}

#[test]
fn the_association_serves_interfaces_of_its_vpc_only() {
    let all = || {
        json!([
            entry(1, true, "allow", "0.0.0.0/0"),
            entry(1, false, "allow", "0.0.0.0/0")
        ])
    };
    let mut world = associated(super::any(), all(), Json::Null);
    assert_eq!(said(&world), "yes");
    world
        .resources
        .retain(|one| !one.arn.as_str().ends_with("/snva-1"));
    let other = json!({"status": "ACTIVE", "vpc_id": "vpc-1", "service_network_arn": arn("vpc_lattice.service_network", "sn-1")});
    let world = world.with(
        "vpc_lattice.service_network_vpc_association",
        "snva-1",
        other,
    );
    assert!(said(&world).starts_with("no: "), "{}", said(&world));
}

#[test]
fn functions_and_connectors_only_send() {
    let mut town = Town::new();
    let function = json!({"role": "r", "timeout": 3, "memory_size": 128, "vpc_config": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-app"]}});
    let connector = json!({"vpc_connector_name": "c", "vpc_connector_revision": 1, "status": "ACTIVE", "subnets": ["subnet-a"], "security_groups": ["sg-app"]});
    let world = |town: &Town| {
        town.world()
            .with("lambda.function", "worker", function.clone())
            .with("apprunner.vpc_connector", "connector", connector.clone())
    };
    for name in ["worker", "connector"] {
        assert_eq!(says(&world(&town), name, "eni-db", 5432), "yes", "{name}");
        let said = says(&world(&town), "eni-db", name, 443);
        assert!(said.starts_with("no: "), "{name}: {said}");
        // They have no public address, whatever their subnet routes.
        let out = says(&world(&town), name, "198.51.100.7", 443);
        assert_eq!(
            out, "no: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS at igw-1",
            "{name}"
        );
    }
    // Not even for a rule that lets all in.
    town.db_ingress = super::any();
    let open = world(&town).with(
        "ec2.network_interface",
        "eni-worker",
        interface(
            "subnet-a",
            "10.0.0.70",
            "sg-db",
            &json!({"interface_type": "lambda"}),
        ),
    );
    assert_eq!(
        says(&open, "eni-app", "eni-worker", 5432),
        "no: NO_POSSIBLE_DESTINATION at eni-worker"
    );
}
