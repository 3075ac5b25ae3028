//! 2.8: a load balancer takes what its listeners listen on, and connects to its targets itself.

use serde_json::{Value as Json, json};

use super::{Town, interface, says};
use crate::graph::world::{UNTOLD, World, arn};

/// A town with a load balancer in the subnet of the application, in front of a task on port 5432.
pub(in crate::graph) struct Front {
    pub(in crate::graph) town: Town,
    sort: &'static str,
    pub(in crate::graph) balancer: Json,
    pub(in crate::graph) listener: Json,
    pub(in crate::graph) group: Json,
}

impl Front {
    pub(in crate::graph) fn new(sort: &'static str) -> Self {
        let mut town = Town::new();
        town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
            "user_id_group_pairs": [{"group_id": "sg-lb", "user_id": super::HERE}]}]);
        Front {
            town,
            sort,
            balancer: json!({}),
            listener: json!({}),
            group: json!({}),
        }
    }

    pub(in crate::graph) fn world(&self) -> World {
        let any = json!([{"ip_protocol": "-1", "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
        let mut balancer = json!({"vpc_id": "vpc-1", "type": self.sort, "scheme": "internal", "dns_name": "front.example",
            "availability_zones": [{"zone_name": "eu-west-1a", "subnet_id": "subnet-a"}], "security_groups": ["sg-lb"],
            "attributes": {"load_balancing_cross_zone_enabled": true}, "state": {"code": "active"}});
        let mut listener = json!({"load_balancer_arn": arn("elbv2.load_balancer", "front"), "port": 443, "protocol": "HTTPS",
            "default_actions": [{"type": "forward", "target_group_arn": arn("elbv2.target_group", "tasks")}]});
        let mut group = json!({"protocol": "HTTP", "port": 5432, "vpc_id": "vpc-1", "target_type": "ip",
            "load_balancer_arns": [arn("elbv2.load_balancer", "front")], "attributes": {},
            "target_health_descriptions": [{"target": {"id": "10.0.1.20", "port": 5432, "availability_zone": "eu-west-1b"},
                "target_health": {"state": "healthy"}}]});
        for (into, over) in [
            (&mut balancer, &self.balancer),
            (&mut listener, &self.listener),
            (&mut group, &self.group),
        ] {
            for (key, value) in over.as_object().expect("a record") {
                into[key] = value.clone();
            }
        }
        self.town
            .world()
            .with(
                "ec2.security_group",
                "sg-lb",
                json!({"group_name": "lb", "vpc_id": "vpc-1", "ip_permissions": any, "ip_permissions_egress": any}),
            )
            .with("elbv2.load_balancer", "front", balancer)
            .with("elbv2.listener", "https", listener)
            .with("elbv2.target_group", "tasks", group)
    }
}

pub(in crate::graph) fn over(what: Json) -> Json {
    what
}

#[test]
fn a_client_reaches_a_target_by_a_listener() {
    let front = Front::new("application");
    assert_eq!(says(&front.world(), "eni-app", "eni-db", 5432), "yes");
    // The groups of the target see the load balancer, and not the client.
    let mut closed = Front::new("application");
    closed.town.db_ingress = json!([]);
    assert_eq!(
        says(&closed.world(), "eni-app", "eni-db", 5432),
        "no: SG_HAS_NO_RULES at sg-db"
    );
}

#[test]
fn a_load_balancer_takes_what_something_listens_on() {
    let front = Front::new("application");
    assert_eq!(says(&front.world(), "eni-app", "front", 443), "yes");
    assert_eq!(
        says(&front.world(), "eni-app", "front", 80),
        "no: ELBV2_LISTENERS_MISMATCH at front"
    );
    let hidden = front
        .world()
        .denied("elasticloadbalancing:DescribeListeners");
    let said = says(&hidden, "eni-app", "front", 80);
    assert!(said.starts_with("unknown"), "{said}");
}

#[test]
fn a_load_balancer_sends_with_its_groups() {
    let front = Front::new("application");
    assert_eq!(says(&front.world(), "front", "eni-db", 5432), "yes");
    let mut other = Front::new("application");
    other.balancer = over(json!({"security_groups": ["sg-app"]}));
    assert_eq!(
        says(&other.world(), "front", "eni-db", 5432),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
}

#[test]
fn what_rules_ask_of_a_request_may_let_it_through() {
    let mut front = Front::new("application");
    front.listener = over(
        json!({"default_actions": [{"type": "fixed-response"}], "rules": [
        {"rule_arn": "r", "priority": "1", "is_default": false,
         "actions": [{"type": "forward", "target_group_arn": arn("elbv2.target_group", "tasks")}]}]}),
    );
    let said = says(&front.world(), "eni-app", "eni-db", 5432);
    assert!(said.contains("conditions of a rule"), "{said}");
}

#[test]
fn a_network_load_balancer_that_keeps_the_client_is_no_member_of_its_groups() {
    let mut front = Front::new("network");
    front.group = over(json!({"attributes": {"preserve_client_ip_enabled": true}}));
    front.balancer = over(json!({"security_groups": null}));
    // The rule names the group of the load balancer; the packets come from the client.
    assert_eq!(
        says(&front.world(), "eni-app", "eni-db", 5432),
        "no: ENI_SG_RULES_MISMATCH at sg-db"
    );
    front.town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "ip_ranges": [{"cidr_ip": "10.0.0.0/28"}]}]);
    assert_eq!(says(&front.world(), "eni-app", "front", 443), "yes");
    let by_itself = front.world();
    assert_eq!(says(&by_itself, "eni-app", "eni-db", 5432), "yes");
}

