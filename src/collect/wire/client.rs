//! The client: the stack of the SDK around the requests and answers of this module.

use aws_config::SdkConfig;
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::invocation_id::InvocationIdInterceptor;
use aws_runtime::request_info::RequestInfoInterceptor;
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_runtime::service_clock_skew::{ServiceClockSkewClassifier, ServiceClockSkewInterceptor};
use aws_runtime::user_agent::{ApiMetadata, UserAgentInterceptor};
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::orchestrator::operation::{Operation, OperationBuilder};
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime::client::retries::classifiers::{
    HttpStatusCodeClassifier, TransientErrorClassifier,
};
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOptionResolverParams, SharedAuthScheme, SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::identity::SharedIdentityCache;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_runtime_api::shared::IntoShared;
use aws_smithy_types::config_bag::{FrozenLayer, Layer};
use aws_types::SigningName;
use aws_types::region::SigningRegion;
use serde_json::Value as Json;

use super::answer;
use super::endpoint::{self, Endpoint};
use super::refusal::Refusal;
use super::request::{self, Request};
use super::service::{Protocol, Service};
use crate::collect::clients::Attempts;
use crate::model::id::{AccountId, Region};

/// Asks any service of the table, with the configuration of the session.
pub(in crate::collect) struct Client {
    config: SdkConfig,
    region: Region,
    account: AccountId,
    /// One for all calls: credentials are found once, not for each.
    identities: SharedIdentityCache,
}

impl Client {
    pub(in crate::collect) fn new(
        config: &SdkConfig,
        region: &Region,
        account: &AccountId,
    ) -> Self {
        Client {
            identities: config
                .identity_cache()
                .unwrap_or_else(|| IdentityCache::lazy().build().into_shared()),
            config: config.clone(),
            region: region.clone(),
            account: account.clone(),
        }
    }

    /// Makes one call, in another region if one is named.
    pub(super) async fn send(
        &self,
        service: &'static Service,
        region: Option<&Region>,
        request: Request,
    ) -> Result<Json, SdkError<Refusal, HttpResponse>> {
        let region = region.unwrap_or(&self.region);
        let endpoint = endpoint::of(service, &self.config, region, &self.account);
        let protocol = service.protocol;
        let plugin = StaticRuntimePlugin::new()
            .with_config(self.settings(service, &endpoint))
            .with_runtime_components(self.components());
        let builder = Operation::builder()
            .service_name(service.id)
            .operation_name(request.operation)
            .endpoint_url(&endpoint.url);
        let builder = OperationBuilder::serializer(builder, move |request: Request| {
            request::write(protocol, request)
        });
        let builder = builder
            .deserializer(move |response: &HttpResponse| answer::read(protocol, response))
            .runtime_plugin(plugin);
        builder.build().invoke(request).await
    }

    /// How requests are signed and tried again, and how long they may take.
    fn settings(&self, service: &'static Service, endpoint: &Endpoint) -> FrozenLayer {
        let mut layer = Layer::new("assize");
        layer.store_put(SigV4OperationSigningConfig {
            name: Some(SigningName::from_static(service.signing_name)),
            region: Some(SigningRegion::from(aws_config::Region::new(
                endpoint.signing_region.as_str().to_owned(),
            ))),
            signing_options: signing(service.protocol),
            ..SigV4OperationSigningConfig::default()
        });
        layer.store_put(AuthSchemeOptionResolverParams::new(()));
        layer.store_put(ApiMetadata::new(service.endpoint_prefix, "1"));
        // As for the clients of the SDK: each account slows down for itself.
        layer.store_put(RetryPartition::custom(service.id).build());
        if let Some(name) = self.config.app_name() {
            layer.store_put(name.clone());
        }
        if let Some(retry) = self.config.retry_config() {
            layer.store_put(retry.clone());
        }
        if let Some(timeouts) = self.config.timeout_config() {
            layer.store_put(timeouts.clone());
        }
        layer.freeze()
    }

    /// What the clients of the SDK have, too.
    fn components(&self) -> RuntimeComponentsBuilder {
        let config = &self.config;
        let schemes = StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID]);
        let mut components = RuntimeComponentsBuilder::new("assize")
            .with_auth_scheme(SharedAuthScheme::new(SigV4AuthScheme::new()))
            .with_auth_scheme_option_resolver(Some(SharedAuthSchemeOptionResolver::new(schemes)))
            .with_identity_cache(Some(self.identities.clone()))
            .with_http_client(config.http_client())
            .with_interceptor(ServiceClockSkewInterceptor::new())
            .with_interceptor(RequestInfoInterceptor::new())
            .with_interceptor(UserAgentInterceptor::new())
            .with_interceptor(InvocationIdInterceptor::new())
            .with_interceptor(Attempts)
            .with_retry_classifier(HttpStatusCodeClassifier::default())
            .with_retry_classifier(TransientErrorClassifier::<Refusal>::new())
            .with_retry_classifier(AwsErrorCodeClassifier::<Refusal>::new())
            .with_retry_classifier(ServiceClockSkewClassifier::<Refusal>::new());
        components.set_sleep_impl(config.sleep_impl());
        components.set_time_source(config.time_source());
        if let Some(credentials) = config.credentials_provider() {
            components.set_identity_resolver(SCHEME_ID, credentials);
        }
        components
    }
}

/// S3 signs the path as it is sent, and the body's digest in a header.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
fn signing(protocol: Protocol) -> SigningOptions {
    let mut options = SigningOptions::default();
    let is_s3 = protocol == Protocol::RestXml;
    options.double_uri_encode = !is_s3;
    options.normalize_uri_path = !is_s3;
    options.content_sha256_header = is_s3;
    options
}
