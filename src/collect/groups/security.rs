//! Security groups with their rules, and network ACLs.

mod peers;

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{ids, int, list, tags, text};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_security::{
    IpPermission, IpRange, Ipv6Range, NetworkAcl, NetworkAclEntry, PrefixListId, SecurityGroup,
    SecurityGroupRule, UserIdGroupPair,
};

operations! {
    GROUPS = "ec2:DescribeSecurityGroups";
    RULES = "ec2:DescribeSecurityGroupRules";
    VPCS = "ec2:DescribeSecurityGroupVpcAssociations";
    REFERENCES = "ec2:DescribeSecurityGroupReferences" after GROUPS;
    STALE = "ec2:DescribeStaleSecurityGroups" after GROUPS;
    ACLS = "ec2:DescribeNetworkAcls";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(groups(place), acls(place));
        })
    },
};

async fn groups(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &GROUPS,
        |token| {
            ec2.describe_security_groups()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.security_groups, told.next_token),
    );
    let rules = place.pages(
        &RULES,
        |token| {
            ec2.describe_security_group_rules()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.security_group_rules, told.next_token),
    );
    let (told, rules, vpcs) = tokio::join!(told, rules, peers::vpcs(place));
    let identity = |told: &types::SecurityGroup| {
        place.ec2(
            "security-group",
            told.group_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    let mut groups = place.drafts(&GROUPS, told, identity, group);
    let rules = rules.map(|told| (told.group_id.clone(), rule(told)));
    place.share(
        &RULES,
        rules,
        &mut groups,
        |facts| &facts.group_id,
        |facts| &mut facts.rules,
    );
    place.share(
        &VPCS,
        vpcs,
        &mut groups,
        |facts| &facts.group_id,
        |facts| &mut facts.vpc_associations,
    );
    peers::complete(place, &mut groups).await;
    place.keep(groups);
}

fn group(told: types::SecurityGroup) -> SecurityGroup {
    SecurityGroup {
        group_id: text(told.group_id),
        group_name: text(told.group_name),
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        description: text(told.description),
        ip_permissions: list(told.ip_permissions, permission),
        ip_permissions_egress: list(told.ip_permissions_egress, permission),
        tags: tags!(told.tags),
        ..SecurityGroup::default()
    }
}

fn permission(told: types::IpPermission) -> IpPermission {
    IpPermission {
        ip_protocol: text(told.ip_protocol),
        from_port: int(told.from_port),
        to_port: int(told.to_port),
        ip_ranges: list(told.ip_ranges, |range| IpRange {
            cidr_ip: text(range.cidr_ip),
            description: text(range.description),
        }),
        ipv6_ranges: list(told.ipv6_ranges, |range| Ipv6Range {
            cidr_ipv6: text(range.cidr_ipv6),
            description: text(range.description),
        }),
        prefix_list_ids: list(told.prefix_list_ids, |list| PrefixListId {
            prefix_list_id: text(list.prefix_list_id),
            description: text(list.description),
        }),
        user_id_group_pairs: list(told.user_id_group_pairs, pair),
    }
}

fn pair(told: types::UserIdGroupPair) -> UserIdGroupPair {
    UserIdGroupPair {
        group_id: text(told.group_id),
        user_id: text(told.user_id),
        vpc_id: text(told.vpc_id),
        vpc_peering_connection_id: text(told.vpc_peering_connection_id),
        peering_status: text(told.peering_status),
        description: text(told.description),
    }
}

fn rule(told: types::SecurityGroupRule) -> SecurityGroupRule {
    SecurityGroupRule {
        security_group_rule_id: text(told.security_group_rule_id),
        is_egress: Fact::told(told.is_egress),
        ip_protocol: text(told.ip_protocol),
        from_port: int(told.from_port),
        to_port: int(told.to_port),
        cidr_ipv4: text(told.cidr_ipv4),
        cidr_ipv6: text(told.cidr_ipv6),
        prefix_list_id: text(told.prefix_list_id),
        referenced_group_id: text(told.referenced_group_info.and_then(|group| group.group_id)),
    }
}

async fn acls(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &ACLS,
        |token| {
            ec2.describe_network_acls()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.network_acls, told.next_token),
    );
    let identity = |told: &types::NetworkAcl| {
        place.ec2(
            "network-acl",
            told.network_acl_id.as_ref(),
            told.owner_id.as_ref(),
        )
    };
    place.keep(place.drafts(&ACLS, told.await, identity, acl));
}

fn acl(told: types::NetworkAcl) -> NetworkAcl {
    NetworkAcl {
        network_acl_id: text(told.network_acl_id),
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        is_default: Fact::told(told.is_default),
        associated_subnet_ids: ids(told.associations, |association| association.subnet_id),
        entries: list(told.entries, entry),
        tags: tags!(told.tags),
    }
}

fn entry(told: types::NetworkAclEntry) -> NetworkAclEntry {
    let ports = told.port_range.as_ref();
    let icmp = told.icmp_type_code.as_ref();
    NetworkAclEntry {
        rule_number: int(told.rule_number),
        egress: Fact::told(told.egress),
        protocol: text(told.protocol),
        rule_action: text(told.rule_action),
        cidr_block: text(told.cidr_block),
        ipv6_cidr_block: text(told.ipv6_cidr_block),
        from_port: int(ports.and_then(|ports| ports.from)),
        to_port: int(ports.and_then(|ports| ports.to)),
        icmp_type: int(icmp.and_then(|icmp| icmp.r#type)),
        icmp_code: int(icmp.and_then(|icmp| icmp.code)),
    }
}
