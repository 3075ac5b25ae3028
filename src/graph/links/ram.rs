//! Links of RAM: a share and the invitations to it.

use crate::model::fact::Fact;

use super::{Reverse, links};

links! {
    /// The invitations to a share, as the invited accounts have them.
    "ram.resource_share".invitations -> "ram.resource_share_invitation" many = |g, n| {
        g.follow_back(n, Reverse::InvitationsByShare, "arn", &Fact::Known(g.node(n).arn.clone()))
    };
}
