//! Security groups with their rules, and prefix lists.

use assize::model::fact::Fact;
use assize::model::id::Text;
use assize::model::kinds::ec2_security::{
    IpPermission, IpRange, Ipv6Range, PrefixList, PrefixListEntry, PrefixListId, SecurityGroup,
    SecurityGroupRule, UserIdGroupPair,
};

use super::site::{Site, compact_text, text, told};

/// Groups of one place, the default ones of its VPCs among them.
const GROUPS: usize = 150;

/// The internet in two halves, which few groups admit.
const OPEN: (&str, i64, &[&str]) = ("legacy", 22, &["0.0.0.0/1", "128.0.0.0/1"]);

/// What a group that is like others admits: name, ports, ranges.
const USUAL: [(&str, i64, &[&str]); 7] = [
    ("web", 443, &["0.0.0.0/0"]),
    ("app", 8080, &["10.0.0.0/8"]),
    ("database", 5432, &["10.0.0.0/16", "10.1.0.0/16"]),
    ("cache", 6379, &["10.0.0.0/8"]),
    ("bastion", 22, &["198.51.100.0/24", "203.0.113.7/32"]),
    ("endpoints", 443, &["10.0.0.0/8", "172.16.0.0/12"]),
    ("batch", 9000, &["192.168.0.0/16"]),
];

impl Site {
    /// Prefix lists, the default group of each VPC, and groups that admit ranges and each other.
    pub(super) fn add_groups(&mut self) {
        for _ in 0..3 {
            self.add_prefix_list();
        }
        self.groups = vec![Vec::new(); self.vpcs.len()];
        for vpc in 0..self.vpcs.len() {
            self.add_group(vpc, Text::const_new("default"), Vec::new());
        }
        for number in self.vpcs.len()..GROUPS {
            let vpc = number % self.vpcs.len();
            let own = self.is_own();
            let (name, port, ranges) = match self.random.percent(super::FAILING) {
                true => OPEN,
                false => USUAL[self.random.below(USUAL.len())],
            };
            let mut ranges: Vec<Text> = ranges.iter().map(|range| Text::from(*range)).collect();
            if own {
                let number = self.own_number();
                let [_, .., a, b, c] = number.to_be_bytes();
                ranges.push(compact_text(format_args!("10.{a}.{b}.{c}/32")));
            }
            let name = self.name(own, &[name]);
            let mut permissions = vec![permission(port, &ranges)];
            if number.is_multiple_of(5) {
                permissions.push(self.reference(vpc));
            }
            if number.is_multiple_of(20) {
                permissions.push(self.listed());
            }
            self.add_group(vpc, name, permissions);
        }
    }

    fn add_prefix_list(&mut self) {
        let id = self.id("pl");
        let entry = |third: u8| PrefixListEntry {
            cidr: text(format!("198.51.{third}.0/24")),
            description: Fact::None,
        };
        let facts = PrefixList {
            prefix_list_id: told(id.clone()),
            prefix_list_name: text("offices"),
            owner_id: text(self.account.as_str()),
            address_family: text("IPv4"),
            entries: told((0..6).map(entry).collect::<Vec<_>>()),
        };
        self.add_ec2("prefix-list", &id, facts);
        self.prefix_lists.push(id);
    }

    /// A permission for another group of the VPC.
    fn reference(&mut self, vpc: usize) -> IpPermission {
        let groups = &self.groups[vpc];
        let peer = groups[self.random.below(groups.len())].clone();
        IpPermission {
            user_id_group_pairs: told(vec![UserIdGroupPair {
                group_id: told(peer),
                user_id: text(self.account.as_str()),
                vpc_id: Fact::None,
                vpc_peering_connection_id: Fact::None,
                peering_status: Fact::None,
                description: Fact::None,
            }]),
            ..permission(5432, &[])
        }
    }

    /// A permission for a prefix list.
    fn listed(&mut self) -> IpPermission {
        let list = self.prefix_lists[self.random.below(self.prefix_lists.len())].clone();
        IpPermission {
            prefix_list_ids: told(vec![PrefixListId {
                prefix_list_id: told(list),
                description: Fact::None,
            }]),
            ..permission(443, &[])
        }
    }

    fn add_group(&mut self, vpc: usize, name: Text, permissions: Vec<IpPermission>) {
        let id = self.id("sg");
        let everywhere = IpPermission {
            ip_protocol: text("-1"),
            from_port: Fact::None,
            to_port: Fact::None,
            ..permission(0, &[Text::const_new("0.0.0.0/0")])
        };
        let rules = permissions
            .iter()
            .flat_map(|permission| self.rules(permission))
            .collect::<Vec<_>>();
        let facts = SecurityGroup {
            group_id: told(id.clone()),
            group_name: told(name.clone()),
            owner_id: text(self.account.as_str()),
            vpc_id: told(self.vpcs[vpc].clone()),
            description: text("Managed by the platform team"),
            ip_permissions: told(permissions),
            ip_permissions_egress: told(vec![everywhere]),
            rules: told(rules),
            tags: self.tags(&name),
            ..SecurityGroup::default()
        };
        self.add_ec2("security-group", &id, facts);
        self.groups[vpc].push(id);
    }

    /// The rules that make up a permission.
    fn rules(&mut self, permission: &IpPermission) -> Vec<SecurityGroupRule> {
        let ranges = permission.ip_ranges.known().into_iter().flatten();
        let mut rules = Vec::new();
        for range in ranges {
            rules.push(SecurityGroupRule {
                cidr_ipv4: range.cidr_ip.clone(),
                ..self.rule(permission)
            });
        }
        for list in permission.prefix_list_ids.known().into_iter().flatten() {
            rules.push(SecurityGroupRule {
                prefix_list_id: list.prefix_list_id.clone(),
                ..self.rule(permission)
            });
        }
        for pair in permission.user_id_group_pairs.known().into_iter().flatten() {
            rules.push(SecurityGroupRule {
                referenced_group_id: pair.group_id.clone(),
                ..self.rule(permission)
            });
        }
        rules
    }

    fn rule(&mut self, permission: &IpPermission) -> SecurityGroupRule {
        SecurityGroupRule {
            security_group_rule_id: told(self.id("sgr")),
            is_egress: told(false),
            ip_protocol: permission.ip_protocol.clone(),
            from_port: permission.from_port,
            to_port: permission.to_port,
            cidr_ipv4: Fact::None,
            cidr_ipv6: Fact::None,
            prefix_list_id: Fact::None,
            referenced_group_id: Fact::None,
        }
    }
}

/// A permission for one TCP port; port 22 comes with an IPv6 range too.
fn permission(port: i64, ranges: &[Text]) -> IpPermission {
    let range = |range: &Text| IpRange {
        cidr_ip: told(range.clone()),
        description: Fact::None,
    };
    let v6 = Ipv6Range {
        cidr_ipv6: text("2001:db8::/32"),
        description: Fact::None,
    };
    IpPermission {
        ip_protocol: text("tcp"),
        from_port: told(port),
        to_port: told(port),
        ip_ranges: told(ranges.iter().map(range).collect::<Vec<_>>()),
        ipv6_ranges: told(if port == 22 { vec![v6] } else { Vec::new() }),
        prefix_list_ids: told(Vec::new()),
        user_id_group_pairs: told(Vec::new()),
    }
}
