//! Getting at an account: the usual chain of credentials, a profile, a role, and who that makes us.

use std::error::Error;

use aws_config::default_provider::region::DefaultRegionChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{AppName, BehaviorVersion, SdkConfig};
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::service_config::ServiceConfigKey;

use super::access_error::AccessError;
use super::failure::{self, EXPIRED, Failure};
use super::limits::Limits;
use super::role::{self, Terms, provide};
use crate::model::id::{AccountId, Region};

/// How to get at an account. What is not said comes from the usual AWS chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The profile of the AWS configuration files. Unlike the chain's own, it comes before
    /// credentials in the environment: who names a profile means it.
    pub profile: Option<String>,
    /// A role to assume with these credentials.
    pub role_arn: Option<String>,
    /// What the trust policy of a role may ask for: that of this one, and those of other accounts.
    pub external_id: Option<String>,
    /// What sessions of roles are called; `assize` unless it is said.
    pub session_name: Option<String>,
    /// Whether roles of other accounts are taken on from there.
    pub goes_on: bool,
    /// Where to ask first, if the chain names no region.
    pub region: Option<Region>,
    /// The variables of the environment, which the SDK reads by itself: what it would not understand is
    /// said before the first call.
    pub environment: Vec<(String, String)>,
}

/// Who we are, by `sts:GetCallerIdentity`.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) account: AccountId,
    pub(super) arn: String,
}

/// The SDK's configuration, and the region that the usual chain names.
pub(super) async fn configure(
    access: &Access,
    limits: &Limits,
) -> Result<(SdkConfig, Option<Region>), AccessError> {
    check_endpoints(&access.environment)?;
    let mut chain = DefaultRegionChain::builder();
    if let Some(profile) = &access.profile {
        chain = chain.profile_name(profile);
    }
    let named = chain.build().region().await;
    let named = named.map(|region| Region::from(region.as_ref()));
    let Some(region) = named.as_ref().or(access.region.as_ref()) else {
        return Err(AccessError::NoRegion {
            profile: access.profile.clone(),
        });
    };
    let region = aws_config::Region::new(region.as_str().to_owned());
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region.clone())
        .retry_config(limits.retry())
        .timeout_config(limits.timeouts());
    if let Ok(name) = AppName::new("assize") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &access.profile {
        let provider = ProfileFileCredentialsProvider::builder()
            .profile_name(profile)
            .configure(&ProviderConfig::default().with_region(Some(region)))
            .build();
        loader = loader.profile_name(profile).credentials_provider(provider);
    }
    Ok((loader.load().await, named))
}

/// The same configuration with the credentials that count in the end: those of the role, if one is
/// to be assumed.
pub(super) async fn authorize(
    config: SdkConfig,
    access: &Access,
) -> Result<SdkConfig, AccessError> {
    let provider = config
        .credentials_provider()
        .ok_or_else(|| AccessError::NoCredentials {
            profile: access.profile.clone(),
            why: "none are configured".to_owned(),
        })?;
    provide(&provider)
        .await
        .map_err(|error| no_credentials(&error, &config, access))?;
    let Some(role) = &access.role_arn else {
        return Ok(config);
    };
    let further: &[&str] = match access.goes_on {
        true => &["sts:AssumeRole"],
        false => &[],
    };
    role::assume(&config, role, &access.terms(), further).await
}

impl Access {
    /// What roles are taken on with.
    pub(super) fn terms(&self) -> Terms {
        Terms {
            external_id: self.external_id.clone(),
            session_name: self.session_name.clone(),
        }
    }
}

/// What is asked first, and what everybody may ask.
const IDENTITY: &str = "sts:GetCallerIdentity";

/// Asks who we are.
pub(super) async fn identify(config: &SdkConfig) -> Result<Caller, AccessError> {
    let client = aws_sdk_sts::Client::new(config);
    let told = client.get_caller_identity().send().await;
    let told = told.map_err(|error| not_identified(&error, config))?;
    match (told.account, told.arn) {
        (Some(account), Some(arn)) => Ok(Caller {
            account: AccountId::from(account.as_str()),
            arn,
        }),
        _ => Err(AccessError::Failed {
            doing: IDENTITY,
            endpoint: endpoint(config),
            why: "the answer names no account".to_owned(),
        }),
    }
}

