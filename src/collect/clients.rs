//! The clients of the SDK for one region.

use aws_config::SdkConfig;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

use super::complete::Complete;
use super::run::count_attempt;
use super::wire;
use crate::model::id::{AccountId, Region};

/// A client for each service that collectors ask. Those of services without regions sign for the
/// region all the same; the SDK knows which endpoint that means.
pub(super) struct Clients {
    pub(super) apprunner: aws_sdk_apprunner::Client,
    pub(super) ec2: aws_sdk_ec2::Client,
    pub(super) iam: aws_sdk_iam::Client,
    pub(super) lattice: aws_sdk_vpclattice::Client,
    pub(super) rds: aws_sdk_rds::Client,
    pub(super) route53: aws_sdk_route53::Client,
    /// Every service without a crate of its own.
    pub(super) wire: wire::Client,
}

impl Clients {
    pub(super) fn new(config: &SdkConfig, region: &Region, account: &AccountId) -> Self {
        let wire = wire::Client::new(config, region, account);
        let region = aws_config::Region::new(region.as_str().to_owned());
        let config = config.to_builder().region(region).build();
        macro_rules! client {
            ($service:ident) => {
                $service::Client::from_conf(
                    $service::config::Builder::from(&config)
                        .interceptor(Attempts)
                        .interceptor(Complete)
                        // AWS throttles each account for itself; the SDK would slow down, and give
                        // up, all clients of a process together.
                        .retry_partition($service::config::retry::RetryPartition::custom(stringify!($service)).build())
                        .build(),
                )
            };
        }
        Clients {
            apprunner: client!(aws_sdk_apprunner),
            ec2: client!(aws_sdk_ec2),
            iam: client!(aws_sdk_iam),
            lattice: client!(aws_sdk_vpclattice),
            rds: client!(aws_sdk_rds),
            route53: client!(aws_sdk_route53),
            wire,
        }
    }
}

/// Counts what goes over the network: the attempts of calls.
#[derive(Debug)]
pub(super) struct Attempts;

#[dyn_dispatch_hint]
impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        count_attempt();
        Ok(())
    }
}
