//! IAM: roles, users, groups, managed policies, OIDC providers.

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
        /// Tags.
        tags: Vec<Tag>, none;
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
        /// Tags.
        tags: Vec<Tag>, none;
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
