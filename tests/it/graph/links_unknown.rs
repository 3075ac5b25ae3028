//! Links to what is not known: whose gap it is, and what may be hidden.

use serde_json::{Value as Json, json};

use super::links::{ids, subject};
use super::world::{HERE, OTHER, TOKYO, UNTOLD, World, arn};

/// The gaps on the way to the ids.
fn gaps(world: &World, kind: &str, name: &str, path: &str) -> Vec<String> {
    ids(world, kind, &subject(kind, name), path).1
}

#[test]
fn names_that_are_local_do_not_cross_accounts_or_regions() {
    let proxies = || {
        World::of(&[HERE, OTHER], &["eu-west-1", TOKYO])
            .with("rds.db_proxy", "app", json!({}))
            .with(
                "rds.db_proxy_endpoint",
                "mine",
                json!({"db_proxy_name": "app"}),
            )
            .with(
                "rds.db_proxy_endpoint",
                "theirs",
                json!({"db_proxy_name": "app"}),
            )
            .owned_by(OTHER)
            .with(
                "rds.db_proxy_endpoint",
                "far",
                json!({"db_proxy_name": "app"}),
            )
            .in_region(TOKYO)
    };
    let path = "endpoints[].db_proxy_endpoint_name";
    let (found, _) = ids(
        &proxies(),
        "rds.db_proxy",
        &arn("rds.db_proxy", "app"),
        path,
    );
    assert_eq!(found, ["mine"]);
    // Nor does one that nobody knows the proxy of.
    let untold = proxies()
        .with(
            "rds.db_proxy_endpoint",
            "who",
            json!({"db_proxy_name": UNTOLD}),
        )
        .owned_by(OTHER);
    assert_eq!(gaps(&untold, "rds.db_proxy", "app", path), [""; 0]);
    let instance = json!({"db_subnet_group_name": "default", "engine": "postgres"});
    let world = World::of(&[HERE, OTHER], &["eu-west-1"])
        .with("rds.db_instance", "db", instance)
        .with("rds.db_subnet_group", "default", json!({}))
        .owned_by(OTHER);
    let listing = "rds:DescribeDBSubnetGroups account-not-scanned 111122223333/eu-west-1";
    assert_eq!(
        gaps(&world, "rds.db_instance", "db", "subnet_group.vpc_id"),
        [listing]
    );
}

#[test]
fn ids_that_are_the_same_nowhere_else_are_found_in_any_scanned_account() {
    let world = World::of(&[HERE, OTHER], &["eu-west-1"])
        .with(
            "ec2.network_interface",
            "eni-1",
            json!({"subnet_id": "subnet-s", "vpc_id": "vpc-s", "groups": [{"group_id": "sg-s"}]}),
        )
        .with("ec2.subnet", "subnet-s", json!({}))
        .owned_by(OTHER)
        .with("ec2.security_group", "sg-s", json!({}))
        .owned_by(OTHER);
    let of = |path: &str| {
        ids(
            &world,
            "ec2.network_interface",
            &arn("ec2.network_interface", "eni-1"),
            path,
        )
    };
    assert_eq!(
        of("subnet.subnet_id"),
        (vec!["subnet-s".to_owned()], Vec::new())
    );
    assert_eq!(
        of("security_groups[].group_id"),
        (vec!["sg-s".to_owned()], Vec::new())
    );
    // The owner of the group sees the interface of the participant.
    let group = arn("ec2.security_group", "sg-s").replace(HERE, OTHER);
    let carried = ids(
        &world,
        "ec2.security_group",
        &group,
        "attached_interfaces[].network_interface_id",
    );
    assert_eq!(carried, (vec!["eni-1".to_owned()], Vec::new()));
}

#[test]
fn a_target_that_is_nowhere_says_so_without_naming_an_account_that_was_scanned() {
    let pair = |owner: Json| json!([{"ip_protocol": "tcp", "user_id_group_pairs": [{"group_id": "sg-x", "user_id": owner}]}]);
    let group = |owner: Json| {
        World::new().with(
            "ec2.security_group",
            "sg-a",
            json!({"ip_permissions": pair(owner)}),
        )
    };
    let path = "referenced_groups[].group_id";
    let listing = "ec2:DescribeSecurityGroups";
    for (owner, told) in [
        (
            json!(OTHER),
            format!("{listing} account-not-scanned {OTHER}/eu-west-1"),
        ),
        (
            json!(HERE),
            format!("{listing} account-not-scanned {HERE}/eu-west-1"),
        ),
        (
            json!(null),
            format!("{listing} account-not-scanned ?/eu-west-1"),
        ),
    ] {
        assert_eq!(
            gaps(&group(owner), "ec2.security_group", "sg-a", path),
            [told]
        );
    }
    let endpoint = |account: &str, region: &str| {
        let configuration = arn("vpc_lattice.resource_configuration", "rcfg-1")
            .replace(HERE, account)
            .replace("eu-west-1", region);
        World::new().with(
            "ec2.vpc_endpoint",
            "vpce-1",
            json!({"resource_configuration_arn": configuration}),
        )
    };
    let path = "resource_configuration.id";
    let listing = "vpc-lattice:ListResourceConfigurations";
    assert_eq!(
        gaps(
            &endpoint(OTHER, "eu-west-1"),
            "ec2.vpc_endpoint",
            "vpce-1",
            path
        ),
        [format!("{listing} account-not-scanned {OTHER}/eu-west-1")]
    );
    assert_eq!(
        gaps(&endpoint(HERE, TOKYO), "ec2.vpc_endpoint", "vpce-1", path),
        [format!("{listing} region-not-scanned {HERE}/{TOKYO}")]
    );
    // An ARN that belongs to a resource of another kind leads nowhere.
    let wrong = endpoint(HERE, "eu-west-1").with("ec2.subnet", "rcfg-1", json!({}));
    let mut wrong = wrong;
    wrong.resources[1].arn = arn("vpc_lattice.resource_configuration", "rcfg-1")
        .parse()
        .expect("an ARN");
    assert_eq!(
        gaps(&wrong, "ec2.vpc_endpoint", "vpce-1", path),
        [format!("{listing} account-not-scanned {HERE}/eu-west-1")]
    );
}

