//! CloudWatch: alarms, and who hears the topics that they speak to.

use std::collections::BTreeSet;

use serde_json::json;

use super::Group;
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::place::Place;
use crate::collect::wire::Call;
use crate::collect::wire::services::{CLOUDWATCH, SNS};
use crate::model::id::Text;
use crate::model::kinds::Reach;
use crate::model::kinds::cloudwatch::Alarm;
use crate::model::kinds::sns::Topic;

operations! {
    ALARMS = "cloudwatch:DescribeAlarms";
    SUBSCRIPTIONS = "sns:ListSubscriptionsByTopic" after ALARMS;
}

static DESCRIBE_ALARMS: Call = Call::of(&CLOUDWATCH, &ALARMS)
    .list(&["MetricAlarms"])
    .and(&["CompositeAlarms"])
    .token("NextToken", "NextToken")
    .size("MaxRecords", 100);
static LIST_SUBSCRIPTIONS: Call = Call::of(&SNS, &SUBSCRIPTIONS)
    .list(&["Subscriptions"])
    .token("NextToken", "NextToken");

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(alarms(place)),
};

async fn alarms(place: &Place<'_>) {
    // Only alarms of metrics are told unless the others are asked for.
    let types = json!({"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]});
    let listed = place.list(&DESCRIBE_ALARMS, types).await;
    let alarms: Vec<Draft<Alarm>> = place.told(&DESCRIBE_ALARMS, listed, |item| {
        place.arn_in(item, "AlarmArn")
    });
    let actions = alarms.iter().flat_map(|alarm| {
        let actions = alarm.facts.alarm_actions.known();
        actions.into_iter().flatten()
    });
    let topics: BTreeSet<&str> = actions
        .map(Text::as_str)
        .filter(|arn| arn.split(':').nth(2) == Some("sns"))
        .collect();
    topics_of(place, topics).await;
    place.keep(alarms);
}

/// The topics of the account. Who hears those of others only they are told.
async fn topics_of(place: &Place<'_>, arns: BTreeSet<&str>) {
    let topics = arns.into_iter().filter_map(|arn| place.draft(arn));
    let mut topics: Vec<Draft<Topic>> = topics
        .filter(|topic: &Draft<Topic>| {
            place.owns(&topic.identity) && topic.identity.region == place.region
        })
        .collect();
    let arn = |topic: &Draft<Topic>| json!({"TopicArn": topic.identity.arn.as_str()});
    place
        .list_each(&LIST_SUBSCRIPTIONS, &mut topics, arn, |facts| {
            &mut facts.subscriptions
        })
        .await;
    place.keep(topics);
}
