//! Security groups across VPCs: further VPCs of a group, references from outside, stale rules.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types;
use futures_util::future::join_all;

use super::{REFERENCES, STALE, VPCS, pair};
use crate::collect::convert::{int, list, text};
use crate::collect::draft::Draft;
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::ec2_group_peers::{
    SecurityGroupReference, SecurityGroupVpcAssociation, StaleIpPermission,
};
use crate::model::kinds::ec2_security::SecurityGroup;

/// The further VPCs of all groups, which one call tells, by the group.
pub(super) async fn vpcs(
    place: &Place<'_>,
) -> Listed<(Option<String>, SecurityGroupVpcAssociation)> {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &VPCS,
        |token| {
            ec2.describe_security_group_vpc_associations()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.security_group_vpc_associations, told.next_token),
    );
    told.await.map(|told| {
        let association = SecurityGroupVpcAssociation {
            vpc_id: text(told.vpc_id),
            vpc_owner_id: text(told.vpc_owner_id),
            state: text(told.state),
        };
        (told.group_id, association)
    })
}

/// What the calls about single groups and VPCs tell.
pub(super) async fn complete(place: &Place<'_>, groups: &mut [Draft<SecurityGroup>]) {
    let (mut referenced, mut stale) = tokio::join!(references(place, groups), stale(place, groups));
    for group in groups {
        let id = group.facts.group_id.known();
        match id.and_then(|id| referenced.remove(id)) {
            None => group.facts.references = Fact::Known(Vec::new()),
            Some(Ok(references)) => group.facts.references = Fact::Known(references),
            Some(Err(gap)) => group.lacks(&REFERENCES, &gap),
        }
        let facts = &mut group.facts;
        let of_vpc = facts.vpc_id.known().and_then(|vpc| stale.get_mut(vpc));
        let of_group = facts.group_id.known();
        match of_vpc.map(|told| told.as_mut()) {
            Some(Err(gap)) => {
                let gap = gap.clone();
                group.lacks(&STALE, &gap);
            }
            // Which VPC is asked about is not known: then nothing about its rules is.
            None if facts.vpc_id.known().is_none() => {}
            told => {
                let rules = told.and_then(Result::ok).zip(of_group);
                let rules = rules.and_then(|(rules, id)| rules.remove(id));
                let (ingress, egress) =
                    rules.unwrap_or((Fact::Known(Vec::new()), Fact::Known(Vec::new())));
                facts.stale_ip_permissions = ingress;
                facts.stale_ip_permissions_egress = egress;
            }
        }
    }
}

type References = BTreeMap<Text, Result<Vec<SecurityGroupReference>, Gap>>;

/// Who references groups from other VPCs. Nobody does where a VPC is not joined to another, so that
/// only the groups of those that are, or may be, are asked about.
async fn references(place: &Place<'_>, groups: &[Draft<SecurityGroup>]) -> References {
    /// How many groups are asked about at once. One that is gone spoils the answer for the others.
    const AT_ONCE: usize = 100;
    let joined = place.joined.vpcs().await;
    let may_be = |facts: &SecurityGroup| match (&joined, facts.vpc_id.known()) {
        (Some(joined), Some(vpc)) => joined.contains(vpc.as_str()),
        _ => true,
    };
    let asked = groups.iter().filter(|group| may_be(&group.facts));
    let asked: Vec<&Text> = asked
        .filter_map(|group| group.facts.group_id.known())
        .collect();
    let told = join_all(asked.chunks(AT_ONCE).map(|some| referenced(place, some))).await;
    told.into_iter().flatten().collect()
}

