//! S3: buckets, by what decides who reads them and how they are kept.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// A bucket. It stands in a region, but its name is one of the whole partition.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html>
    Bucket {
        /// The name.
        name: Text, gap;
        /// The policy; none if the bucket has none.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html>
        policy: PolicyDocument, none, via "s3:GetBucketPolicy";
        /// Whether AWS counts the policy as public; none without a policy.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PolicyStatus.html>
        policy_status: PolicyStatus, none, via "s3:GetBucketPolicyStatus";
        /// The block of public access; none if the bucket has not set it, so that only the account's
        /// counts.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html>
        public_access_block: PublicAccessBlock, none, via "s3:GetPublicAccessBlock";
        /// How new objects are encrypted unless they say otherwise.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html>
        encryption: DefaultEncryption, none, via "s3:GetBucketEncryption";
        /// Where accesses are logged.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_LoggingEnabled.html>
        logging_enabled: LoggingEnabled, none, via "s3:GetBucketLogging";
        /// `Enabled` or `Suspended`; none if it never was on.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html>
        versioning: Versioning, gap, via "s3:GetBucketVersioning";
        /// Whom the list of access control lets in.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html>
        grants: Vec<Grant>, none, via "s3:GetBucketAcl";
    }
}

record! {
    /// Whether AWS counts a policy as public.
    PolicyStatus {
        /// It does.
        is_public: bool, gap;
    }
}

record! {
    /// What of public access is blocked, of a bucket or of all of an account.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html>
    PublicAccessBlock {
        /// New public lists of access control are refused.
        block_public_acls: bool, default(false);
        /// Public lists of access control do not count.
        ignore_public_acls: bool, default(false);
        /// New public policies are refused.
        block_public_policy: bool, default(false);
        /// Public policies let in only the account and services of AWS.
        restrict_public_buckets: bool, default(false);
    }
}

record! {
    /// How objects are encrypted unless they say otherwise.
    DefaultEncryption {
        /// `AES256`, `aws:kms` or `aws:kms:dsse`.
        sse_algorithm: Text, gap;
        /// The key of KMS; none is the one of AWS.
        kms_master_key_id: Text, none;
    }
}

record! {
    /// Where accesses are logged.
    LoggingEnabled {
        /// The bucket.
        target_bucket: Text, gap;
    }
}

record! {
    /// Whether old versions of objects are kept.
    Versioning {
        /// `Enabled` or `Suspended`; none if it never was on.
        status: Text, none;
        /// Whether deleting for good takes MFA: `Enabled` or `Disabled`.
        mfa_delete: Text, default(Text::const_new("Disabled"));
    }
}

record! {
    /// What somebody may do by a list of access control.
    Grant {
        /// Who.
        grantee: Grantee, gap;
        /// `FULL_CONTROL`, `READ`, `WRITE`, `READ_ACP` or `WRITE_ACP`.
        permission: Text, gap;
    }
}

record! {
    /// Whom a list of access control lets in.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Grantee.html>
    Grantee {
        /// A group, such as everybody; none for an account.
        uri: Text, none;
        /// The canonical user of an account.
        id: Text, none;
    }
}
