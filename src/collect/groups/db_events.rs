//! Who is told of the events of databases.

use aws_sdk_rds::types;

use super::Group;
use crate::collect::convert::{text, texts};
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::kinds::Reach;
use crate::model::kinds::rds_engine::EventSubscription;

operations! {
    SUBSCRIPTIONS = "rds:DescribeEventSubscriptions";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(subscriptions(place)),
};

async fn subscriptions(place: &Place<'_>) {
    let rds = &place.clients.rds;
    let told = place.pages(
        &SUBSCRIPTIONS,
        |token| {
            rds.describe_event_subscriptions()
                .max_records(100)
                .set_marker(token)
                .send()
        },
        |told| page(told.event_subscriptions_list, told.marker),
    );
    let identity =
        |told: &types::EventSubscription| place.named(told.event_subscription_arn.as_ref());
    place.keep(place.drafts(&SUBSCRIPTIONS, told.await, identity, |told| {
        EventSubscription {
            cust_subscription_id: text(told.cust_subscription_id),
            enabled: Fact::told(told.enabled),
            status: text(told.status),
            source_type: text(told.source_type),
            source_ids_list: texts(told.source_ids_list),
            event_categories_list: texts(told.event_categories_list),
        }
    }));
}