#[test]
fn without_balancing_across_zones_only_targets_of_its_zones_get_anything() {
    let mut front = Front::new("network");
    front.balancer = over(json!({"attributes": {"load_balancing_cross_zone_enabled": false}}));
    assert_eq!(
        says(&front.world(), "eni-app", "eni-db", 5432),
        "no: ELB_NOT_CROSSZONE at front"
    );
    front.group = over(json!({"attributes": {"load_balancing_cross_zone_enabled": "true"}}));
    assert_eq!(says(&front.world(), "eni-app", "eni-db", 5432), "yes");
}

#[test]
fn its_interfaces_are_those_that_name_it() {
    let front = Front::new("application");
    let world = front.world().with(
        "ec2.network_interface",
        "eni-lb",
        interface(
            "subnet-a",
            "10.0.0.99",
            "sg-lb",
            &json!({"description": "ELB app/front/1", "requester_id": "amazon-elb"}),
        ),
    );
    assert_eq!(says(&world, "front", "eni-db", 5432), "yes");
    let untold = Front {
        balancer: over(json!({"availability_zones": UNTOLD})),
        ..Front::new("application")
    };
    let said = says(&untold.world(), "front", "eni-db", 5432);
    assert_eq!(said, "unknown: elasticloadbalancing:DescribeLoadBalancers");
}

#[test]
fn members_behind_a_network_load_balancer_that_faces_the_internet_are_reached() {
    let mut front = Front::new("network");
    let own = arn("elbv2.load_balancer", "front");
    let own = own.replace(":load_balancer/front", ":loadbalancer/net/front/1");
    front.balancer = over(json!({"scheme": "internet-facing"}));
    front.listener = over(json!({"load_balancer_arn": own, "port": 5432, "protocol": "TCP"}));
    front.group = over(json!({"protocol": "TCP", "load_balancer_arns": [own],
        "attributes": {"preserve_client_ip_enabled": true}}));
    front.town.db_ingress = json!([{"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432,
        "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let facing = |front: &Front, public: Json| {
        let facts = json!({"description": "ELB net/front/1", "requester_id": "amazon-elb",
            "interface_type": "network_load_balancer", "private_ip_addresses":
            [{"private_ip_address": "10.0.0.99", "public_ip": public, "primary": true}]});
        let facts = interface("subnet-a", "10.0.0.99", "sg-lb", &facts);
        let mut world = front.world().with("ec2.network_interface", "eni-lb", facts);
        for resource in &mut world.resources {
            if resource.kind().name == "elbv2.load_balancer" {
                resource.arn = own.parse().expect("an ARN");
            }
        }
        super::members::reached(&world)
    };
    let (list, gaps) = facing(&front, json!("198.51.100.99"));
    assert_eq!(list, ["eni-db tcp ipv4 5432-5432"]);
    assert!(gaps.is_empty(), "{gaps:?}");
    front.group["protocol"] = json!("TCP_UDP");
    front.listener["protocol"] = json!("TCP_UDP");
    let ingress = front.town.db_ingress.clone();
    front.town.db_ingress = json!([ingress[0], {"ip_protocol": "udp", "from_port": 5432, "to_port": 5432,
        "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    let (list, gaps) = facing(&front, json!("198.51.100.99"));
    assert_eq!(
        list,
        ["eni-db tcp ipv4 5432-5432", "eni-db udp ipv4 5432-5432"]
    );
    assert!(gaps.is_empty(), "{gaps:?}");
    front.group["protocol"] = json!(UNTOLD);
    let (_, gaps) = facing(&front, json!("198.51.100.99"));
    assert!(!gaps.is_empty());
    front.group["protocol"] = json!("TCP");
    front.balancer = over(json!({"scheme": "internal"}));
    assert_eq!(facing(&front, Json::Null), (vec![], vec![]));
}
