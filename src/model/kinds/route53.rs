//! Route 53: hosted zones with their record sets.

use crate::model::id::Text;
use crate::record;

record! {
    /// A hosted zone of the account.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html>
    HostedZone {
        /// The id, without `/hostedzone/`.
        hosted_zone_id: Text, gap;
        /// The name, with its last dot.
        name: Text, gap;
        /// Whether it is answered only in VPCs.
        private_zone: bool, default(false);
        /// The service that made it, if one did.
        linked_service: Text, none;
        /// The VPCs in which a private zone is answered, those of other accounts too.
        /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html>
        vpcs: Vec<HostedZoneVpc>, none, via "route53:GetHostedZone";
        /// The VPCs of other accounts that may be associated with a private zone.
        /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListVPCAssociationAuthorizations.html>
        vpc_association_authorizations: Vec<HostedZoneVpc>, none, via "route53:ListVPCAssociationAuthorizations";
        /// Where the queries to a public zone are written down.
        /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_QueryLoggingConfig.html>
        query_logging_configs: Vec<QueryLoggingConfig>, none, via "route53:ListQueryLoggingConfigs";
        /// Its records.
        /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html>
        record_sets: Vec<RecordSet>, none, via "route53:ListResourceRecordSets";
    }
}

record! {
    /// A VPC of a private zone.
    HostedZoneVpc {
        /// `vpc-...`
        vpc_id: Text, gap;
        /// Its region.
        vpc_region: Text, gap;
    }
}

record! {
    /// Where queries are written down.
    QueryLoggingConfig {
        /// The group of logs.
        cloud_watch_logs_log_group_arn: Text, gap;
    }
}

record! {
    /// A record set: one name, one type, one set identifier.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html>
    RecordSet {
        /// The name, lower case, with its last dot; `\052` stands for `*`.
        name: Text, gap;
        /// `A`, `AAAA`, `CNAME`, ...
        record_type: Text, gap;
        /// What tells sets of a routing policy apart.
        set_identifier: Text, none;
        /// How long an answer is kept; none for an alias.
        ttl: i64, none, unit "s";
        /// The values.
        resource_records: Vec<Text>, none;
        /// What an alias points at.
        alias_target: AliasTarget, none;
    }
}

record! {
    /// What an alias points at.
    AliasTarget {
        /// The name.
        dns_name: Text, gap;
        /// The zone of the target.
        hosted_zone_id: Text, gap;
    }
}