#[test]
fn a_policy_of_aws_that_was_not_told_is_a_gap_of_the_account_that_uses_it() {
    let policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let attached = json!({"attached_managed_policies": [{"policy_name": "ReadOnlyAccess", "policy_arn": policy}], "assume_role_policy_document": {}});
    let world = World::new().with("iam.role", "role-1", attached);
    let path = "managed_policies[].policy_name";
    let listing = "iam:GetAccountAuthorizationDetails";
    assert_eq!(
        gaps(&world.clone().denied(listing), "iam.role", "role-1", path),
        [format!("{listing} denied {HERE}/global")]
    );
    let cut = world.refused("attached_managed_policies", listing);
    let denied = format!("{listing} denied {HERE}/global");
    assert!(gaps(&cut, "iam.role", "role-1", path).contains(&denied));
}

#[test]
fn whatever_may_be_a_target_of_a_proxy_is_a_gap() {
    let targets =
        |target: Json| World::new().with("rds.db_proxy", "proxy-1", json!({"targets": [target]}));
    let untold = format!("rds:DescribeDBProxyTargets not-collected {HERE}/eu-west-1");
    for target in [
        json!({"target_type": UNTOLD, "rds_resource_id": "db-1"}),
        json!({"target_type": "RDS_INSTANCE", "rds_resource_id": "db-1", "tracked_cluster_id": UNTOLD}),
    ] {
        let world = targets(target);
        for path in [
            "clusters[].db_cluster_identifier",
            "instances[].db_instance_identifier",
        ] {
            assert_eq!(
                gaps(&world, "rds.db_proxy", "proxy-1", path),
                std::slice::from_ref(&untold),
                "{path}"
            );
        }
    }
    let nameless = targets(json!({"target_type": "RDS_INSTANCE", "rds_resource_id": UNTOLD}));
    assert_eq!(
        gaps(
            &nameless,
            "rds.db_proxy",
            "proxy-1",
            "instances[].db_instance_identifier"
        ),
        std::slice::from_ref(&untold)
    );
    let nameless = targets(json!({"target_type": "TRACKED_CLUSTER", "rds_resource_id": UNTOLD}));
    assert_eq!(
        gaps(
            &nameless,
            "rds.db_proxy",
            "proxy-1",
            "clusters[].db_cluster_identifier"
        ),
        [untold]
    );
}

#[test]
fn an_attribute_that_nobody_told_hides_what_it_would_link_to() {
    let listing = format!("ec2:DescribeSecurityGroups not-collected {HERE}/eu-west-1");
    for permission in [
        json!({"ip_protocol": "tcp", "user_id_group_pairs": UNTOLD}),
        json!({"ip_protocol": "tcp", "user_id_group_pairs": [{"group_id": UNTOLD}]}),
    ] {
        let world = World::new().with(
            "ec2.security_group",
            "sg-a",
            json!({"ip_permissions": [permission]}),
        );
        assert_eq!(
            gaps(
                &world,
                "ec2.security_group",
                "sg-a",
                "referenced_groups[].group_id"
            ),
            std::slice::from_ref(&listing)
        );
    }
    let nameless = World::new().with("ec2.security_group", "sg-a", json!({"group_id": UNTOLD}));
    assert_eq!(
        gaps(
            &nameless,
            "ec2.security_group",
            "sg-a",
            "attached_interfaces[].status"
        ),
        [listing]
    );
    let interfaces = "ec2:DescribeNetworkInterfaces";
    let group = || World::new().with("ec2.security_group", "sg-a", json!({}));
    for (groups, reason) in [
        (json!(UNTOLD), "denied"),
        (json!([{"group_id": "sg-b"}]), "denied"),
        (json!([{"group_id": UNTOLD}]), "not-collected"),
    ] {
        let mut world = group().with("ec2.network_interface", "eni-1", json!({"groups": groups}));
        if reason == "denied" {
            world = world.refused("groups", interfaces);
        }
        let told = format!("{interfaces} {reason} {HERE}/eu-west-1");
        assert_eq!(
            gaps(
                &world,
                "ec2.security_group",
                "sg-a",
                "attached_interfaces[].status"
            ),
            [told],
            "{groups}"
        );
    }
}

#[test]
fn a_connector_that_is_gone_is_none_and_one_that_may_be_hidden_is_a_gap() {
    let service = |arn: String| {
        World::new().with(
            "apprunner.service",
            "service-1",
            json!({"vpc_connector_arn": arn}),
        )
    };
    let path = ["vpc_connector.status"];
    let own = arn("apprunner.vpc_connector", "connector-1");
    let see = |world: &World| world.see("apprunner.service", "service-1", &path);
    assert_eq!(see(&service(own.clone())).sole(), json!(null));
    let listing = "apprunner:ListVpcConnectors";
    assert_eq!(
        see(&service(own.clone()).denied(listing)).gaps,
        [format!("{listing} denied {HERE}/eu-west-1")]
    );
    let foreign = service(own.replace(HERE, OTHER));
    assert_eq!(
        see(&foreign).gaps,
        [format!("{listing} account-not-scanned {OTHER}/eu-west-1")]
    );
}
