//! IAM: users, groups, roles and policies, which one call tells, and the credentials of users.

mod users;

use aws_sdk_iam::operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput;
use aws_sdk_iam::types;

use super::{Group, reports};
use crate::collect::convert::{int, list, required, text, texts, time};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::{Listed, Page, truncated};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::iam::{self, AttachedPolicy, InlinePolicy, ManagedPolicy, Role, User};
use crate::model::kinds::policy::{self, PolicyDocument};
use crate::model::record::Record;

operations! {
    pub(super) DETAILS = "iam:GetAccountAuthorizationDetails";
    ACCESS_KEYS = "iam:ListAccessKeys" after DETAILS;
    LAST_USED = "iam:GetAccessKeyLastUsed" after ACCESS_KEYS;
    MFA_DEVICES = "iam:ListMFADevices" after DETAILS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| Box::pin(details(place)),
};

/// What the one call tells, in the order in which it comes.
enum Entity {
    User(types::UserDetail),
    Group(types::GroupDetail),
    Role(types::RoleDetail),
    Policy(types::ManagedPolicyDetail),
}

async fn details(place: &Place<'_>) {
    let told = place.pages(
        &DETAILS,
        |marker| {
            let call = place.clients.iam.get_account_authorization_details();
            call.max_items(1000).set_marker(marker).send()
        },
        entities,
    );
    let (mut users, mut groups, mut roles, mut policies) = (vec![], vec![], vec![], vec![]);
    for entity in told.await.items {
        match entity {
            Entity::User(user) => users.push(user),
            Entity::Group(group) => groups.push(group),
            Entity::Role(role) => roles.push(role),
            Entity::Policy(policy) => policies.push(policy),
        }
    }
    let mut users = place.drafts(
        &DETAILS,
        whole(users),
        |told| place.named(told.arn.as_ref()),
        user,
    );
    let mut groups = place.drafts(
        &DETAILS,
        whole(groups),
        |told| place.named(told.arn.as_ref()),
        group,
    );
    let mut roles = place.drafts(
        &DETAILS,
        whole(roles),
        |told| place.named(told.arn.as_ref()),
        role,
    );
    let mut policies = place.drafts(
        &DETAILS,
        whole(policies),
        |told| place.named(told.arn.as_ref()),
        managed,
    );
    for user in &mut users {
        inline_gaps(user, "user_policy_list", |facts| &facts.user_policy_list);
    }
    for group in &mut groups {
        inline_gaps(group, "group_policy_list", |facts| &facts.group_policy_list);
    }
    for role in &mut roles {
        document_gap(role, "assume_role_policy_document", |facts| {
            &facts.assume_role_policy_document
        });
        inline_gaps(role, "role_policy_list", |facts| &facts.role_policy_list);
    }
    for policy in &mut policies {
        document_gap(policy, "default_version_document", |facts| {
            &facts.default_version_document
        });
    }
    tokio::join!(
        users::complete_each(place, &mut users),
        reports::complete_roles(place, &mut roles),
    );
    place.keep(users);
    place.keep(groups);
    place.keep(roles);
    place.keep(policies);
}

/// A page has four lists, of which some are empty; none at all is no answer.
fn entities(told: GetAccountAuthorizationDetailsOutput) -> Page<Entity, String> {
    let (users, groups) = (told.user_detail_list, told.group_detail_list);
    let (roles, policies) = (told.role_detail_list, told.policies);
    let told_any = users.is_some() || groups.is_some() || roles.is_some() || policies.is_some();
    let items = || {
        let users = users.into_iter().flatten().map(Entity::User);
        let groups = groups.into_iter().flatten().map(Entity::Group);
        let roles = roles.into_iter().flatten().map(Entity::Role);
        let policies = policies.into_iter().flatten().map(Entity::Policy);
        users.chain(groups).chain(roles).chain(policies).collect()
    };
    truncated(told_any.then(items), told.is_truncated, told.marker)
}

/// A part of a list whose own gap is in the ledger.
fn whole<T>(items: Vec<T>) -> Listed<T> {
    Listed {
        items,
        gap: None,
        told: true,
    }
}

fn user(told: types::UserDetail) -> User {
    User {
        user_name: text(told.user_name),
        path: text(told.path),
        user_id: text(told.user_id),
        user_policy_list: list(told.user_policy_list, inline),
        attached_managed_policies: list(told.attached_managed_policies, attached),
        group_list: texts(told.group_list),
        permissions_boundary_arn: text(
            told.permissions_boundary
                .and_then(|by| by.permissions_boundary_arn),
        ),
        tags: iam_tags(told.tags),
        ..User::default()
    }
}

