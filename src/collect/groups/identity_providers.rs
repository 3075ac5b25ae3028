//! Identity providers of OpenID Connect and of SAML.

use aws_sdk_iam::types;
use futures_util::future::join_all;

use super::Group;
use crate::collect::convert::{text, texts, time};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::page;
use crate::collect::place::Place;
use crate::model::kinds::Reach;
use crate::model::kinds::iam::{OidcProvider, SamlProvider};

operations! {
    PROVIDERS = "iam:ListOpenIDConnectProviders";
    PROVIDER = "iam:GetOpenIDConnectProvider" after PROVIDERS;
    SAML_PROVIDERS = "iam:ListSAMLProviders";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Global,
    operations: OPERATIONS,
    collect: |place| {
        Box::pin(async move {
            tokio::join!(providers(place), saml_providers(place));
        })
    },
};

async fn providers(place: &Place<'_>) {
    let iam = &place.clients.iam;
    let told = place.pages(
        &PROVIDERS,
        |_| iam.list_open_id_connect_providers().send(),
        |told| page(told.open_id_connect_provider_list, None),
    );
    let identity = |told: &types::OpenIdConnectProviderListEntry| place.named(told.arn.as_ref());
    let mut providers = place.drafts(&PROVIDERS, told.await, identity, |_| {
        OidcProvider::default()
    });
    join_all(
        providers
            .iter_mut()
            .map(|provider| complete(place, provider)),
    )
    .await;
    place.keep(providers);
}

async fn complete(place: &Place<'_>, provider: &mut Draft<OidcProvider>) {
    let call = place.clients.iam.get_open_id_connect_provider();
    let arn = provider.identity.arn.as_str();
    match place
        .ask(&PROVIDER, call.open_id_connect_provider_arn(arn).send())
        .await
    {
        Ok(told) => {
            provider.facts = OidcProvider {
                url: text(told.url),
                client_id_list: texts(told.client_id_list),
                thumbprint_list: texts(told.thumbprint_list),
            }
        }
        Err(gap) => provider.lacks(&PROVIDER, &gap),
    }
}

async fn saml_providers(place: &Place<'_>) {
    let iam = &place.clients.iam;
    let told = place.pages(
        &SAML_PROVIDERS,
        |_: Option<String>| iam.list_saml_providers().send(),
        |told| page(told.saml_provider_list, None),
    );
    let identity = |told: &types::SamlProviderListEntry| place.named(told.arn.as_ref());
    place.keep(
        place.drafts(&SAML_PROVIDERS, told.await, identity, |told| SamlProvider {
            valid_until: time(told.valid_until),
        }),
    );
}
