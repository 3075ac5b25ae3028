//! Route 53 Profiles: what a VPC gets for its names by way of a profile.

use crate::model::id::Text;
use crate::record;

record! {
    /// A profile in a VPC.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileAssociation.html>
    ProfileAssociation {
        /// `rpassoc-...`
        id: Text, gap;
        /// The profile.
        profile_id: Text, gap;
        /// The VPC.
        resource_id: Text, gap;
        /// `COMPLETE` and other states.
        status: Text, gap;
        /// What the profile holds.
        profile_resources: Vec<ProfileResource>, none, via "route53profiles:ListProfileResourceAssociations";
    }
}

record! {
    /// A private zone, a rule or a firewall that a profile holds.
    /// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53profiles_ProfileResourceAssociation.html>
    ProfileResource {
        /// Its ARN.
        resource_arn: Text, gap;
        /// `PRIVATE_HOSTED_ZONE`, `RESOLVER_RULE`, `FIREWALL_RULE_GROUP` and others.
        resource_type: Text, none;
        /// `COMPLETE` and other states.
        status: Text, gap;
    }
}
