//! Prefix lists, of the account, shared with it, and of AWS, with their ranges.

use std::collections::BTreeMap;

use aws_sdk_ec2::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::text;
use crate::collect::draft::{Draft, Identity};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_security::{PrefixList, PrefixListEntry};

operations! {
    LISTS = "ec2:DescribeManagedPrefixLists";
    OF_AWS = "ec2:DescribePrefixLists";
    ENTRIES = "ec2:GetManagedPrefixListEntries" after LISTS;
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(prefix_lists(place)),
};

async fn prefix_lists(place: &Place<'_>) {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &LISTS,
        |token| {
            ec2.describe_managed_prefix_lists()
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(told.prefix_lists, told.next_token),
    );
    let (told, mut of_aws) = tokio::join!(told, of_aws(place));
    let mut lists = place.drafts(&LISTS, told, |told| identity(place, told), prefix_list);
    let mut asked = Vec::new();
    for list in &mut lists {
        let id = list.facts.prefix_list_id.known();
        match id.and_then(|id| of_aws.remove(id)) {
            Some(ranges) => list.facts.entries = Fact::Known(ranges),
            None => asked.push(list),
        }
    }
    join_all(asked.into_iter().map(|list| entries(place, list))).await;
    place.keep(lists);
}

/// The ranges of the lists of AWS, which one call tells for all of them. What it does not tell is
/// asked for list by list.
async fn of_aws(place: &Place<'_>) -> BTreeMap<Text, Vec<PrefixListEntry>> {
    let ec2 = &place.clients.ec2;
    let told = place.pages(
        &OF_AWS,
        |token| {
            ec2.describe_prefix_lists()
                .max_results(1000)
                .set_next_token(token)
                .send()
        },
        |told| page(told.prefix_lists, told.next_token),
    );
    let lists = told.await.items.into_iter().filter_map(|told| {
        let entries = told.cidrs?.into_iter().map(|cidr| PrefixListEntry {
            cidr: Fact::Known(Text::from(cidr)),
            description: Fact::None,
        });
        Some((Text::from(told.prefix_list_id?), entries.collect()))
    });
    lists.collect()
}

/// The lists of AWS are owned by `AWS` and have an ARN that no rule could build.
fn identity(place: &Place<'_>, told: &types::ManagedPrefixList) -> Option<Identity> {
    place.named(told.prefix_list_arn.as_ref()).or_else(|| {
        place.ec2(
            "prefix-list",
            told.prefix_list_id.as_ref(),
            told.owner_id.as_ref(),
        )
    })
}

async fn entries(place: &Place<'_>, list: &mut Draft<PrefixList>) {
    let Fact::Known(id) = list.facts.prefix_list_id.clone() else {
        return;
    };
    let told = place.pages(
        &ENTRIES,
        |token| {
            let call = place.clients.ec2.get_managed_prefix_list_entries();
            call.prefix_list_id(id.as_str())
                .max_results(100)
                .set_next_token(token)
                .send()
        },
        |told| page(told.entries, told.next_token),
    );
    let entries = told.await.fact(|entry| PrefixListEntry {
        cidr: text(entry.cidr),
        description: text(entry.description),
    });
    list.list(&ENTRIES, entries, |facts| &mut facts.entries);
}

fn prefix_list(told: types::ManagedPrefixList) -> PrefixList {
    PrefixList {
        prefix_list_id: text(told.prefix_list_id),
        prefix_list_name: text(told.prefix_list_name),
        owner_id: text(told.owner_id),
        address_family: text(told.address_family),
        ..PrefixList::default()
    }
}
