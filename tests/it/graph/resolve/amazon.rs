//! Names of AWS that lead to private addresses.

use serde_json::{Value as Json, json};

use super::super::world::{HERE, World};
use super::{Town, answer_in, interface, says, told};

const WRITER: &str = "db.cluster-abc.eu-west-1.rds.amazonaws.com";
const READER: &str = "db.cluster-ro-abc.eu-west-1.rds.amazonaws.com";

fn database(public: bool) -> World {
    let instance = |zone: &str| {
        json!({"engine": "aurora-postgresql", "db_cluster_identifier": "db", "publicly_accessible": public, "availability_zone": zone,
        "db_subnet_group_name": "subnets", "vpc_security_groups": [{"vpc_security_group_id": "sg-1", "status": "active"}]})
    };
    let of_rds = |subnet: &str, address: &str| {
        let addresses = json!([{"private_ip_address": address, "primary": true, "public_ip": if public { json!("203.0.113.8") } else { Json::Null }}]);
        interface(
            "vpc-1",
            address,
            json!({"subnet_id": subnet, "description": "RDSNetworkInterface", "requester_managed": true, "private_ip_addresses": addresses}),
        )
    };
    let subnet = |block: &str, zone: &str| json!({"vpc_id": "vpc-1", "cidr_block": block, "availability_zone": zone, "availability_zone_id": zone});
    Town::new().world()
        .with("ec2.subnet", "subnet-a", subnet("10.0.1.0/24", "eu-west-1a"))
        .with("ec2.subnet", "subnet-b", subnet("10.0.2.0/24", "eu-west-1b"))
        .with("rds.db_subnet_group", "subnets", json!({"vpc_id": "vpc-1", "subnets": [{"subnet_identifier": "subnet-a"}, {"subnet_identifier": "subnet-b"}]}))
        .with("rds.db_cluster", "db", json!({"engine": "aurora-postgresql", "endpoint": WRITER, "reader_endpoint": READER,
            "db_cluster_members": [{"db_instance_identifier": "db-1", "is_cluster_writer": true}, {"db_instance_identifier": "db-2", "is_cluster_writer": false}]}))
        .with("rds.db_instance", "db-1", instance("eu-west-1a"))
        .with("rds.db_instance", "db-2", instance("eu-west-1b"))
        .with("ec2.network_interface", "eni-1", of_rds("subnet-a", "10.0.1.96"))
        .with("ec2.network_interface", "eni-2", of_rds("subnet-b", "10.0.2.96"))
        .with("ec2.vpc", "vpc-2", json!({"enable_dns_support": true, "enable_dns_hostnames": true, "dhcp_options_id": "dopt-1", "cidr_block": "10.2.0.0/16"}))
}

#[test]
fn s2_9_the_names_of_a_cluster_lead_to_its_writer_and_its_readers() {
    assert_eq!(says(&database(false), WRITER), "addresses 10.0.1.96");
    assert_eq!(says(&database(false), READER), "addresses 10.0.2.96");
}

#[test]
fn s2_9_a_public_database_has_its_private_address_in_its_own_vpc() {
    assert_eq!(says(&database(true), WRITER), "addresses 10.0.1.96");
    let far = |world: &World| told(&answer_in(world, "/vpc-2", WRITER));
    assert_eq!(far(&database(true)), "addresses 203.0.113.8");
    assert_eq!(far(&database(false)), "addresses 10.0.1.96");
}

#[test]
fn s2_9_peering_answers_with_private_addresses_only_if_it_says_so() {
    let peered = |allows: bool| {
        let side = |vpc: &str, allows: bool| json!({"vpc_id": vpc, "owner_id": HERE, "region": "eu-west-1", "cidr_block_set": [], "allow_dns_resolution_from_remote_vpc": allows});
        let world = database(true).with("ec2.vpc_peering_connection", "pcx-1",
            json!({"status": "active", "requester_vpc_info": side("vpc-1", allows), "accepter_vpc_info": side("vpc-2", true)}));
        told(&answer_in(&world, "/vpc-2", WRITER))
    };
    assert_eq!(peered(true), "addresses 10.0.1.96");
    assert_eq!(peered(false), "addresses 203.0.113.8");
}

#[test]
fn s2_9_a_database_that_was_not_scanned_has_addresses_that_nobody_tells() {
    let name = "far.abc.eu-west-1.rds.amazonaws.com";
    assert_eq!(
        Town::new().says(name),
        "public ? rds:DescribeDBInstances account-not-scanned"
    );
    let denied = Town::new().world().denied("rds:DescribeDBClusters");
    assert_eq!(
        says(&denied, name),
        "public ? rds:DescribeDBClusters denied"
    );
}

fn balancer(scheme: &str) -> World {
    let arn =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188";
    let mut world = Town::new().world().with(
        "elbv2.load_balancer",
        "web",
        json!({"dns_name": "web-1.eu-west-1.elb.amazonaws.com", "scheme": scheme,
        "vpc_id": "vpc-1", "type": "application", "state": {"code": "active"}}),
    );
    world.resources.last_mut().expect("a load balancer").arn = arn.parse().expect("an ARN");
    let addresses = json!([{"private_ip_address": "10.0.0.20", "public_ip": "203.0.113.20"}]);
    world.with("ec2.network_interface", "eni-web", interface("vpc-1", "10.0.0.20", json!({"description": "ELB app/web/50dc6c495c0c9188", "private_ip_addresses": addresses})))
}

#[test]
fn s2_9_an_internal_load_balancer_has_private_addresses() {
    assert_eq!(
        says(&balancer("internal"), "web-1.eu-west-1.elb.amazonaws.com"),
        "addresses 10.0.0.20"
    );
    assert_eq!(
        says(
            &balancer("internal"),
            "dualstack.web-1.eu-west-1.elb.amazonaws.com"
        ),
        "addresses 10.0.0.20"
    );
    assert_eq!(
        says(
            &balancer("internet-facing"),
            "web-1.eu-west-1.elb.amazonaws.com"
        ),
        "addresses 203.0.113.20"
    );
    assert_eq!(
        says(&balancer("internal"), "other.eu-west-1.elb.amazonaws.com"),
        "public ? elasticloadbalancing:DescribeLoadBalancers account-not-scanned"
    );
}

#[test]
fn s2_9_the_names_of_instances_say_their_addresses() {
    let world = Town::new().world().with("ec2.network_interface", "eni-1",
        interface("vpc-1", "10.0.0.7", json!({"private_ip_addresses": [{"private_ip_address": "10.0.0.7", "public_ip": "203.0.113.7"}]})));
    assert_eq!(
        says(&world, "ip-10-0-0-7.eu-west-1.compute.internal"),
        "addresses 10.0.0.7"
    );
    assert_eq!(
        says(&world, "ec2-203-0-113-7.eu-west-1.compute.amazonaws.com"),
        "addresses 10.0.0.7"
    );
    assert_eq!(
        says(&world, "ec2-203-0-113-9.eu-west-1.compute.amazonaws.com"),
        "addresses 203.0.113.9"
    );
    let instance = world
        .with("ec2.subnet", "subnet-1", json!({"vpc_id": "vpc-1"}))
        .with(
            "ec2.instance",
            "i-0a1b",
            json!({"state": "running", "network_interface_ids": ["eni-1"]}),
        );
    assert_eq!(
        says(&instance, "i-0a1b.eu-west-1.compute.internal"),
        "addresses 10.0.0.7"
    );
}