fn group(told: types::GroupDetail) -> iam::Group {
    iam::Group {
        group_name: text(told.group_name),
        path: text(told.path),
        group_id: text(told.group_id),
        group_policy_list: list(told.group_policy_list, inline),
        attached_managed_policies: list(told.attached_managed_policies, attached),
    }
}

fn role(told: types::RoleDetail) -> Role {
    Role {
        role_name: text(told.role_name),
        path: text(told.path),
        role_id: text(told.role_id),
        assume_role_policy_document: document(told.assume_role_policy_document),
        role_policy_list: list(told.role_policy_list, inline),
        attached_managed_policies: list(told.attached_managed_policies, attached),
        permissions_boundary_arn: text(
            told.permissions_boundary
                .and_then(|by| by.permissions_boundary_arn),
        ),
        last_used_date: time(told.role_last_used.and_then(|used| used.last_used_date)),
        tags: iam_tags(told.tags),
        ..Role::default()
    }
}

fn managed(told: types::ManagedPolicyDetail) -> ManagedPolicy {
    let versions = told.policy_version_list.into_iter().flatten();
    let default = versions
        .into_iter()
        .find(|version| version.is_default_version);
    ManagedPolicy {
        policy_name: text(told.policy_name),
        attachment_count: int(told.attachment_count),
        default_version_document: document(default.and_then(|version| version.document)),
    }
}

fn inline(told: types::PolicyDetail) -> InlinePolicy {
    InlinePolicy {
        policy_name: text(told.policy_name),
        policy_document: document(told.policy_document),
    }
}

fn attached(told: types::AttachedPolicy) -> AttachedPolicy {
    AttachedPolicy {
        policy_name: text(told.policy_name),
        policy_arn: text(told.policy_arn),
    }
}

/// IAM must send both members of a tag, so that the SDK has no `Option` for them.
fn iam_tags(told: Option<Vec<types::Tag>>) -> Fact<Vec<Tag>> {
    list(told, |tag| Tag {
        key: required(tag.key),
        value: Fact::Known(Text::from(tag.value)),
    })
}

/// A document as IAM sends it: JSON, encoded for URLs. One that cannot be read is missing.
fn document(told: Option<String>) -> Fact<PolicyDocument> {
    let Some(told) = told else {
        return Fact::None;
    };
    let document = decoded(&told).and_then(|text| policy::parse(&text).ok());
    document.map_or(Fact::Missing, Fact::Known)
}

/// A text without the encoding for URLs; nothing if the bytes behind it are no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (plain, coded) = rest.split_at(at);
        bytes.extend_from_slice(plain.as_bytes());
        let byte = coded
            .get(1..3)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => (bytes.push(byte), rest = &coded[3..]),
            None => (bytes.push(b'%'), rest = &coded[1..]),
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// Says why the document at a path is missing: until absence has its meaning, only one that cannot
/// be read is.
fn document_gap<T: Record>(
    draft: &mut Draft<T>,
    path: &str,
    of: impl Fn(&T) -> &Fact<PolicyDocument>,
) {
    if of(&draft.facts).is_missing() {
        draft.gap(path, unreadable());
    }
}

/// The same for each policy of a list.
fn inline_gaps<T: Record>(
    draft: &mut Draft<T>,
    path: &str,
    of: impl Fn(&T) -> &Fact<Vec<InlinePolicy>>,
) {
    let policies = of(&draft.facts).known().into_iter().flatten().enumerate();
    let unread = policies.filter(|(_, policy)| policy.policy_document.is_missing());
    for index in unread.map(|(index, _)| index).collect::<Vec<_>>() {
        draft.gap(&format!("{path}[{index}].policy_document"), unreadable());
    }
}

fn unreadable() -> Gap {
    Gap::new(GapReason::Failed, DETAILS.name).because("the policy document cannot be read")
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn documents_are_decoded_byte_by_byte() {
        let check = |given: &str, want: Option<&str>| {
            assert_eq!(decoded(given).as_deref(), want, "{given}")
        };
        check("%7B%22a%22%3A%20%22b%2Bc%22%7D", Some("{\"a\": \"b+c\"}"));
        check("plain", Some("plain"));
        check("%E6%9D%B1", Some("東"));
        check("100%", Some("100%"));
        check("%zz%4", Some("%zz%4"));
        check("%é", Some("%é"));
        check("%ff", None);
    }
}
