//! Where a service is reached.

use aws_config::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::service::{Home, Service};
use crate::model::id::{AccountId, Region};

/// An endpoint, and the region that requests to it are signed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub(super) url: String,
    pub(super) signing_region: Region,
}

/// The endpoint of a service in a region: the one that the configuration names for the service or
/// for all, else AWS's own.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
pub(super) fn of(
    service: &Service,
    config: &SdkConfig,
    region: &Region,
    account: &AccountId,
) -> Endpoint {
    let signing_region = match service.home {
        Home::Global => home(region),
        Home::Regional | Home::Account => region.clone(),
    };
    let url = match configured(service, config) {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            let fips = config.use_fips().unwrap_or(false);
            let dual_stack = config.use_dual_stack().unwrap_or(false);
            standard(service, &signing_region, account, fips, dual_stack)
        }
    };
    Endpoint {
        url,
        signing_region,
    }
}

/// What the environment or the profile says: for this service first, then for all.
fn configured(service: &Service, config: &SdkConfig) -> Option<String> {
    let for_all = || config.endpoint_url().map(str::to_owned);
    if config.get_origin("endpoint_url").is_client_config() {
        return for_all();
    }
    let key = ServiceConfigKey::builder()
        .service_id(service.id)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    let own = config.service_config().and_then(|own| own.load_config(key));
    own.or_else(for_all)
}

/// The name that AWS gives an endpoint.
/// <https://docs.aws.amazon.com/general/latest/gr/rande.html>
fn standard(
    service: &Service,
    region: &Region,
    account: &AccountId,
    fips: bool,
    dual_stack: bool,
) -> String {
    let prefix = match service.home {
        Home::Account => format!("{account}.{}", service.endpoint_prefix),
        Home::Regional | Home::Global => service.endpoint_prefix.to_owned(),
    };
    let fips = if fips { "-fips" } else { "" };
    let suffix = suffix(region, dual_stack);
    // S3 has a shape of its own for both stacks.
    match (service.signing_name, dual_stack) {
        ("s3", true) => format!(
            "https://{prefix}{fips}.dualstack.{region}.{}",
            self::suffix(region, false)
        ),
        _ => format!("https://{prefix}{fips}.{region}.{suffix}"),
    }
}

/// The domain of a partition.
fn suffix(region: &Region, dual_stack: bool) -> &'static str {
    match (region.partition(), dual_stack) {
        ("aws-cn", false) => "amazonaws.com.cn",
        ("aws-cn", true) => "api.amazonwebservices.com.cn",
        ("aws-iso", _) => "c2s.ic.gov",
        ("aws-iso-b", _) => "sc2s.sgov.gov",
        (_, true) => "api.aws",
        _ => "amazonaws.com",
    }
}

/// The region in which a partition has its services without regions.
fn home(region: &Region) -> Region {
    Region::from(match region.partition() {
        "aws-cn" => "cn-northwest-1",
        "aws-us-gov" => "us-gov-west-1",
        "aws-iso" => "us-iso-east-1",
        "aws-iso-b" => "us-isob-east-1",
        _ => "us-east-1",
    })
}
