//! Taking on a role: the credentials of another account, cut down to what collecting needs.

use std::error::Error;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::access_error::AccessError;
use super::failure;
use super::groups::operations;
use super::policy::Policy;
use crate::model::id::AccountId;

/// What a role is taken on with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) external_id: Option<String>,
    pub(super) session_name: Option<String>,
}

/// The name of sessions unless another one is given; CloudTrail shows it.
const SESSION_NAME: &str = "assize";

/// The ARN of a role of an account by its name, which may have a path.
pub(super) fn arn(partition: &str, account: &AccountId, name: &str) -> String {
    format!("arn:{partition}:iam::{account}:role/{name}")
}

/// The same configuration with the credentials of a role. Whatever the role may do, its session may
/// do no more than collect; `further` adds what is needed to get at other accounts.
pub(super) async fn assume(
    config: &SdkConfig,
    role: &str,
    terms: &Terms,
    further: &'static [&'static str],
) -> Result<SdkConfig, AccessError> {
    let endpoint = || super::access::endpoint(config);
    let refused = |why: String| AccessError::RoleRefused {
        role: role.to_owned(),
        endpoint: endpoint(),
        why,
    };
    // The SDK would panic.
    if config.time_source().is_none() {
        return Err(refused("the configuration has no clock".to_owned()));
    }
    let name = terms.session_name.as_deref().unwrap_or(SESSION_NAME);
    let mut assume = AssumeRoleProvider::builder(role)
        .session_name(name)
        .policy(Policy::of_session(operations(), further).to_string())
        .configure(config);
    if let Some(external_id) = &terms.external_id {
        assume = assume.external_id(external_id);
    }
    let provider = SharedCredentialsProvider::new(assume.build().await);
    let first = provide(&provider).await;
    let first = first.map_err(|error| match failure::is_of_connection(&error) {
        true => AccessError::Unreachable {
            doing: "sts:AssumeRole",
            endpoint: endpoint(),
            why: said(&error),
        },
        false => refused(said(&error)),
    })?;
    let provider = Renewed {
        first: Mutex::new(Some(first)),
        then: provider,
    };
    let config = config.to_builder();
    let config = config.credentials_provider(SharedCredentialsProvider::new(provider));
    // Credentials of one account must not be found by the clients of another, and are asked for once.
    let config = config.identity_cache(IdentityCache::lazy().build());
    Ok(config.build())
}

/// What STS said, or else what the SDK says.
fn said(error: &CredentialsError) -> String {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(told) = error.downcast_ref::<AssumeRoleError>()
            && let (Some(code), Some(message)) = (told.code(), told.message())
        {
            return failure::shortened(&format!("{code}: {message}"));
        }
        next = error.source();
    }
    failure::shortened(&failure::chain(error))
}

/// The credentials that were got when the account was entered, and others when they expire.
#[derive(Debug)]
struct Renewed {
    first: Mutex<Option<Credentials>>,
    then: SharedCredentialsProvider,
}

impl ProvideCredentials for Renewed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        match first.take() {
            Some(credentials) => future::ProvideCredentials::ready(Ok(credentials)),
            None => self.then.provide_credentials(),
        }
    }
}

/// Providers that ask over the network have no time limit of their own.
pub(super) async fn provide(
    provider: &SharedCredentialsProvider,
) -> Result<Credentials, CredentialsError> {
    const LONGEST: Duration = Duration::from_secs(60);
    match tokio::time::timeout(LONGEST, provider.provide_credentials()).await {
        Ok(provided) => provided,
        Err(_) => Err(CredentialsError::provider_timed_out(LONGEST)),
    }
}
