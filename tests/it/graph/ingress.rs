//! What a group admits from the internet, as a union (section 2.2 of the semantics).

use serde_json::{Value as Json, json};

use super::world::{UNTOLD, World, arn};

const LISTING: &str = "ec2:DescribeSecurityGroups";
const ENTRIES: &str = "ec2:GetManagedPrefixListEntries";

/// A permission for a protocol and ports, with ranges of either family and prefix lists.
fn admit(protocol: &str, ports: [i64; 2], peers: &[&str]) -> Json {
    let of = |wanted: fn(&str) -> bool, key: &str| -> Json {
        let chosen = peers.iter().filter(|peer| wanted(peer));
        Json::Array(chosen.map(|peer| json!({key: peer})).collect())
    };
    json!({
        "ip_protocol": protocol, "from_port": ports[0], "to_port": ports[1],
        "ip_ranges": of(|peer| !peer.contains(':') && !peer.starts_with("pl-"), "cidr_ip"),
        "ipv6_ranges": of(|peer| peer.contains(':'), "cidr_ipv6"),
        "prefix_list_ids": of(|peer| peer.starts_with("pl-"), "prefix_list_id"),
    })
}

fn group(world: World, permissions: Json) -> World {
    world.with(
        "ec2.security_group",
        "sg-a",
        json!({"ip_permissions": permissions}),
    )
}

fn list(world: World, name: &str, ranges: &[&str]) -> World {
    let entries: Vec<Json> = ranges.iter().map(|range| json!({"cidr": range})).collect();
    world.with("ec2.prefix_list", name, json!({"entries": entries}))
}

const NEEDS: [&str; 5] = [
    "internet_ingress[].protocol",
    "internet_ingress[].family",
    "internet_ingress[].from_port",
    "internet_ingress[].to_port",
    "internet_ingress[].ranges[]",
];

