//! The account itself: what IAM, S3, Organizations and Account Management say of it as a whole.

use serde_json::Value as Json;

use crate::model::id::Text;
use crate::model::kinds::iam::CredentialReport;
use crate::model::kinds::organizations::{
    DelegatedAdministrator, Organization, OrganizationAccount, PolicyTarget,
};
use crate::model::kinds::s3::PublicAccessBlock;
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
        /// What of public access is blocked in all buckets; none if the account has not set it.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html>
        s3_public_access_block: PublicAccessBlock, none, via "s3control:GetPublicAccessBlock";
        /// Whom AWS asks about security; none if the account names nobody.
        /// <https://docs.aws.amazon.com/accounts/latest/reference/API_GetAlternateContact.html>
        security_contact: AlternateContact, none, via "account:GetAlternateContact";
        /// Whether there is a way to reach the owner.
        /// <https://docs.aws.amazon.com/accounts/latest/reference/API_GetContactInformation.html>
        contact_information: ContactInformation, gap, via "account:GetContactInformation";
        /// The regions, and which of them are enabled.
        /// <https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html>
        regions: Vec<RegionStatus>, gap, via "account:ListRegions";
        /// The organization; none if the account is in none.
        /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html>
        organization: Organization, none, via "organizations:DescribeOrganization";
        /// Where policies are attached that bind the account: itself, the units above it, the root.
        /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html>
        policy_targets: Vec<PolicyTarget>, none, via "organizations:ListParents";
        /// The accounts of the organization.
        /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html>
        organization_accounts: Vec<OrganizationAccount>, none, via "organizations:ListAccounts";
        /// The accounts that may act for the organization.
        /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html>
        delegated_administrators: Vec<DelegatedAdministrator>, none, via "organizations:ListDelegatedAdministrators";
        /// What the organization declares for EC2 in the account.
        /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html>
        declarative_policy_ec2: Json, none, via "organizations:DescribeEffectivePolicy";
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
    /// Somebody besides the owner. Who it is, is not kept.
    AlternateContact {
        /// `SECURITY`.
        alternate_contact_type: Text, gap;
    }
}

record! {
    /// The owner of the account. Who it is, is not kept.
    ContactInformation {
        /// Whether there is a telephone number.
        has_phone_number: bool, gap;
    }
}

record! {
    /// A region as the account has it.
    RegionStatus {
        /// Its code.
        region_name: Text, gap;
        /// `ENABLED`, `ENABLED_BY_DEFAULT`, `DISABLED`, `ENABLING` or `DISABLING`.
        region_opt_status: Text, gap;
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
