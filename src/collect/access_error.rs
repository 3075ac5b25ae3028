//! Why an account cannot be reached: what was tried, on what, why it failed, and what to do.

use crate::model::id::AccountId;

/// No account, no scan. Everything that fails later is a gap.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// Nobody said in which region to ask.
    #[error(
        "no region to ask AWS in: neither the command line, AWS_REGION nor {}; name one with --region",
        profile_text(profile.as_deref(), "the profile names one")
    )]
    NoRegion {
        /// The profile, if one was named.
        profile: Option<String>,
    },
    /// An endpoint in the environment is no URL.
    #[error(
        "{name} is `{url}`, which is no URL of an endpoint; write it as https://HOST[:PORT], or unset it"
    )]
    NoEndpoint {
        /// The variable.
        name: String,
        /// What it says.
        url: String,
    },
    /// The profile is not in the configuration files.
    #[error(
        "the AWS profile `{profile}` cannot be used: {why}; `aws configure list-profiles` lists those that there are"
    )]
    UnknownProfile {
        /// The profile as named.
        profile: String,
        /// What the SDK said.
        why: String,
    },
    /// The usual chain has no credentials.
    #[error(
        "no AWS credentials found for {}: {why}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile with --profile, or log in with `aws sso login`",
        profile_text(profile.as_deref(), "the default profile")
    )]
    NoCredentials {
        /// The profile, if one was named.
        profile: Option<String>,
        /// What the SDK said.
        why: String,
    },
    /// The credentials were valid once.
    #[error(
        "the AWS credentials have expired: {doing} at {endpoint}: {why}; get new ones, for example with `aws sso login`, and scan again"
    )]
    Expired {
        /// What was being done.
        doing: &'static str,
        /// Where.
        endpoint: String,
        /// What the service said.
        why: String,
    },
    /// The role does not let the credentials in.
    #[error(
        "the role {role} cannot be assumed at {endpoint}: {why}; its trust policy must name the caller (and the --external-id, if it wants one), and the caller must be allowed sts:AssumeRole on it"
    )]
    RoleRefused {
        /// The ARN of the role.
        role: String,
        /// Where.
        endpoint: String,
        /// What the service said.
        why: String,
    },
    /// Nobody answers.
    #[error(
        "{endpoint} cannot be reached: {doing}: {why}; check the network, the region and AWS_ENDPOINT_URL"
    )]
    Unreachable {
        /// What was being done.
        doing: &'static str,
        /// Where.
        endpoint: String,
        /// What the SDK said.
        why: String,
    },
    /// The credentials are not accepted, or the call is not allowed.
    #[error(
        "AWS refuses the credentials: {doing} at {endpoint}: {why}; check that the key is active and belongs to the account that is meant"
    )]
    Denied {
        /// What was being done.
        doing: &'static str,
        /// Where.
        endpoint: String,
        /// What the service said.
        why: String,
    },
    /// The clock of this machine is wrong: AWS takes no signature that is minutes old or not yet true.
    #[error(
        "the clock of this machine differs from that of AWS: {doing} at {endpoint}: {why}; set it, for example with NTP, and try again"
    )]
    ClockSkew {
        /// What was being done.
        doing: &'static str,
        /// Where.
        endpoint: String,
        /// What the service said.
        why: String,
    },
    /// Credentials that lead elsewhere.
    #[error(
        "the credentials for account {wanted} are those of account {is}; look at what answers as STS"
    )]
    OtherAccount {
        /// The account that was meant.
        wanted: AccountId,
        /// The account that it is.
        is: AccountId,
    },
    /// Anything else.
    #[error(
        "{doing} at {endpoint} failed: {why}; try again, and check that AWS_ENDPOINT_URL points to AWS"
    )]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// Where.
        endpoint: String,
        /// What the SDK said.
        why: String,
    },
}

impl AccessError {
    /// What stands in a gap of everything that the account would have told.
    pub(super) fn in_short(&self) -> String {
        match self {
            AccessError::RoleRefused { role, why, .. } => {
                super::failure::shortened(&format!("the role {role} cannot be assumed: {why}"))
            }
            other => super::failure::shortened(&other.to_string()),
        }
    }

    /// Whether whoever started the scan said something that cannot be done, rather than AWS.
    pub fn is_usage(&self) -> bool {
        match self {
            AccessError::NoRegion { .. }
            | AccessError::NoEndpoint { .. }
            | AccessError::UnknownProfile { .. } => true,
            AccessError::NoCredentials { .. }
            | AccessError::Expired { .. }
            | AccessError::RoleRefused { .. }
            | AccessError::Unreachable { .. }
            | AccessError::Denied { .. }
            | AccessError::ClockSkew { .. }
            | AccessError::OtherAccount { .. }
            | AccessError::Failed { .. } => false,
        }
    }
}

fn profile_text(profile: Option<&str>, otherwise: &str) -> String {
    match profile {
        Some(profile) => format!("the profile `{profile}`"),
        None => otherwise.to_owned(),
    }
}
