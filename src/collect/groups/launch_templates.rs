//! Launch templates, by their default and latest versions.

use std::collections::BTreeMap;

use aws_sdk_ec2::types;

use super::Group;
use crate::collect::convert::{int, list, text, texts};
use crate::collect::draft::Draft;
use crate::collect::operation::operations;
use crate::collect::page::{Listed, page};
use crate::collect::place::Place;
use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::kinds::Reach;
use crate::model::kinds::ec2_launch::{
    LaunchTemplate, LaunchTemplateBlockDevice, LaunchTemplateInterface, LaunchTemplateVersion,
};
use crate::model::sensitive::{self, ReducedText};

operations! {
    VERSIONS = "ec2:DescribeLaunchTemplateVersions";
}

pub(super) const GROUP: Group = Group {
    reach: Reach::Regional,
    operations: OPERATIONS,
    collect: |place| Box::pin(launch_templates(place)),
};

/// One call tells the default and the latest version of every template.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeLaunchTemplateVersions.html>
async fn launch_templates(place: &Place<'_>) {
    let told = place.pages(
        &VERSIONS,
        |token| {
            let call = place.clients.ec2.describe_launch_template_versions();
            call.versions("$Default")
                .versions("$Latest")
                .max_results(200)
                .set_next_token(token)
                .send()
        },
        |told| page(told.launch_template_versions, told.next_token),
    );
    let told = told.await;
    let gap = told.gap.clone();
    let mut templates: BTreeMap<Option<String>, Vec<types::LaunchTemplateVersion>> =
        BTreeMap::new();
    for version in told.items {
        let template = version.launch_template_id.clone();
        templates.entry(template).or_default().push(version);
    }
    let templates = Listed {
        items: templates.into_iter().collect(),
        gap: told.gap,
        told: told.told,
    };
    let identity = |(id, _): &Versions| place.ec2("launch-template", id.as_ref(), None);
    let mut templates = place.drafts(&VERSIONS, templates, identity, template);
    if let Some(gap) = gap {
        templates.iter_mut().for_each(|one| may_be_other(one, &gap));
    }
    place.keep(templates);
}

/// The id of a template, and its versions.
type Versions = (Option<String>, Vec<types::LaunchTemplateVersion>);

/// Where the list was cut, what came last of a template need not be its latest version.
fn may_be_other(template: &mut Draft<LaunchTemplate>, gap: &Gap) {
    template.facts.latest_version = Fact::Missing;
    template.gap("latest_version", gap.clone());
    if template.facts.default_version.known().is_none() {
        template.facts.default_version = Fact::Missing;
        template.gap("default_version", gap.clone());
    }
}

fn template((id, versions): Versions) -> LaunchTemplate {
    let name = versions
        .iter()
        .find_map(|one| one.launch_template_name.clone());
    let default = versions
        .iter()
        .find(|one| one.default_version == Some(true));
    let latest = versions.iter().max_by_key(|one| one.version_number);
    LaunchTemplate {
        launch_template_id: text(id),
        launch_template_name: text(name),
        default_version: Fact::told(default.cloned().map(version)),
        latest_version: Fact::told(latest.cloned().map(version)),
    }
}

fn version(told: types::LaunchTemplateVersion) -> LaunchTemplateVersion {
    let number = int(told.version_number);
    let Some(data) = told.launch_template_data else {
        // The rest is missing.
        return LaunchTemplateVersion {
            version_number: number,
            ..LaunchTemplateVersion::default()
        };
    };
    let profile = data.iam_instance_profile;
    LaunchTemplateVersion {
        version_number: number,
        metadata_http_tokens: text(data.metadata_options.and_then(|told| told.http_tokens)),
        security_group_ids: texts(data.security_group_ids),
        security_groups: texts(data.security_groups),
        network_interfaces: list(data.network_interfaces, |told| LaunchTemplateInterface {
            associate_public_ip_address: Fact::told(told.associate_public_ip_address),
            groups: texts(told.groups),
            subnet_id: text(told.subnet_id),
        }),
        block_device_mappings: list(data.block_device_mappings, |told| {
            LaunchTemplateBlockDevice {
                device_name: text(told.device_name),
                ebs_encrypted: Fact::told(told.ebs.and_then(|ebs| ebs.encrypted)),
            }
        }),
        iam_instance_profile_arn: text(profile.and_then(|profile| profile.arn)),
        user_data: user_data(data.user_data),
    }
}

/// The user data, which comes in Base64, reduced. No value leaves this function. One that is no text
/// (it may be compressed) is not looked into.
fn user_data(told: Option<String>) -> Fact<ReducedText> {
    let Some(told) = told else {
        return Fact::None;
    };
    let bytes = aws_smithy_types::base64::decode(told).ok();
    let read = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    Fact::Known(match read {
        Some(read) => sensitive::reduced_text(&read),
        None => ReducedText::default(),
    })
}