fn not_identified<E>(error: &SdkError<E, HttpResponse>, config: &SdkConfig) -> AccessError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let (doing, endpoint) = (IDENTITY, endpoint(config));
    let failure = Failure::of(IDENTITY, error);
    let why = failure.gap.detail.to_string();
    if failure::is_clock_skew(failure.code.as_deref(), &why) {
        return AccessError::ClockSkew {
            doing,
            endpoint,
            why,
        };
    }
    let status = error.raw_response().map(|raw| raw.status().as_u16());
    match (failure.code.as_deref(), status, error) {
        (Some(code), ..) if EXPIRED.contains(&code) => AccessError::Expired {
            doing,
            endpoint,
            why,
        },
        (Some(_), Some(401 | 403), _) => AccessError::Denied {
            doing,
            endpoint,
            why,
        },
        (None, _, SdkError::DispatchFailure(_) | SdkError::TimeoutError(_)) => {
            AccessError::Unreachable {
                doing,
                endpoint,
                why,
            }
        }
        _ => AccessError::Failed {
            doing,
            endpoint,
            why,
        },
    }
}

fn no_credentials(error: &CredentialsError, config: &SdkConfig, access: &Access) -> AccessError {
    let why = failure::shortened(&failure::chain(error));
    match (error, &access.profile) {
        // Who names a profile wants its credentials and no others.
        (CredentialsError::CredentialsNotLoaded(_), Some(profile)) => AccessError::UnknownProfile {
            profile: profile.clone(),
            why: format!("it is not there, or has no credentials ({why})"),
        },
        (CredentialsError::InvalidConfiguration(_), Some(profile)) => AccessError::UnknownProfile {
            profile: profile.clone(),
            why,
        },
        (CredentialsError::ProviderError(_), _) if why.to_ascii_lowercase().contains("expired") => {
            AccessError::Expired {
                doing: "getting credentials",
                endpoint: endpoint(config),
                why,
            }
        }
        (CredentialsError::ProviderError(_), _) if failure::is_of_connection(error) => {
            AccessError::Unreachable {
                doing: "getting credentials",
                endpoint: endpoint(config),
                why,
            }
        }
        _ => AccessError::NoCredentials {
            profile: access.profile.clone(),
            why,
        },
    }
}

/// Where STS is asked.
pub(super) fn endpoint(config: &SdkConfig) -> String {
    let key = ServiceConfigKey::builder()
        .service_id("STS")
        .env(ENDPOINT)
        .profile("endpoint_url")
        .build();
    let own = config.service_config().zip(key.ok());
    let own = own.and_then(|(settings, key)| settings.load_config(key));
    match (own.as_deref().or(config.endpoint_url()), config.region()) {
        (Some(url), _) => url.to_owned(),
        (None, Some(region)) => format!("STS in {region}"),
        (None, None) => "STS".to_owned(),
    }
}

/// The variable that says where every service is; with `_` and a name, where one is.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
const ENDPOINT: &str = "AWS_ENDPOINT_URL";

/// Sees that the endpoints in an environment are ones: the SDK would make an error of each call, one that
/// tells all of the request.
fn check_endpoints(environment: &[(String, String)]) -> Result<(), AccessError> {
    let is_ours = |name: &str| {
        let rest = name.strip_prefix(ENDPOINT);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let mut endpoints = environment.iter().filter(|(name, _)| is_ours(name));
    match endpoints.find(|(_, url)| !url.is_empty() && !is_endpoint(url)) {
        Some((name, url)) => Err(AccessError::NoEndpoint {
            name: name.clone(),
            url: failure::shortened(url),
        }),
        None => Ok(()),
    }
}

fn is_endpoint(url: &str) -> bool {
    let host = ["http://", "https://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    host.is_some_and(|host| {
        host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[')
    })
}
