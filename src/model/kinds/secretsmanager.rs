//! Secrets Manager: secrets, never their values.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::policy::PolicyDocument;
use crate::model::time::Time;
use crate::record;

record! {
    /// A secret. Its name stands in its ARN, by which others speak of it.
    /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html>
    Secret {
        /// The key; none is `aws/secretsmanager`.
        kms_key_id: Text, none;
        /// Whether it is rotated; none is no.
        rotation_enabled: bool, default(false);
        /// How often.
        rotation_rules: RotationRules, none;
        /// When it was rotated last.
        last_rotated_date: Time, none, volatile true;
        /// When it was changed last.
        last_changed_date: Time, none, volatile true;
        /// The day on which it was read last.
        last_accessed_date: Time, none, volatile true;
        /// When it will be rotated next.
        next_rotation_date: Time, none, volatile true;
        /// When it will be deleted; none if it is not to be.
        deleted_date: Time, none;
        /// The service that made it and rotates it.
        owning_service: Text, none;
        /// The region of the secret that it copies; its own if it is that one, none if there are no copies.
        primary_region: Text, none;
        /// Tags.
        tags: Vec<Tag>, none;
        /// Its versions and the stages at which they are: `AWSCURRENT`, `AWSPENDING`, `AWSPREVIOUS`.
        version_ids_to_stages: Vec<SecretVersion>, none, via "secretsmanager:DescribeSecret";
        /// Who else may read it. A gap for one that is to be deleted: nobody is told.
        /// <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html>
        resource_policy: PolicyDocument, none, via "secretsmanager:GetResourcePolicy";
    }
}

record! {
    /// How often a secret is rotated.
    RotationRules {
        /// After how long.
        automatically_after_days: i64, none, unit "days";
        /// A `rate(...)` or `cron(...)` instead.
        schedule_expression: Text, none;
    }
}

record! {
    /// A version of a secret.
    SecretVersion {
        /// The version.
        key: Text, gap;
        /// Its stages.
        value: Vec<Text>, none;
    }
}
