//! What was not told of one account and region says nothing of the wants of another one, unless
//! something joins the two.

use serde_json::{Value as Json, json};

use super::intent::{admits, of, range, world};
use super::world::{DUBLIN, HERE, OTHER, TOKYO, World, arn};

const FUNCTIONS: &str = "lambda:ListFunctions";

/// A sound account in one region, and another region in which nobody told of functions.
fn beside(account: &'static str, region: &'static str) -> World {
    sound()
        .also(account, region)
        .denied_in(account, region, FUNCTIONS)
}

fn sound() -> World {
    let app = [admits(80, of("sg-lb"))];
    world(&[admits(5432, of("sg-client"))], &app, &[])
}

/// What stands on wants of the database and its group, and why parts are missing.
fn judged(world: &World) -> Vec<(Json, Vec<String>)> {
    let database = arn("rds.db_instance", "orders");
    let group = arn("ec2.security_group", "sg-db");
    let facts = [
        ("rds.database", &database, "severed_clients[].client"),
        ("rds.database", &database, "strange_sources[].label"),
        ("ec2.security_group", &group, "dead_ports[].ports"),
        ("ec2.security_group", &group, "wider_than_peers[].strangers"),
    ];
    let seen = facts.map(|(kind, arn, need)| {
        let seen = world.see_arn(kind, arn, &[need], &[]);
        (seen.view, seen.gaps)
    });
    seen.to_vec()
}

/// Why it is not known whether the database has clients that do not reach it.
fn severed(world: &World) -> Vec<String> {
    let database = arn("rds.db_instance", "orders");
    let seen = world.see_arn(
        "rds.database",
        &database,
        &["severed_clients[].client"],
        &[],
    );
    seen.gaps
}

fn refused(account: &str, region: &str) -> Vec<String> {
    vec![format!("{FUNCTIONS} denied {account}/{region}")]
}

#[test]
fn a_call_that_was_refused_in_an_idle_region_changes_nothing_in_another() {
    for world in [
        sound(),
        world(&[admits(5432, range("10.0.0.4/31"))], &[], &[]),
    ] {
        let told = judged(&world.clone().also(HERE, TOKYO));
        assert_eq!(told, judged(&world));
        let hidden = judged(&world.also(HERE, TOKYO).denied_in(HERE, TOKYO, FUNCTIONS));
        assert_eq!(hidden, told);
    }
    let told = judged(&sound());
    assert!(told.iter().all(|(_, gaps)| gaps.is_empty()), "{told:?}");
}

#[test]
fn in_the_region_itself_it_hides_wants() {
    let world = sound().denied_in(HERE, DUBLIN, FUNCTIONS);
    assert_eq!(severed(&world), refused(HERE, DUBLIN));
}

fn peering(world: World, owner: &str, region: &str, status: &str) -> World {
    let side = |vpc: &str, owner: &str, region: &str| {
        json!({"vpc_id": vpc, "owner_id": owner, "region": region, "cidr_block_set": ["10.1.0.0/16"],
            "allow_dns_resolution_from_remote_vpc": false})
    };
    world.with(
        "ec2.vpc_peering_connection",
        "pcx-1",
        json!({"status": status, "requester_vpc_info": side("vpc-1", HERE, DUBLIN),
            "accepter_vpc_info": side("vpc-2", owner, region)}),
    )
}

#[test]
fn a_peering_connection_joins_its_sides() {
    let joined = peering(beside(HERE, TOKYO), HERE, TOKYO, "active");
    assert_eq!(severed(&joined), refused(HERE, TOKYO));
    let over = peering(beside(HERE, TOKYO), HERE, TOKYO, "deleted");
    assert_eq!(severed(&over), [""; 0]);
    let elsewhere = peering(beside(HERE, TOKYO), OTHER, DUBLIN, "active");
    assert_eq!(severed(&elsewhere), [""; 0]);
    let accounts = peering(beside(OTHER, DUBLIN), OTHER, DUBLIN, "active");
    assert_eq!(severed(&accounts), refused(OTHER, DUBLIN));
}

fn attached(world: World, name: &str, region: &str, sort: &str, owner: &str) -> World {
    let facts = json!({"transit_gateway_id": "tgw-1", "transit_gateway_owner_id": owner,
        "resource_owner_id": HERE, "resource_type": sort, "resource_id": "vpc-1", "state": "available"});
    let world = world.with("ec2.transit_gateway_attachment", name, facts);
    world.in_region(region)
}

