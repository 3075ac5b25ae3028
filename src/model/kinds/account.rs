//! The account itself: what IAM says of it as a whole.

use crate::model::id::Text;
use crate::model::kinds::iam::CredentialReport;
use crate::record;

record! {
    /// The account, by what IAM tells of its root user and its password policy.
    Account {
        /// Counters and switches of the account.
        /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html>
        summary: AccountSummary, gap, via "iam:GetAccountSummary";
        /// The password policy; none if the account has not set one.
        /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html>
        password_policy: PasswordPolicy, none, via "iam:GetAccountPasswordPolicy";
        /// The virtual MFA devices that somebody has, the root user too.
        /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html>
        virtual_mfa_devices: Vec<VirtualMfaDevice>, none, via "iam:ListVirtualMFADevices";
        /// What the account manages centrally for its organization (`RootCredentialsManagement`,
        /// `RootSessions`); none if it is in no organization. Only the management account and its
        /// delegate are told.
        /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOrganizationsFeatures.html>
        organizations_features: Vec<Text>, none, via "iam:ListOrganizationsFeatures";
        /// What the credential report says of the root user's password.
        credential_report: CredentialReport, gap, via "iam:GetCredentialReport";
    }
}

record! {
    /// A virtual MFA device that somebody has.
    VirtualMfaDevice {
        /// The ARN; that of the root user ends in `root-account-mfa-device`.
        serial_number: Text, gap;
        /// Who has it.
        user_arn: Text, none;
    }
}

record! {
    /// The part of the account summary that concerns the root user.
    AccountSummary {
        /// Access keys of the root user (0 or 1).
        account_access_keys_present: i64, gap;
        /// Whether the root user has MFA (1) or not (0).
        account_mfa_enabled: i64, gap;
        /// Whether the root user has a password (0: root credentials are removed centrally).
        account_password_present: i64, gap;
    }
}

record! {
    /// The password policy of the account's users.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html>
    PasswordPolicy {
        /// The shortest password that is accepted.
        minimum_password_length: i64, default(6), unit "characters";
        /// Whether a symbol is required.
        require_symbols: bool, default(false);
        /// Whether a digit is required.
        require_numbers: bool, default(false);
        /// Whether an upper-case letter is required.
        require_uppercase_characters: bool, default(false);
        /// Whether a lower-case letter is required.
        require_lowercase_characters: bool, default(false);
        /// After how long a password ends; none if it does not.
        max_password_age: i64, none, unit "days";
        /// How many earlier passwords may not come back; none if all may.
        password_reuse_prevention: i64, none;
    }
}
