//! Derived facts of IAM: whom of GitHub a role trusts, and whether it can change anything.

mod allows;
mod claims;
mod github;
mod grants;
mod organization;
mod pattern;
mod scope;
#[cfg(test)]
mod tests;
mod trust;
mod write;

use crate::model::record::Shape;

use super::schema::Derived;
pub(super) use allows::{Allowed, may_call};
pub(super) use github::providers as github_providers;
use github::{GithubAudience, GithubSubject};
pub(super) use grants::{Grants, Request};
pub(super) use write::may;

/// The derived facts of IAM.
pub(super) const DERIVED: &[Derived] = &[
    Derived {
        kind: "iam.role",
        name: "github_audiences",
        doc: "Which audiences (`aud`) of GitHub's tokens the trust policy admits; empty if it \
              admits no token of GitHub.",
        ty: Vec::<GithubAudience>::ty,
        compute: github::audiences,
    },
    Derived {
        kind: "iam.role",
        name: "github_subjects",
        doc: "Which subjects (`sub`) of GitHub's tokens the trust policy admits, with what other \
              claims and denials leave of them; empty if it admits no token of GitHub. Conditions \
              that say nothing of the token's claims are not subtracted. \
              <https://docs.github.com/en/actions/reference/security/oidc>",
        ty: Vec::<GithubSubject>::ty,
        compute: github::subjects,
    },
    Derived {
        kind: "iam.role",
        name: "can_write",
        doc: "Whether a policy of the role allows an action that is not a read by its name. \
              Denials and boundaries are not subtracted.",
        ty: bool::ty,
        compute: write::compute,
    },
];