async fn referenced(place: &Place<'_>, groups: &[&Text]) -> References {
    let ids: Vec<String> = groups.iter().map(|id| id.to_string()).collect();
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &REFERENCES,
        |_: Option<String>| {
            let call = ec2.describe_security_group_references();
            call.set_group_id(Some(ids.clone())).send()
        },
        |told| page(told.security_group_reference_set, None),
    );
    let told = told.await;
    let mut gap = told.gap;
    let mut parts: BTreeMap<Text, Vec<SecurityGroupReference>> = BTreeMap::new();
    for one in told.items {
        let Some(group) = one.group_id else {
            // It may speak of any of them.
            let stray = Gap::new(GapReason::Failed, REFERENCES.name);
            let stray = stray.because("an item of the answer does not say what it belongs to");
            place.lacks(&REFERENCES, &stray);
            gap.get_or_insert(stray);
            continue;
        };
        parts
            .entry(Text::from(group))
            .or_default()
            .push(SecurityGroupReference {
                referencing_vpc_id: text(one.referencing_vpc_id),
                vpc_peering_connection_id: text(one.vpc_peering_connection_id),
                transit_gateway_id: text(one.transit_gateway_id),
            });
    }
    let of_one = |id: &&Text| {
        let part = parts.remove(*id).into_iter().flatten().collect();
        (Text::clone(id), gap.clone().map_or(Ok(part), Err))
    };
    groups.iter().map(of_one).collect()
}

/// The stale rules of a VPC's groups, in and out, by the group.
type Stale = BTreeMap<Text, (Permissions, Permissions)>;

type Permissions = Fact<Vec<StaleIpPermission>>;

/// Rules whose groups are gone, by the VPC. Only a rule that names a group which is not one of its
/// own VPC can be stale, so that only the VPCs with such rules are asked about.
async fn stale(
    place: &Place<'_>,
    groups: &[Draft<SecurityGroup>],
) -> BTreeMap<Text, Result<Stale, Gap>> {
    let mut of_vpc: BTreeMap<&Text, BTreeSet<&Text>> = BTreeMap::new();
    for group in groups {
        if let (Fact::Known(id), Fact::Known(vpc)) = (&group.facts.group_id, &group.facts.vpc_id) {
            of_vpc.entry(vpc).or_default().insert(id);
        }
    }
    let strange = groups.iter().filter_map(|group| {
        let vpc = group.facts.vpc_id.known()?;
        let own = of_vpc.get(vpc)?;
        names_others(&group.facts, own).then(|| vpc.clone())
    });
    let asked: BTreeSet<Text> = strange.collect();
    let told = join_all(asked.iter().map(|vpc| stale_in(place, vpc))).await;
    asked.into_iter().zip(told).collect()
}

/// Whether a rule names a group that is none of these, or may.
fn names_others(facts: &SecurityGroup, own: &BTreeSet<&Text>) -> bool {
    [&facts.ip_permissions, &facts.ip_permissions_egress]
        .into_iter()
        .any(|permissions| match permissions {
            Fact::Known(permissions) => permissions.iter().any(|one| {
                let pairs = one.user_id_group_pairs.known();
                pairs.into_iter().flatten().any(|pair| {
                    let named = pair.group_id.known();
                    named.is_none_or(|id| !own.contains(id))
                })
            }),
            Fact::None => false,
            Fact::Missing => true,
        })
}

async fn stale_in(place: &Place<'_>, vpc: &Text) -> Result<Stale, Gap> {
    let told = place.pages(
        &STALE,
        |token| {
            let call = place.clients.ec2.describe_stale_security_groups();
            call.vpc_id(vpc.as_str())
                .max_results(255)
                .set_next_token(token)
                .send()
        },
        |told| page(told.stale_security_group_set, told.next_token),
    );
    let told = told.await;
    if let Some(gap) = told.gap {
        return Err(gap);
    }
    let groups = told.items.into_iter().filter_map(|group| {
        let ingress = list(group.stale_ip_permissions, permission);
        let egress = list(group.stale_ip_permissions_egress, permission);
        Some((Text::from(group.group_id?), (ingress, egress)))
    });
    Ok(groups.collect())
}

fn permission(told: types::StaleIpPermission) -> StaleIpPermission {
    StaleIpPermission {
        ip_protocol: text(told.ip_protocol),
        from_port: int(told.from_port),
        to_port: int(told.to_port),
        user_id_group_pairs: list(told.user_id_group_pairs, pair),
    }
}
