//! Resource Access Manager: what accounts share with each other.

use crate::model::id::Text;
use crate::record;

record! {
    /// A share, the account's own or one of somebody else with the account.
    /// <https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShare.html>
    ResourceShare {
        /// Its ARN.
        resource_share_arn: Text, gap;
        /// The name.
        name: Text, none;
        /// Who shares.
        owning_account_id: Text, gap;
        /// Whether it may go to accounts outside of the organization.
        allow_external_principals: bool, gap;
        /// `ACTIVE` and other states.
        status: Text, gap;
        /// With whom; the owner is told.
        principals: Vec<ShareAssociation>, none, via "ram:GetResourceShareAssociations";
        /// What; the owner is told.
        resources: Vec<ShareAssociation>, none, via "ram:GetResourceShareAssociations";
        /// What the account gets by a share of somebody else.
        shared_resources: Vec<SharedResource>, none, via "ram:ListResources";
        /// Who gives it.
        sharing_principals: Vec<SharingPrincipal>, none, via "ram:ListPrincipals";
    }
}

record! {
    /// A principal or a resource of a share.
    /// <https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShareAssociation.html>
    ShareAssociation {
        /// The account, the ARN of an organization, unit, role or user, or the resource.
        associated_entity: Text, gap;
        /// `ASSOCIATED` and other states.
        status: Text, gap;
        /// Whether the principal is outside of the organization.
        external: bool, none;
    }
}

record! {
    /// A resource that somebody else shares with the account.
    /// <https://docs.aws.amazon.com/ram/latest/APIReference/API_Resource.html>
    SharedResource {
        /// Its ARN.
        arn: Text, gap;
        /// `vpc-lattice:ResourceConfiguration` and others.
        r#type: Text, gap;
        /// `AVAILABLE` and other states.
        status: Text, none;
    }
}

record! {
    /// Somebody who shares with the account.
    /// <https://docs.aws.amazon.com/ram/latest/APIReference/API_Principal.html>
    SharingPrincipal {
        /// The account.
        id: Text, gap;
        /// Whether it is outside of the organization.
        external: bool, gap;
    }
}

record! {
    /// An invitation to a share, as the invited account has it. Within an organization there are none.
    /// <https://docs.aws.amazon.com/ram/latest/APIReference/API_ResourceShareInvitation.html>
    ResourceShareInvitation {
        /// The share.
        resource_share_arn: Text, gap;
        /// Who invites.
        sender_account_id: Text, gap;
        /// `PENDING`, `ACCEPTED`, `REJECTED` or `EXPIRED`.
        status: Text, gap;
    }
}
