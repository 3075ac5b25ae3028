//! Organizations, as an account of one is told.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// The organization of an account.
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
    Organization {
        /// `o-...`
        id: Text, gap;
        /// The management account.
        master_account_id: Text, gap;
        /// `ALL` or `CONSOLIDATED_BILLING`; policies need the first.
        feature_set: Text, gap;
    }
}

record! {
    /// The account, a unit above it, or the root: where policies are attached.
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Parent.html>
    PolicyTarget {
        /// The account, `ou-...` or `r-...`.
        id: Text, gap;
        /// `ACCOUNT`, `ORGANIZATIONAL_UNIT` or `ROOT`.
        r#type: Text, gap;
        /// What IAM may allow there at most.
        service_control_policies: Vec<OrganizationPolicy>, none;
        /// What policies of resources may allow there at most.
        resource_control_policies: Vec<OrganizationPolicy>, none;
    }
}

record! {
    /// A policy of an organization.
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_PolicySummary.html>
    OrganizationPolicy {
        /// `p-...`
        id: Text, gap;
        /// The name.
        name: Text, gap;
        /// Whether it is one of AWS, such as `FullAWSAccess`.
        aws_managed: bool, default(false);
        /// What it says.
        content: PolicyDocument, gap;
    }
}

record! {
    /// An account of an organization.
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html>
    OrganizationAccount {
        /// The account.
        id: Text, gap;
        /// `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE` and other states.
        state: Text, none;
    }
}

record! {
    /// An account that may act for the organization in a service.
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DelegatedAdministrator.html>
    DelegatedAdministrator {
        /// The account.
        id: Text, gap;
    }
}
