//! KMS: keys, with who may use them.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::model::time::Time;
use crate::record;

record! {
    /// A key.
    /// <https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html>
    Key {
        /// The id.
        key_id: Text, gap;
        /// `CUSTOMER`, or `AWS`: made by a service for the account.
        key_manager: Text, gap, via "kms:DescribeKey";
        /// `Enabled`, `Disabled`, `PendingDeletion`, ...
        key_state: Text, gap, via "kms:DescribeKey";
        /// `SYMMETRIC_DEFAULT`, `RSA_2048`, `HMAC_256`, ...
        key_spec: Text, gap, via "kms:DescribeKey";
        /// Who made its material: `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM` or `EXTERNAL_KEY_STORE`.
        origin: Text, gap, via "kms:DescribeKey";
        /// When it will be deleted; none if it is not to be.
        deletion_date: Time, none, via "kms:DescribeKey";
        /// Its aliases.
        aliases: Vec<Alias>, none, via "kms:ListAliases";
        /// Who may use it.
        /// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html>
        policy: PolicyDocument, gap, via "kms:GetKeyPolicy";
        /// Whether its material is changed each year. None for keys that have no such rotation: all but
        /// symmetric ones whose material KMS made, in KMS itself.
        /// <https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html>
        key_rotation_enabled: bool, none, via "kms:GetKeyRotationStatus";
        /// Who may use it besides, often a service for somebody.
        /// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html>
        grants: Vec<Grant>, none, via "kms:ListGrants";
    }
}

record! {
    /// A name of a key.
    Alias {
        /// `alias/...`
        alias_name: Text, gap;
    }
}

record! {
    /// A grant.
    Grant {
        /// Whom it allows.
        grantee_principal: Text, none;
        /// What.
        operations: Vec<Text>, none;
    }
}