#[test]
fn a_transit_gateway_joins_what_is_attached_to_it() {
    let alone = attached(beside(HERE, TOKYO), "a", DUBLIN, "vpc", HERE);
    assert_eq!(severed(&alone), [""; 0]);
    // Whoever else is attached to a gateway of somebody who was not scanned, nobody tells.
    let foreign = attached(beside(HERE, TOKYO), "a", DUBLIN, "vpc", OTHER);
    assert_eq!(severed(&foreign), [""; 0]);
    let both = attached(foreign, "b", TOKYO, "vpc", OTHER);
    assert_eq!(severed(&both), refused(HERE, TOKYO));
    let peered = attached(alone, "b", DUBLIN, "peering", HERE);
    let peered = attached(peered, "c", TOKYO, "peering", HERE);
    assert_eq!(severed(&peered), refused(HERE, TOKYO));
}

#[test]
fn networks_beyond_aws_join_whatever_leads_to_them() {
    let gateway = |world: World, name: &str, region: &str| {
        let facts = json!({"state": "available",
            "vpc_attachments": [{"vpc_id": "vpc-1", "state": "attached"}]});
        world.with("ec2.vpn_gateway", name, facts).in_region(region)
    };
    let one = gateway(beside(HERE, TOKYO), "vgw-1", DUBLIN);
    assert_eq!(severed(&one), [""; 0]);
    let both = gateway(one, "vgw-2", TOKYO);
    assert_eq!(severed(&both), refused(HERE, TOKYO));
    let route = json!({"destination_cidr_block": "10.9.0.0/16", "state": "active",
        "core_network_arn": "arn:aws:networkmanager::111122223333:core-network/core-network-1"});
    let facts = json!({"vpc_id": "vpc-1", "routes": [route]});
    let wan = |world: World, name: &str, region: &str| {
        let world = world.with("ec2.route_table", name, facts.clone());
        world.in_region(region)
    };
    let both = wan(wan(beside(HERE, TOKYO), "rtb-8", DUBLIN), "rtb-9", TOKYO);
    assert_eq!(severed(&both), refused(HERE, TOKYO));
}

#[test]
fn joints_that_nobody_told_may_lead_to_each_other() {
    let peerings = "ec2:DescribeVpcPeeringConnections";
    let here = beside(HERE, TOKYO).denied_in(HERE, DUBLIN, peerings);
    assert_eq!(severed(&here), [""; 0], "the other side would tell");
    let both = here.denied_in(HERE, TOKYO, peerings);
    assert_eq!(severed(&both), refused(HERE, TOKYO));
}

#[test]
fn a_shared_subnet_joins_accounts() {
    let share = |what: &str, with: Json| {
        let facts = json!({"owning_account_id": HERE, "status": "ACTIVE", "allow_external_principals": true,
            "resources": [{"associated_entity": what, "status": "ASSOCIATED"}],
            "principals": [{"associated_entity": with, "status": "ASSOCIATED"}]});
        let world = beside(OTHER, DUBLIN).with("ram.resource_share", "share", facts);
        severed(&world)
    };
    let subnet = format!("arn:aws:ec2:{DUBLIN}:{HERE}:subnet/subnet-1");
    let rule = format!("arn:aws:route53resolver:{DUBLIN}:{HERE}:resolver-rule/rslvr-rr-1");
    let organization = json!("arn:aws:organizations::999988887777:organization/o-1");
    assert_eq!(severed(&beside(OTHER, DUBLIN)), [""; 0]);
    assert_eq!(share(&subnet, json!(OTHER)), refused(OTHER, DUBLIN));
    assert_eq!(share(&subnet, organization.clone()), refused(OTHER, DUBLIN));
    assert_eq!(share(&subnet, json!("555566667777")), [""; 0]);
    assert_eq!(share(&rule, organization), [""; 0]);
    let untold = beside(OTHER, DUBLIN).denied("ram:GetResourceShares");
    assert_eq!(severed(&untold), refused(OTHER, DUBLIN));
}

#[test]
fn a_database_with_a_public_address_may_have_clients_anywhere() {
    let mut world = beside(HERE, TOKYO);
    let database = |one: &&mut assize::model::resource::Resource| {
        one.arn.as_str() == arn("rds.db_instance", "orders")
    };
    let resource = world.resources.iter_mut().find(database).expect("it");
    if let assize::model::kinds::Facts::DbInstance(facts) = &mut resource.facts {
        facts.publicly_accessible = assize::model::fact::Fact::Known(true);
    }
    assert_eq!(severed(&world), refused(HERE, TOKYO));
}
