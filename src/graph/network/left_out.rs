//! The VPCs that exclusions leave out of the block of public access as a whole.
//! <https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-exclusions.html>

use std::collections::{BTreeMap, BTreeSet};

use crate::model::datum::Source;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use super::super::node::{Graph, NodeId};
use super::super::reading::{Reading, source};
use super::super::schema::Answer;
use super::facing;

record! {
    /// A VPC of which everything is left out of the block of public access, in both directions.
    LeftOutVpc {
        /// The VPC.
        vpc_id: Text, gap;
        /// The exclusion of it, or those of all of its subnets.
        exclusion_ids: Vec<Text>, none;
        /// Whether something in it is made to be reached from the internet.
        faces_internet: bool, gap;
    }
}

/// The derived fact `left_out_vpcs`.
pub(super) fn compute(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(resource) = graph.resource(node) else {
        return Answer::none();
    };
    let Facts::Region(facts) = &resource.facts else {
        return Answer::none();
    };
    let block = facts.vpc_block_public_access.known();
    let Some(mode) = block.and_then(|block| block.internet_gateway_block_mode.known()) else {
        return Answer::gap(graph.missing(resource, "vpc_block_public_access"));
    };
    let (mut list, mut sources) = (Vec::new(), Vec::new());
    if mode == "off" {
        return Answer::list(list, None, sources);
    }
    let mut reading = Reading::new(graph);
    let whole = left_out(&mut reading, node);
    let facing = match whole.is_empty() {
        true => (BTreeSet::new(), None),
        false => facing::vpcs(graph, node),
    };
    for (vpc, exclusions) in whole {
        let faces_internet = facing.0.contains(&vpc);
        if !faces_internet && facing.1.is_some() {
            reading.hide(facing.1.clone());
            continue;
        }
        let at = format!("[{}]", list.len());
        sources.extend(exclusions.values().map(|by| (at.clone(), by.clone())));
        list.push(LeftOutVpc {
            vpc_id: vpc.into(),
            exclusion_ids: exclusions.into_keys().collect::<Vec<_>>().into(),
            faces_internet: faces_internet.into(),
        });
    }
    Answer::list(list, reading.hidden, sources)
}

/// Exclusions by id, each with the fact that tells it.
type Exclusions = BTreeMap<Text, Source>;

/// The VPCs of a region that are left out, each with the exclusions that do so.
fn left_out(reading: &mut Reading<'_, '_>, region: NodeId) -> BTreeMap<Text, Exclusions> {
    let excluded = excluded(reading, region);
    let mut whole = BTreeMap::new();
    if excluded.is_empty() {
        return whole;
    }
    let mut parts: BTreeMap<&Text, Option<Exclusions>> = BTreeMap::new();
    for resource in here(reading, "ec2.subnet", region) {
        let Facts::Subnet(facts) = &resource.facts else {
            continue;
        };
        let vpc = reading.value(resource, "vpc_id", &facts.vpc_id);
        let subnet = reading.value(resource, "subnet_id", &facts.subnet_id);
        let (Some(vpc), Some(subnet)) = (vpc, subnet) else {
            continue;
        };
        let part = parts.entry(vpc).or_insert_with(|| Some(Exclusions::new()));
        match (part, excluded.get(subnet)) {
            (Some(all), Some(own)) => all.extend(own.clone()),
            // One that is blocked is enough.
            (part, None) => *part = None,
            (None, Some(_)) => {}
        }
    }
    for resource in here(reading, "ec2.vpc", region) {
        let Facts::Vpc(facts) = &resource.facts else {
            continue;
        };
        let Some(vpc) = reading.value(resource, "vpc_id", &facts.vpc_id) else {
            continue;
        };
        let own = excluded.get(vpc).cloned();
        let by = own.or_else(|| parts.get(vpc).cloned().flatten());
        whole.extend(by.map(|by| (vpc.clone(), by)));
    }
    whole
}

/// The exclusions in force that let both directions through, by the id of the VPC or the subnet.
fn excluded(reading: &mut Reading<'_, '_>, region: NodeId) -> BTreeMap<Text, Exclusions> {
    let mut excluded: BTreeMap<Text, Exclusions> = BTreeMap::new();
    for resource in here(reading, "ec2.vpc_block_public_access_exclusion", region) {
        let Facts::VpcBlockPublicAccessExclusion(facts) = &resource.facts else {
            continue;
        };
        let state = reading.value(resource, "state", &facts.state);
        if state.is_none_or(|state| state != "create-complete" && state != "update-complete") {
            continue;
        }
        let path = "internet_gateway_exclusion_mode";
        let mode = reading.value(resource, path, &facts.internet_gateway_exclusion_mode);
        if mode.is_none_or(|mode| mode != "allow-bidirectional") {
            continue;
        }
        let arn = reading.value(resource, "resource_arn", &facts.resource_arn);
        let id = reading.value(resource, "exclusion_id", &facts.exclusion_id);
        if let (Some(arn), Some(id)) = (arn, id) {
            let of = Text::from(arn.rsplit('/').next().unwrap_or_default());
            let told = source(resource, "resource_arn", arn);
            excluded.entry(of).or_default().insert(id.clone(), told);
        }
    }
    excluded
}

/// The resources of a kind in the account and region of a node.
fn here<'s>(reading: &mut Reading<'_, 's>, kind: &str, near: NodeId) -> Vec<&'s Resource> {
    let graph = reading.graph;
    let here = graph.node(near);
    reading.hide(graph.extent(kind, here.account, here.region));
    let nodes = graph.of_kind(kind).iter().filter(|node| {
        let node = graph.node(**node);
        node.account == here.account && node.region == here.region
    });
    nodes.filter_map(|node| graph.resource(*node)).collect()
}
