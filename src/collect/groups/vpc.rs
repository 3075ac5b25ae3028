//! VPCs with their DNS attributes and private zones, DHCP options and subnets.

use aws_sdk_ec2::types::{self, VpcAttributeName};
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{ids, int, list, required, tags, text};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_group_peers::SecurityGroupForVpc;
use crate::model::kinds::ec2_vpc::{
    CidrBlockAssociation, DhcpOptions, HostedZoneSummary, Subnet, Vpc,
};

operations! {
    VPCS = "ec2:DescribeVpcs";
    ATTRIBUTE = "ec2:DescribeVpcAttribute" after VPCS;
    ZONES = "route53:ListHostedZonesByVPC" after VPCS;
    GROUPS = "ec2:GetSecurityGroupsForVpc" after VPCS;
    DHCP_OPTIONS = "ec2:DescribeDhcpOptions";
    SUBNETS = "ec2:DescribeSubnets";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(vpcs(place), dhcp_options(place), subnets(place));
        })
    },
};

async fn vpcs(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &VPCS,
        |token| {
            ec2.describe_vpcs()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.vpcs, told.next_token),
    );
    let identity =
        |told: &types::Vpc| place.ec2("vpc", told.vpc_id.as_ref(), told.owner_id.as_ref());
    let mut vpcs = place.drafts(&VPCS, told.await, identity, vpc);
    join_all(vpcs.iter_mut().map(|vpc| complete(place, vpc))).await;
    place.keep(vpcs);
}

/// What other calls tell of a VPC, to its owner only: who shares it would be refused.
async fn complete(place: &Place<'_>, vpc: &mut Draft<Vpc>) {
    let Fact::Known(id) = vpc.facts.vpc_id.clone() else {
        return;
    };
    if !place.owns(&vpc.identity) {
        vpc.lacks(&ATTRIBUTE, &place.only_owner(&ATTRIBUTE, &vpc.identity));
        vpc.lacks(&ZONES, &place.only_owner(&ZONES, &vpc.identity));
        vpc.lacks(&GROUPS, &place.only_owner(&GROUPS, &vpc.identity));
        return;
    }
    let attribute = |name| {
        let call = place.clients.ec2.describe_vpc_attribute();
        place.ask(&ATTRIBUTE, call.vpc_id(id.as_str()).attribute(name).send())
    };
    let (support, hostnames, zones, groups) = tokio::join!(
        attribute(VpcAttributeName::EnableDnsSupport),
        attribute(VpcAttributeName::EnableDnsHostnames),
        zones(place, &id),
        groups(place, &id),
    );
    let value =
        |told: Option<types::AttributeBooleanValue>| Fact::told(told.and_then(|told| told.value));
    match support {
        Ok(told) => vpc.facts.enable_dns_support = value(told.enable_dns_support),
        Err(gap) => vpc.gap("enable_dns_support", gap),
    }
    match hostnames {
        Ok(told) => vpc.facts.enable_dns_hostnames = value(told.enable_dns_hostnames),
        Err(gap) => vpc.gap("enable_dns_hostnames", gap),
    }
    vpc.list(&ZONES, zones, |facts| &mut facts.hosted_zones);
    vpc.list(&GROUPS, groups, |facts| &mut facts.security_groups);
}

/// A list, and why there may be more.
type List<T> = (Fact<Vec<T>>, Option<crate::model::gap::Gap>);

async fn zones(place: &Place<'_>, vpc: &Text) -> List<HostedZoneSummary> {
    let region = aws_sdk_route53::types::VpcRegion::from(place.region.as_str());
    let told = place.pages(
        &ZONES,
        |token| {
            let call = place.clients.route53.list_hosted_zones_by_vpc();
            let call = call.vpc_id(vpc.as_str()).vpc_region(region.clone());
            call.max_items(100).set_next_token(token).send()
        },
        |told| page(Some(told.hosted_zone_summaries), told.next_token),
    );
    told.await.fact(|zone| {
        let owner = zone.owner;
        let (account, service) = owner.map_or((None, None), |owner| {
            (owner.owning_account, owner.owning_service)
        });
        HostedZoneSummary {
            hosted_zone_id: required(super::dns::bare_id(&zone.hosted_zone_id)),
            name: required(zone.name),
            owning_account: text(account),
            owning_service: text(service),
        }
    })
}

