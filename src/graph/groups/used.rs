//! The derived facts `users` and `is_used` of a security group.

use crate::model::datum::Source;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::ec2_security::SecurityGroup;
use crate::model::path::Literal;
use crate::model::resource::Resource;
use crate::record;

use crate::graph::node::{Graph, NodeId};
use crate::graph::schema::Answer;

record! {
    /// Something that uses a group.
    GroupUser {
        /// `interface`, `instance`, `load-balancer`, `database`, `proxy`, `function`, `task`,
        /// `connector`, `endpoint`, `gateway`, `association`, `template`, `build`, `batch`,
        /// `schedule`, or `group` and `vpc` for those whose rules name it.
        sort: Text, gap;
        /// The resource; of a VPC that references it, the id.
        name: Text, gap;
    }
}

/// The derived fact `users`.
pub(super) fn users(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    let Some(users) = Users::of(graph, node) else {
        return Answer::none();
    };
    let users = match users {
        Ok(users) => users,
        Err(gap) => return Answer::gap(gap),
    };
    let mut list = Vec::new();
    let mut sources = Vec::new();
    for (sort, name, source) in users.each {
        sources.push((format!("[{}]", list.len()), source));
        list.push(GroupUser {
            sort: Text::const_new(sort).into(),
            name: name.into(),
        });
    }
    Answer::list(list, users.hidden, sources)
}

/// The derived fact `is_used`: one user is enough, and none is only certain where all are known.
pub(super) fn is_used(graph: &Graph<'_>, node: NodeId, _: &[Literal]) -> Answer {
    match Users::of(graph, node) {
        None => Answer::none(),
        Some(Err(gap)) => Answer::gap(gap),
        Some(Ok(users)) => match (users.each.into_iter().next(), users.hidden) {
            (Some((_, _, source)), _) => Answer::known(true, vec![(String::new(), source)]),
            (None, Some(gap)) => Answer::gap(gap),
            (None, None) => Answer::known(false, Vec::new()),
        },
    }
}

/// Who uses a group, each with the fact that says so, and why there may be more.
struct Users {
    each: Vec<(&'static str, Text, Source)>,
    hidden: Option<Gap>,
}

impl Users {
    fn of(graph: &Graph<'_>, node: NodeId) -> Option<Result<Self, Gap>> {
        let resource = graph.resource(node)?;
        let Facts::SecurityGroup(facts) = &resource.facts else {
            return None;
        };
        let Some(id) = facts.group_id.known() else {
            return Some(Err(graph.missing(resource, "group_id")));
        };
        let name = facts.group_name.known().map(Text::as_str);
        let (carriers, mut hidden) = graph.carriers(id, name, node);
        let mut each: Vec<(&'static str, Text, Source)> = carriers
            .iter()
            .map(|carrier| {
                let arn = graph.node(carrier.node).arn.clone();
                (carrier.sort, arn, graph.carrier_source(carrier, id))
            })
            .collect();
        if name.is_none() {
            hidden.get_or_insert_with(|| graph.missing(resource, "group_name"));
        }
        // What a group says of itself does not keep it in use.
        let (naming, more) = graph.groups_naming(id, node);
        hidden = hidden.or(more);
        let others = naming.into_iter().filter(|other| *other != node);
        each.extend(others.map(|other| {
            let arn = graph.node(other).arn.clone();
            let source = Source {
                resource: arn.clone(),
                path: "ip_permissions".to_owned(),
                value: id.as_str().into(),
                operation: Text::const_new("ec2:DescribeSecurityGroups"),
            };
            ("group", arn, source)
        }));
        hidden = hidden.or(elsewhere(graph, resource, facts, &mut each));
        Some(Ok(Users { each, hidden }))
    }
}

/// Users in VPCs of others: those that reference the group over peering or a transit gateway, and
/// those that the group is associated with.
fn elsewhere(
    graph: &Graph<'_>,
    resource: &Resource,
    facts: &SecurityGroup,
    each: &mut Vec<(&'static str, Text, Source)>,
) -> Option<Gap> {
    let mut hidden = graph.hole(resource, "references");
    if facts.references.is_missing() {
        hidden = hidden.or_else(|| Some(graph.missing(resource, "references")));
    }
    for (index, one) in facts.references.known().into_iter().flatten().enumerate() {
        let path = format!("references[{index}].referencing_vpc_id");
        match one.referencing_vpc_id.known() {
            Some(vpc) => {
                let source = Source {
                    resource: Text::from(resource.arn.as_str()),
                    path,
                    value: vpc.as_str().into(),
                    operation: Text::const_new("ec2:DescribeSecurityGroupReferences"),
                };
                each.push(("vpc", vpc.clone(), source));
            }
            None => hidden = hidden.or_else(|| Some(graph.missing(resource, &path))),
        }
    }
    let list = "vpc_associations";
    hidden = hidden.or_else(|| graph.hole(resource, list));
    if facts.vpc_associations.is_missing() {
        hidden = hidden.or_else(|| Some(graph.missing(resource, list)));
    }
    for one in facts.vpc_associations.known().into_iter().flatten() {
        // Interfaces of a shared VPC are told to the accounts that own them.
        let owner = match &one.vpc_owner_id {
            Fact::Known(owner) => owner,
            Fact::None | Fact::Missing => {
                hidden = hidden.or_else(|| Some(graph.missing(resource, list)));
                continue;
            }
        };
        let accounts = &graph.snapshot.header.accounts;
        if !accounts
            .iter()
            .any(|account| account.as_str() == owner.as_str())
        {
            let gap = Gap::new(
                GapReason::AccountNotScanned,
                "ec2:DescribeNetworkInterfaces",
            );
            hidden = hidden.or_else(|| {
                Some(gap.because(format!("the group can be carried in a VPC of {owner}")))
            });
        }
    }
    hidden
}
