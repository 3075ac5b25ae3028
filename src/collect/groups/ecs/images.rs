//! The images of the account's own registry that tasks use.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde_json::{Value as Json, json};

use super::{IMAGE, IMAGES};
use crate::collect::draft::Draft;
use crate::collect::place::Place;
use crate::collect::wire::services::ECR;
use crate::collect::wire::{Call, at, text};
use crate::model::fact::Fact;
use crate::model::gap::{Gap, GapReason};
use crate::model::id::Text;
use crate::model::kinds::ecr::{Image, Platform};
use crate::model::told::Told;

/// Manifests only, of one image or of an index of several; no layer is asked for.
static BATCH_GET_IMAGE: Call = Call::of(&ECR, &IMAGE).list(&["images"]);
static DESCRIBE_IMAGES: Call = Call::of(&ECR, &IMAGES)
    .list(&["imageDetails"])
    .token("nextToken", "nextToken");

/// The most that one call takes.
/// <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html>
const BATCH: usize = 100;

const MEDIA_TYPES: [&str; 4] = [
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
];

/// An image as a container names it: the repository, and the tag or the digest.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reference {
    repository: String,
    key: &'static str,
    value: String,
}

/// The image of a name such as `123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1`, if it stands in
/// the registry of the place. A digest counts more than a tag.
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>
pub(super) fn reference(place: &Place<'_>, name: &str) -> Option<Reference> {
    let account = &place.scan.account;
    parse(name, account.as_str(), place.region.as_str())
}

fn parse(name: &str, account: &str, region: &str) -> Option<Reference> {
    let (host, rest) = name.split_once('/')?;
    let within = host.strip_prefix(account)?.strip_prefix(".dkr")?;
    let within = within.strip_prefix(['.', '-'])?.strip_prefix("ecr")?;
    within
        .trim_start_matches("-fips")
        .strip_prefix('.')?
        .strip_prefix(region)?
        .strip_prefix('.')?;
    let (path, digest) = match rest.split_once('@') {
        Some((path, digest)) => (path, Some(digest)),
        None => (rest, None),
    };
    let (repository, tag) = path.split_once(':').unwrap_or((path, "latest"));
    let (key, value) = digest.map_or(("imageTag", tag), |digest| ("imageDigest", digest));
    Some(Reference {
        repository: repository.to_owned(),
        key,
        value: value.to_owned(),
    })
}

impl Reference {
    /// The same image by the digest that a task runs.
    pub(super) fn at(self, digest: &str) -> Self {
        Reference {
            key: "imageDigest",
            value: digest.to_owned(),
            ..self
        }
    }
}

pub(super) async fn images(place: &Place<'_>, used: BTreeSet<Reference>) {
    let mut repositories: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for one in used {
        let ids = repositories.entry(one.repository).or_default();
        ids.push(json!({one.key: one.value}));
    }
    let batches = repositories.iter().flat_map(|(repository, ids)| {
        let batches = ids.chunks(BATCH);
        batches.map(|ids| batch(place, repository, ids))
    });
    let mut drafts: Vec<Draft<Image>> = join_all(batches).await.into_iter().flatten().collect();
    // A tag and a digest may be one image.
    drafts.sort_by(|one, other| one.identity.arn.cmp(&other.identity.arn));
    drafts.dedup_by(|one, other| one.identity.arn == other.identity.arn);
    let described =
        drafts.chunk_by_mut(|one, other| one.facts.repository_name == other.facts.repository_name);
    join_all(described.map(|images| describe(place, images))).await;
    place.keep(drafts);
}

