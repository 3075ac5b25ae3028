//! CloudTrail: trails, what they log, and whether they do.

use crate::model::id::Text;
use crate::model::time::Time;
use crate::record;

record! {
    /// A trail. One of many regions is seen in each of them, and is one resource of its home region.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html>
    Trail {
        /// The name.
        name: Text, gap;
        /// Where it was made.
        home_region: Text, gap;
        /// Whether it logs every region.
        is_multi_region_trail: bool, gap;
        /// Whether it logs every account of the organization.
        is_organization_trail: bool, default(false);
        /// Whether it logs services without regions.
        include_global_service_events: bool, gap;
        /// Whether changes of its files can be noticed.
        log_file_validation_enabled: bool, gap;
        /// The key of its files; none is the one of S3.
        kms_key_id: Text, none;
        /// The bucket of its files.
        s3_bucket_name: Text, gap;
        /// The log group that gets its events, too.
        cloud_watch_logs_log_group_arn: Text, none;
        /// Whether it logs now.
        /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html>
        is_logging: bool, gap, via "cloudtrail:GetTrailStatus";
        /// Why the last files could not be written.
        latest_delivery_error: Text, none, via "cloudtrail:GetTrailStatus";
        /// When files were last written.
        latest_delivery_time: Time, none, via "cloudtrail:GetTrailStatus", volatile true;
        /// What it logs.
        /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html>
        event_selectors: Vec<EventSelector>, none, via "cloudtrail:GetEventSelectors";
        /// The same in the newer form; a trail has one or the other.
        advanced_event_selectors: Vec<AdvancedEventSelector>, none, via "cloudtrail:GetEventSelectors";
    }
}

record! {
    /// Events that a trail logs.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html>
    EventSelector {
        /// `All`, `ReadOnly` or `WriteOnly`; the first is the default.
        read_write_type: Text, default(Text::const_new("All"));
        /// Whether events of management are logged; they are unless it is said.
        include_management_events: bool, default(true);
        /// Services whose events of management are not.
        exclude_management_event_sources: Vec<Text>, none;
        /// What is logged besides.
        data_resources: Vec<DataResource>, none;
    }
}

record! {
    /// Resources whose accesses are logged.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DataResource.html>
    DataResource {
        /// `AWS::S3::Object` and others.
        r#type: Text, gap;
        /// ARNs, or how they begin.
        values: Vec<Text>, none;
    }
}

record! {
    /// Events that a trail logs, by their fields.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html>
    AdvancedEventSelector {
        /// All must hold.
        field_selectors: Vec<FieldSelector>, none;
    }
}

record! {
    /// What a field of an event must be.
    /// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html>
    FieldSelector {
        /// `eventCategory`, `readOnly`, `resources.type` and others.
        field: Text, gap;
        /// One of these.
        equals: Vec<Text>, none;
        /// Beginning like one of these.
        starts_with: Vec<Text>, none;
        /// Ending like one of these.
        ends_with: Vec<Text>, none;
        /// None of these.
        not_equals: Vec<Text>, none;
        /// Beginning like none of these.
        not_starts_with: Vec<Text>, none;
        /// Ending like none of these.
        not_ends_with: Vec<Text>, none;
    }
}
