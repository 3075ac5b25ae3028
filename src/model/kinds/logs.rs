//! CloudWatch Logs: log groups, their metric filters, and who may write into them.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// A log group.
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html>
    LogGroup {
        /// The name.
        log_group_name: Text, gap;
        /// How long events are kept; none is for ever.
        retention_in_days: i64, none, unit "days";
        /// The key; none is one of the service.
        kms_key_id: Text, none;
        /// What makes metrics of its events.
        metric_filters: Vec<MetricFilter>, none, via "logs:DescribeMetricFilters";
    }
}

record! {
    /// A filter that makes a metric of events.
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricFilter.html>
    MetricFilter {
        /// The pattern.
        filter_pattern: Text, none;
        /// The metrics.
        metric_transformations: Vec<MetricTransformation>, none;
    }
}

record! {
    /// A metric that a filter makes.
    MetricTransformation {
        /// Its name.
        metric_name: Text, gap;
        /// Its namespace.
        metric_namespace: Text, gap;
    }
}

record! {
    /// A policy of the region's log groups: which services may write into them.
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ResourcePolicy.html>
    ResourcePolicy {
        /// The name; none for the policy of one log group.
        policy_name: Text, none;
        /// What it says.
        policy_document: PolicyDocument, gap;
    }
}
