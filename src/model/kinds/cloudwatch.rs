//! CloudWatch: alarms.

use crate::model::id::Text;
use crate::model::time::Time;
use crate::record;

record! {
    /// An alarm, of metrics or of other alarms.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html>
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html>
    Alarm {
        /// The name.
        alarm_name: Text, gap;
        /// The namespace of its metric; none if it computes one from several, or looks at alarms.
        namespace: Text, none;
        /// Its metric.
        metric_name: Text, none;
        /// Of what the metric is.
        dimensions: Vec<Dimension>, none;
        /// The metrics that it computes one from.
        metrics: Vec<MetricDataQuery>, none;
        /// What a composite alarm says of other alarms.
        alarm_rule: Text, none;
        /// Whether anything is done when its state changes.
        actions_enabled: bool, gap;
        /// What is done when it goes off.
        alarm_actions: Vec<Text>, none;
        /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
        state_value: Text, gap, volatile true;
        /// Since when its state is, or was looked at, so.
        state_updated_timestamp: Time, none, volatile true;
        /// Since when its state is so.
        state_transitioned_timestamp: Time, none, volatile true;
    }
}

record! {
    /// Of what a metric is.
    Dimension {
        /// `DBClusterIdentifier`, `FunctionName`, ...
        name: Text, gap;
        /// Which one.
        value: Text, gap;
    }
}

record! {
    /// A metric, or what is computed from others.
    MetricDataQuery {
        /// What is computed.
        expression: Text, none;
        /// The metric.
        metric_stat: MetricStat, none;
    }
}

record! {
    /// A statistic of a metric.
    MetricStat {
        /// The metric.
        metric: Metric, none;
    }
}

record! {
    /// A metric.
    Metric {
        /// Its namespace.
        namespace: Text, none;
        /// Its name.
        metric_name: Text, none;
        /// Of what it is.
        dimensions: Vec<Dimension>, none;
    }
}
