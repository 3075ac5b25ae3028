//! Whom the hosts of a VPC ask.

use serde_json::json;

use super::super::world::UNTOLD;
use super::{Town, record, says};

fn town(servers: &[&str]) -> Town {
    let mut town = Town::new().zone(
        "corp.example",
        json!([record("corp.example.", "A", &["10.0.0.1"])]),
    );
    town.servers = json!(servers);
    town
}

const ANSWERED: &str = "addresses 10.0.0.1 by Z-corp.example";

#[test]
fn s2_9_the_resolver_of_the_vpc_has_several_names() {
    for own in [
        "AmazonProvidedDNS",
        "10.0.0.2",
        "169.254.169.253",
        "fd00:ec2::253",
    ] {
        assert_eq!(town(&[own]).says("corp.example"), ANSWERED, "{own}");
    }
}

#[test]
fn s2_9_what_another_server_answers_is_not_known() {
    let unknown = "unknown ? ec2:DescribeDhcpOptions unsupported-here";
    assert_eq!(town(&["192.168.0.2"]).says("corp.example"), unknown);
    assert_eq!(
        town(&["10.0.0.2", "192.168.0.2"]).says("corp.example"),
        unknown
    );
    assert_eq!(town(&[]).says("corp.example"), unknown);
    let mut none = town(&["AmazonProvidedDNS"]);
    none.vpc = json!({"dhcp_options_id": "default"});
    assert_eq!(none.says("corp.example"), unknown);
    let mut untold = town(&["AmazonProvidedDNS"]);
    untold.servers = json!(UNTOLD);
    assert_eq!(
        untold.says("corp.example"),
        "unknown ? ec2:DescribeDhcpOptions not-collected"
    );
}

#[test]
fn s2_9_an_inbound_endpoint_answers_as_its_vpc() {
    let town = town(&["10.0.5.5"]);
    let endpoint = |direction: &str| json!({"direction": direction, "host_vpc_id": "vpc-1", "status": "OPERATIONAL", "ip_addresses": [{"ip": "10.0.5.5"}]});
    let with = |direction: &str| {
        town.world().with(
            "route53resolver.endpoint",
            "rslvr-in-1",
            endpoint(direction),
        )
    };
    assert_eq!(says(&with("INBOUND"), "corp.example"), ANSWERED);
    assert!(says(&with("OUTBOUND"), "corp.example").starts_with("unknown"));
}
