//! IAM: roles, users with their credentials, groups, managed policies, identity providers.

use crate::model::id::Text;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// A role.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html>
    Role {
        /// The name.
        role_name: Text, gap;
        /// The path.
        path: Text, gap;
        /// The stable id.
        role_id: Text, gap;
        /// Who may assume it.
        assume_role_policy_document: PolicyDocument, gap;
        /// Policies that stand in the role.
        role_policy_list: Vec<InlinePolicy>, none;
        /// Managed policies.
        attached_managed_policies: Vec<AttachedPolicy>, none;
        /// The boundary.
        permissions_boundary_arn: Text, none;
        /// When it was used last, in the 400 days that IAM looks back; none if it was not.
        last_used_date: Text, none, volatile true;
        /// The services that it may use, and when it did.
        services_last_accessed: Vec<ServiceLastAccessed>, none, via "iam:GetServiceLastAccessedDetails", volatile true;
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The last use of a service by a role.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceLastAccessed.html>
    ServiceLastAccessed {
        /// The service, as actions name it.
        service_namespace: Text, gap;
        /// When; none if it was not used.
        last_authenticated: Text, none;
    }
}

record! {
    /// A policy that stands in a role, a user or a group.
    InlinePolicy {
        /// The name.
        policy_name: Text, gap;
        /// What it says.
        policy_document: PolicyDocument, gap;
    }
}

record! {
    /// A managed policy by name and ARN.
    AttachedPolicy {
        /// The name.
        policy_name: Text, gap;
        /// The ARN.
        policy_arn: Text, gap;
    }
}

record! {
    /// A user.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html>
    User {
        /// The name.
        user_name: Text, gap;
        /// The path.
        path: Text, gap;
        /// The stable id.
        user_id: Text, gap;
        /// Policies that stand in the user.
        user_policy_list: Vec<InlinePolicy>, none;
        /// Managed policies.
        attached_managed_policies: Vec<AttachedPolicy>, none;
        /// The names of its groups.
        group_list: Vec<Text>, none;
        /// The boundary.
        permissions_boundary_arn: Text, none;
        /// Its access keys (two at most).
        access_keys: Vec<AccessKey>, none, via "iam:ListAccessKeys";
        /// Its MFA devices, virtual or not.
        mfa_devices: Vec<MfaDevice>, none, via "iam:ListMFADevices";
        /// What the credential report says of its password.
        credential_report: CredentialReport, gap, via "iam:GetCredentialReport";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// An access key, without its secret part, which nobody can read.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html>
    AccessKey {
        /// The id.
        access_key_id: Text, gap;
        /// `Active` or `Inactive`.
        status: Text, gap;
        /// When it was made.
        create_date: Text, gap;
        /// Its last use.
        last_used: AccessKeyLastUsed, gap, via "iam:GetAccessKeyLastUsed", volatile true;
    }
}

record! {
    /// The last use of an access key.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html>
    AccessKeyLastUsed {
        /// When; none if it was never used.
        last_used_date: Text, none;
        /// The service, as actions name it.
        service_name: Text, none;
    }
}

record! {
    /// An MFA device.
    MfaDevice {
        /// The serial number, or the ARN of a virtual one.
        serial_number: Text, gap;
    }
}

record! {
    /// A line of the credential report.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>
    CredentialReport {
        /// Whether there is a password.
        password_enabled: bool, none;
        /// When the password was used last.
        password_last_used: Text, none, volatile true;
        /// When the password was changed last.
        password_last_changed: Text, none;
    }
}

record! {
    /// A group of users.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GroupDetail.html>
    Group {
        /// The name.
        group_name: Text, gap;
        /// The path.
        path: Text, gap;
        /// The stable id.
        group_id: Text, gap;
        /// Policies that stand in the group.
        group_policy_list: Vec<InlinePolicy>, none;
        /// Managed policies.
        attached_managed_policies: Vec<AttachedPolicy>, none;
    }
}

record! {
    /// A managed policy that is attached somewhere, or belongs to the account.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html>
    ManagedPolicy {
        /// The name.
        policy_name: Text, gap;
        /// How many entities it is attached to.
        attachment_count: i64, gap;
        /// What its default version says.
        default_version_document: PolicyDocument, gap;
    }
}

record! {
    /// An identity provider of OpenID Connect.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html>
    OidcProvider {
        /// The issuer, without `https://`.
        url: Text, gap, via "iam:GetOpenIDConnectProvider";
        /// The audiences.
        client_id_list: Vec<Text>, none, via "iam:GetOpenIDConnectProvider";
        /// The thumbprints of its certificate.
        thumbprint_list: Vec<Text>, none, via "iam:GetOpenIDConnectProvider";
    }
}

record! {
    /// An identity provider of SAML, which has no name but its ARN.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SAMLProviderListEntry.html>
    SamlProvider {
        /// Until when its metadata is valid.
        valid_until: Text, none;
    }
}

record! {
    /// A certificate that was uploaded to IAM.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServerCertificateMetadata.html>
    ServerCertificate {
        /// The name.
        server_certificate_name: Text, gap;
        /// Until when it is valid.
        expiration: Text, gap;
    }
}
