//! SNS: topics that alarms speak to.

use crate::model::id::Text;
use crate::record;

record! {
    /// A topic of the account that an alarm names.
    Topic {
        /// Who hears it.
        /// <https://docs.aws.amazon.com/sns/latest/api/API_Subscription.html>
        subscriptions: Vec<Subscription>, none, via "sns:ListSubscriptionsByTopic";
    }
}

record! {
    /// Somebody who hears a topic. The address is not kept.
    Subscription {
        /// The subscription, or `PendingConfirmation`, or `Deleted`.
        subscription_arn: Text, gap;
        /// `email`, `https`, `lambda`, `sqs`, ...
        protocol: Text, gap;
    }
}