/// What is open, in the form `ipv4 tcp 22-22 0.0.0.0/0`, and why there may be more.
fn seen(world: &World) -> (Vec<String>, Vec<String>) {
    let seen = world.see("ec2.security_group", "sg-a", &NEEDS);
    let text = |value: &Json| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let open = seen.view["internet_ingress"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let open = open.iter().map(|one| {
        let ranges = one["ranges"].as_array().map_or(&[][..], Vec::as_slice);
        let ranges: Vec<String> = ranges.iter().map(text).collect();
        let (from, to) = (&one["from_port"], &one["to_port"]);
        format!(
            "{} {} {from}..{to} {}",
            text(&one["family"]),
            text(&one["protocol"]),
            ranges.join(" ")
        )
    });
    (open.collect(), seen.gaps)
}

fn open(permissions: Json) -> Vec<String> {
    let (open, gaps) = seen(&group(World::new(), permissions));
    assert_eq!(gaps, [""; 0]);
    open
}

#[test]
fn s2_2_open_is_open_in_each_family_and_protocol() {
    let cases: [(Json, &[&str]); 12] = [
        (
            admit("tcp", [22, 22], &["0.0.0.0/0"]),
            &["ipv4 tcp 22..22 0.0.0.0/0"],
        ),
        (admit("tcp", [22, 22], &["::/0"]), &["ipv6 tcp 22..22 ::/0"]),
        (
            admit("6", [22, 22], &["0.0.0.0/0"]),
            &["ipv4 tcp 22..22 0.0.0.0/0"],
        ),
        (
            admit("udp", [0, 65535], &["0.0.0.0/0"]),
            &["ipv4 udp 0..65535 0.0.0.0/0"],
        ),
        (
            admit("tcp", [-1, -1], &["0.0.0.0/0"]),
            &["ipv4 tcp 0..65535 0.0.0.0/0"],
        ),
        (
            admit("-1", [-1, -1], &["0.0.0.0/0"]),
            &["ipv4 all 0..65535 0.0.0.0/0"],
        ),
        (
            admit("icmp", [8, -1], &["0.0.0.0/0"]),
            &["ipv4 icmp 8..-1 0.0.0.0/0"],
        ),
        (
            admit("58", [-1, -1], &["::/0"]),
            &["ipv6 icmpv6 -1..-1 ::/0"],
        ),
        (
            admit("47", [-1, -1], &["0.0.0.0/0"]),
            &["ipv4 47 0..65535 0.0.0.0/0"],
        ),
        (
            admit(
                "tcp",
                [22, 22],
                &["10.0.0.0/8", "203.0.113.0/24", "fc00::/7"],
            ),
            &[],
        ),
        (admit("tcp", [22, 22], &["224.0.0.0/4", "240.0.0.0/4"]), &[]),
        (
            admit("tcp", [22, 22], &["2000::/3"]),
            &["ipv6 tcp 22..22 2000::/3"],
        ),
    ];
    for (permission, wanted) in cases {
        assert_eq!(open(json!([permission])), wanted, "{permission}");
    }
    assert_eq!(open(json!([])), [""; 0]);
    // AWS tells of a group without rules that it has an empty list of them.
    let (open, gaps) = seen(&group(World::new(), json!(null)));
    assert_eq!((open.len(), gaps.len()), (0, 1));
}

#[test]
fn s2_2_a_protocol_without_ports_has_all_of_them() {
    let bare = |protocol: &str| json!([{"ip_protocol": protocol, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}]);
    assert_eq!(open(bare("-1")), ["ipv4 all 0..65535 0.0.0.0/0"]);
    assert_eq!(open(bare("tcp")), ["ipv4 tcp 0..65535 0.0.0.0/0"]);
    assert_eq!(open(bare("icmp")), ["ipv4 icmp -1..-1 0.0.0.0/0"]);
}

#[test]
fn s2_2_the_union_is_taken_over_rules_prefix_lists_and_protocols() {
    let (low, high) = ("0.0.0.0/1", "128.0.0.0/1");
    let halves = "0.0.0.0/1 128.0.0.0/1";
    for (permissions, wanted) in [
        (
            json!([admit("tcp", [22, 22], &[low, high])]),
            vec![format!("ipv4 tcp 22..22 {halves}")],
        ),
        (
            json!([
                admit("tcp", [22, 22], &[low]),
                admit("tcp", [22, 22], &[high])
            ]),
            vec![format!("ipv4 tcp 22..22 {halves}")],
        ),
    ] {
        assert_eq!(open(permissions), wanted);
    }
    // A half alone is the internet too; here quarters that only together are broader than /8.
    let quarters = |ports: [i64; 2]| {
        [
            admit("tcp", ports, &["8.0.0.0/8"]),
            admit("tcp", [20, 30], &["9.0.0.0/8"]),
        ]
    };
    assert_eq!(
        open(json!(quarters([25, 40]))),
        ["ipv4 tcp 25..30 8.0.0.0/8 9.0.0.0/8"]
    );
    assert_eq!(open(json!(quarters([31, 40]))), [""; 0]);
    // `-1` adds to every protocol, and is said once where it is open by itself.
    let everything = admit("-1", [-1, -1], &["8.0.0.0/8"]);
    let tcp = admit("tcp", [443, 443], &["9.0.0.0/8"]);
    assert_eq!(
        open(json!([everything, tcp])),
        ["ipv4 tcp 443..443 8.0.0.0/8 9.0.0.0/8"]
    );
    let all = json!([
        admit("-1", [-1, -1], &["0.0.0.0/0"]),
        admit("tcp", [22, 22], &["0.0.0.0/0"])
    ]);
    assert_eq!(open(all), ["ipv4 all 0..65535 0.0.0.0/0"]);
    // Prefix lists, in two rules.
    let world = group(
        World::new(),
        json!([
            admit("tcp", [22, 22], &["pl-1"]),
            admit("tcp", [22, 22], &["pl-2", "9.0.0.0/8"])
        ]),
    );
    let world = list(
        list(world, "pl-1", &["8.0.0.0/9", "::/1"]),
        "pl-2",
        &["8.128.0.0/9"],
    );
    let told = (
        vec![
            "ipv4 tcp 22..22 8.0.0.0/9 8.128.0.0/9 9.0.0.0/8".to_owned(),
            "ipv6 tcp 22..22 ::/1".to_owned(),
        ],
        Vec::new(),
    );
    assert_eq!(seen(&world), told);
}

#[test]
fn s2_2_ports_that_touch_or_overlap_are_one_range() {
    let rules = json!([
        admit("tcp", [20, 25], &["0.0.0.0/0"]),
        admit("tcp", [23, 80], &["0.0.0.0/0"]),
        admit("tcp", [81, 90], &["0.0.0.0/0"]),
        admit("tcp", [100, 100], &["0.0.0.0/0"]),
    ]);
    assert_eq!(
        open(rules),
        ["ipv4 tcp 20..90 0.0.0.0/0", "ipv4 tcp 100..100 0.0.0.0/0"]
    );
}

#[test]
fn s2_2_icmp_of_all_types_or_all_codes_holds_each_of_them() {
    let halves = json!([
        admit("icmp", [-1, -1], &["8.0.0.0/8"]),
        admit("icmp", [8, 0], &["9.0.0.0/8"])
    ]);
    assert_eq!(open(halves), ["ipv4 icmp 8..0 8.0.0.0/8 9.0.0.0/8"]);
    let codes = json!([
        admit("icmp", [8, -1], &["8.0.0.0/8"]),
        admit("icmp", [8, 0], &["9.0.0.0/8"])
    ]);
    assert_eq!(open(codes), ["ipv4 icmp 8..0 8.0.0.0/8 9.0.0.0/8"]);
    let types = json!([
        admit("icmp", [0, -1], &["8.0.0.0/8"]),
        admit("icmp", [8, -1], &["9.0.0.0/8"])
    ]);
    assert_eq!(open(types), [""; 0]);
    let both = json!([
        admit("icmp", [-1, -1], &["0.0.0.0/0"]),
        admit("icmp", [8, -1], &["0.0.0.0/0"])
    ]);
    assert_eq!(open(both), ["ipv4 icmp -1..-1 0.0.0.0/0"]);
}

#[test]
fn s2_2_a_group_as_peer_is_not_the_internet() {
    let own = json!([{"ip_protocol": "-1", "user_id_group_pairs": [{"group_id": "sg-a"}]}]);
    assert_eq!(open(own), [""; 0]);
}

#[test]
fn s2_2_what_nobody_told_is_a_gap_beside_what_is_known() {
    let known = admit("tcp", [22, 22], &["0.0.0.0/0"]);
    let told = vec!["ipv4 tcp 22..22 0.0.0.0/0".to_owned()];
    let gap = vec![format!("{LISTING} not-collected 111122223333/eu-west-1")];
    for untold in [
        json!({"ip_protocol": UNTOLD, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}),
        json!({"ip_protocol": "tcp", "from_port": UNTOLD, "to_port": 22, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}),
        json!({"ip_protocol": "tcp", "from_port": 22, "to_port": UNTOLD, "ip_ranges": [{"cidr_ip": "0.0.0.0/0"}]}),
        json!({"ip_protocol": "tcp", "ip_ranges": UNTOLD}),
        json!({"ip_protocol": "tcp", "ipv6_ranges": UNTOLD}),
        json!({"ip_protocol": "tcp", "prefix_list_ids": UNTOLD}),
        json!({"ip_protocol": "tcp", "ip_ranges": [{"cidr_ip": UNTOLD}]}),
        json!({"ip_protocol": "tcp", "ipv6_ranges": [{"cidr_ipv6": UNTOLD}]}),
        json!({"ip_protocol": "tcp", "prefix_list_ids": [{"prefix_list_id": UNTOLD}]}),
    ] {
        let world = group(World::new(), json!([untold, known]));
        assert_eq!(seen(&world), (told.clone(), gap.clone()), "{untold}");
    }
    let garbled = group(
        World::new(),
        json!([known, admit("tcp", [1, 1], &["0.0.0.0/O"])]),
    );
    let unreadable = vec![format!("{LISTING} failed 111122223333/eu-west-1")];
    assert_eq!(seen(&garbled), (told.clone(), unreadable));
    let denied = vec![format!("{LISTING} denied 111122223333/eu-west-1")];
    for path in ["ip_permissions", "ip_permissions[0].ip_ranges"] {
        let cut = group(World::new(), json!([known])).refused(path, LISTING);
        assert_eq!(seen(&cut), (told.clone(), denied.clone()), "{path}");
    }
    let whole = group(World::new(), json!(UNTOLD)).refused("ip_permissions", LISTING);
    assert_eq!(seen(&whole).1, denied);
}

#[test]
fn s2_2_a_prefix_list_that_is_not_known_is_its_own_gap() {
    let with_list = || {
        group(
            World::new(),
            json!([admit("tcp", [22, 22], &["pl-1", "::/0"])]),
        )
    };
    let told = vec!["ipv6 tcp 22..22 ::/0".to_owned()];
    let of = |world: World| seen(&world);
    let there = |call: &str, reason: &str, account: &str| {
        (
            told.clone(),
            vec![format!("{call} {reason} {account}/eu-west-1")],
        )
    };
    let lists = "ec2:DescribeManagedPrefixLists";
    assert_eq!(
        of(with_list().denied(lists)),
        there(lists, "denied", "111122223333")
    );
    let entries =
        |value: Json| with_list().with("ec2.prefix_list", "pl-1", json!({"entries": value}));
    // The list belongs to another account: so does the gap.
    let foreign = entries(json!(UNTOLD))
        .refused("entries", ENTRIES)
        .owned_by("444455556666");
    assert_eq!(of(foreign), there(ENTRIES, "denied", "444455556666"));
    let part = entries(json!([{"cidr": "0.0.0.0/0"}])).refused("entries", ENTRIES);
    let (open, gaps) = of(part);
    assert_eq!(open, ["ipv4 tcp 22..22 0.0.0.0/0", "ipv6 tcp 22..22 ::/0"]);
    assert_eq!(gaps, [format!("{ENTRIES} denied 111122223333/eu-west-1")]);
    assert_eq!(
        of(entries(json!([{"cidr": UNTOLD}]))),
        there(ENTRIES, "not-collected", "111122223333")
    );
}

#[test]
fn the_ranges_are_the_evidence_each_where_it_was_told() {
    let world = group(
        World::new(),
        json!([
            admit("tcp", [1, 1], &["10.0.0.0/8"]),
            admit("tcp", [22, 22], &["8.0.0.0/8", "pl-1"])
        ]),
    );
    let world = list(world, "pl-1", &["10.0.0.0/8", "9.0.0.0/8"]);
    let group = arn("ec2.security_group", "sg-a");
    let (view, _) = world.project(
        "ec2.security_group",
        &group,
        &["internet_ingress[].from_port"],
        &[],
        true,
    );
    let ingress = view.field("internet_ingress").expect("the fact");
    let port = ingress
        .item(0)
        .and_then(|one| one.field("from_port"))
        .expect("a port");
    let origin = port.origin.as_ref().expect("an origin");
    assert_eq!(origin.path, "internet_ingress[0].from_port");
    let sources: Vec<(&str, &str, &str, &str)> = origin
        .sources
        .iter()
        .map(|one| {
            (
                one.resource.as_str(),
                one.path.as_str(),
                one.value.as_str().unwrap_or_default(),
                one.operation.as_str(),
            )
        })
        .collect();
    let list = arn("ec2.prefix_list", "pl-1");
    assert_eq!(
        sources,
        [
            (
                group.as_str(),
                "ip_permissions[1].ip_ranges[0].cidr_ip",
                "8.0.0.0/8",
                LISTING
            ),
            (
                group.as_str(),
                "ip_permissions[1].prefix_list_ids[0].prefix_list_id",
                "pl-1",
                LISTING
            ),
            (list.as_str(), "entries[0].cidr", "10.0.0.0/8", ENTRIES),
            (list.as_str(), "entries[1].cidr", "9.0.0.0/8", ENTRIES),
        ]
    );
}