/// Those of the images that there are.
async fn batch(place: &Place<'_>, repository: &str, ids: &[Json]) -> Vec<Draft<Image>> {
    let parameters = json!({
        "repositoryName": repository,
        "imageIds": ids,
        "acceptedMediaTypes": MEDIA_TYPES,
    });
    let listed = place.list(&BATCH_GET_IMAGE, parameters).await;
    let identity = |item: &Json| {
        let digest = text(item, &["imageId", "imageDigest"])?;
        Some(place.built("ecr", &format!("repository/{repository}@{digest}")))
    };
    place.told_with(
        &BATCH_GET_IMAGE,
        listed,
        identity,
        |image: &mut Draft<Image>, item| {
            let digest = text(item, &["imageId", "imageDigest"]);
            image.facts.image_digest = Fact::told(digest.map(Text::from));
            match platforms(item) {
                Ok(platforms) => image.facts.platforms = platforms,
                Err(gap) => image.gap("platforms", gap),
            }
        },
    )
}

/// What an index has images for, by its own words.
fn platforms(item: &Json) -> Result<Fact<Vec<Platform>>, Gap> {
    let unreadable =
        || Gap::new(GapReason::Failed, IMAGE.name).because("the manifest cannot be read");
    let manifest = text(item, &["imageManifest"]).ok_or_else(unreadable)?;
    let manifest: Json = serde_json::from_str(manifest).map_err(|_| unreadable())?;
    let Some(images) = at(&manifest, &["manifests"]).and_then(Json::as_array) else {
        return Ok(Fact::None);
    };
    let platforms = images.iter().filter_map(|image| at(image, &["platform"]));
    let platforms: Vec<Platform> = platforms
        .map(|platform| Platform::told(platform).known_or_default())
        .collect();
    Ok(Fact::Known(platforms))
}

/// What is known of images of one repository besides.
async fn describe(place: &Place<'_>, images: &mut [Draft<Image>]) {
    let Some(Fact::Known(repository)) = images
        .first()
        .map(|image| image.facts.repository_name.clone())
    else {
        return;
    };
    let digest = |image: &Draft<Image>| {
        let digest = image.facts.image_digest.known();
        digest.map_or_else(String::new, ToString::to_string)
    };
    let parameters = |digests: Vec<&str>| {
        let ids = digests.iter().map(|digest| json!({"imageDigest": digest}));
        json!({"repositoryName": repository.as_str(), "imageIds": ids.collect::<Vec<_>>()})
    };
    place
        .complete_batches_by(
            &DESCRIBE_IMAGES,
            images,
            BATCH,
            ("imageDigest", digest),
            parameters,
        )
        .await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_own_registry_are_told_apart() {
        let check = |name: &str, wanted: Option<(&str, &str, &str)>| {
            let found = parse(name, "111122223333", "eu-west-1");
            let found = found.map(|one| (one.repository, one.key, one.value));
            let wanted = wanted
                .map(|(repository, key, value)| (repository.to_owned(), key, value.to_owned()));
            assert_eq!(
                found.as_ref().map(|(a, b, c)| (a.as_str(), *b, c.as_str())),
                wanted
                    .as_ref()
                    .map(|(a, b, c)| (a.as_str(), *b, c.as_str())),
                "{name}"
            );
        };
        let own = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
        check(&format!("{own}/app:1"), Some(("app", "imageTag", "1")));
        check(
            &format!("{own}/team/app"),
            Some(("team/app", "imageTag", "latest")),
        );
        check(
            &format!("{own}/app:1@sha256:ab"),
            Some(("app", "imageDigest", "sha256:ab")),
        );
        check(
            "111122223333.dkr-ecr.eu-west-1.on.aws/app:1",
            Some(("app", "imageTag", "1")),
        );
        check(
            "111122223333.dkr.ecr-fips.eu-west-1.amazonaws.com/app:1",
            Some(("app", "imageTag", "1")),
        );
        check("111122223333.dkr.ecr.eu-west-2.amazonaws.com/app:1", None);
        check("999999999999.dkr.ecr.eu-west-1.amazonaws.com/app:1", None);
        check("public.ecr.aws/nginx/nginx:1", None);
        check("nginx", None);
    }
}