/// What the caller could use in a VPC, so that only the owner's answer speaks of the VPC.
async fn groups(place: &Place<'_>, vpc: &Text) -> List<SecurityGroupForVpc> {
    let told = place.pages(
        &GROUPS,
        |token| {
            let call = place.clients.ec2.get_security_groups_for_vpc();
            call.vpc_id(vpc.as_str())
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.security_group_for_vpcs, told.next_token),
    );
    told.await.fact(|group| SecurityGroupForVpc {
        group_id: text(group.group_id),
        owner_id: text(group.owner_id),
        primary_vpc_id: text(group.primary_vpc_id),
    })
}

fn vpc(told: types::Vpc) -> Vpc {
    Vpc {
        vpc_id: text(told.vpc_id),
        owner_id: text(told.owner_id),
        cidr_block: text(told.cidr_block),
        cidr_block_associations: list(told.cidr_block_association_set, |block| {
            CidrBlockAssociation {
                cidr_block: text(block.cidr_block),
                state: text(block.cidr_block_state.and_then(|state| state.state)),
            }
        }),
        ipv6_cidr_block_associations: list(told.ipv6_cidr_block_association_set, |block| {
            CidrBlockAssociation {
                cidr_block: text(block.ipv6_cidr_block),
                state: text(block.ipv6_cidr_block_state.and_then(|state| state.state)),
            }
        }),
        is_default: Fact::told(told.is_default),
        dhcp_options_id: text(told.dhcp_options_id),
        tags: tags!(told.tags),
        ..Vpc::default()
    }
}

async fn dhcp_options(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &DHCP_OPTIONS,
        |token| {
            ec2.describe_dhcp_options()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.dhcp_options, told.next_token),
    );
    let identity = |told: &types::DhcpOptions| {
        let id = told.dhcp_options_id.as_ref();
        place.ec2("dhcp-options", id, told.owner_id.as_ref())
    };
    place.keep(
        place.drafts(&DHCP_OPTIONS, told.await, identity, |told| DhcpOptions {
            dhcp_options_id: text(told.dhcp_options_id),
            owner_id: text(told.owner_id),
            domain_name_servers: resolvers(told.dhcp_configurations),
            tags: tags!(told.tags),
        }),
    );
}

/// The resolvers among the options. A set may have no option at all, but not say nothing.
fn resolvers(told: Option<Vec<types::DhcpConfiguration>>) -> Fact<Vec<Text>> {
    let Some(options) = told else {
        return Fact::Missing;
    };
    let mut named = options.into_iter();
    let servers = named.find(|option| option.key.as_deref() == Some("domain-name-servers"));
    servers.map_or(Fact::None, |option| {
        ids(option.values, |server| server.value)
    })
}

async fn subnets(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &SUBNETS,
        |token| {
            ec2.describe_subnets()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.subnets, told.next_token),
    );
    let identity =
        |told: &types::Subnet| place.ec2("subnet", told.subnet_id.as_ref(), told.owner_id.as_ref());
    place.keep(place.drafts(&SUBNETS, told.await, identity, subnet));
}

fn subnet(told: types::Subnet) -> Subnet {
    Subnet {
        subnet_id: text(told.subnet_id),
        owner_id: text(told.owner_id),
        vpc_id: text(told.vpc_id),
        cidr_block: text(told.cidr_block),
        ipv6_cidr_block_associations: list(told.ipv6_cidr_block_association_set, |block| {
            CidrBlockAssociation {
                cidr_block: text(block.ipv6_cidr_block),
                state: text(block.ipv6_cidr_block_state.and_then(|state| state.state)),
            }
        }),
        availability_zone: text(told.availability_zone),
        availability_zone_id: text(told.availability_zone_id),
        available_ip_address_count: int(told.available_ip_address_count),
        map_public_ip_on_launch: Fact::told(told.map_public_ip_on_launch),
        assign_ipv6_address_on_creation: Fact::told(told.assign_ipv6_address_on_creation),
        tags: tags!(told.tags),
    }
}
