//! Custom domain names of resources of VPC Lattice: AWS makes a private zone for one if the consumer's
//! endpoint lets it.
//! <https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html#resource-configuration-custom-domain-name>

use std::collections::BTreeSet;

use crate::model::fact::Fact;
use crate::model::gap::Gap;
use crate::model::id::Text;
use crate::model::kinds::Facts;
use crate::model::kinds::vpc_lattice::ResourceConfiguration;
use crate::model::resource::Resource;

use super::super::name::bare;
use super::private::{Brought, PrivateName};

/// Adds the custom domain names of an endpoint's resources that its preference lets through, if they
/// are not among the names that it brought already.
pub(super) fn names(
    brought: &Brought<'_, '_>,
    names: &mut Vec<PrivateName>,
    from: usize,
) -> Option<Gap> {
    let graph = brought.place.graph;
    let mut hidden = None;
    for arn in configurations(brought) {
        let kind = "vpc_lattice.resource_configuration";
        let configuration = match graph.find_arn(kind, arn, brought.node) {
            Ok(node) => node,
            // Its own association says what is answered for it.
            Err(gap) if brought.facts.associations.is_missing() => {
                hidden = hidden.or(Some(gap));
                continue;
            }
            Err(_) => continue,
        };
        let Some(resource) = graph.resource(configuration) else {
            continue;
        };
        let Facts::ResourceConfiguration(facts) = &resource.facts else {
            continue;
        };
        let domain = match &facts.custom_domain_name {
            Fact::Known(domain) => bare(domain),
            Fact::None => continue,
            Fact::Missing => {
                hidden = hidden.or_else(|| Some(graph.missing(resource, "custom_domain_name")));
                continue;
            }
        };
        if names.iter().skip(from).any(|name| name.pattern == domain) {
            continue;
        }
        let doubt = match lets_through(brought, resource, facts, &domain) {
            Ok(true) => None,
            Ok(false) => continue,
            Err(gap) => Some(gap),
        };
        let mut name = brought.name(
            &domain,
            "custom_domain_name".to_owned(),
            "vpc-lattice:GetResourceConfiguration",
        );
        name.told.resource = Text::from(resource.arn.as_str());
        name.doubt = doubt;
        names.push(name);
    }
    hidden
}

/// The configurations behind an endpoint.
fn configurations<'s>(brought: &Brought<'_, 's>) -> BTreeSet<&'s Text> {
    let associations = brought.facts.associations.known().into_iter().flatten();
    let associated = associations.filter_map(|one| one.associated_resource_arn.known());
    // A service network has services, too.
    let associated = associated.filter(|arn| arn.contains(":resourceconfiguration/"));
    let own = brought.facts.resource_configuration_arn.known();
    own.into_iter().chain(associated).collect()
}

/// Whether the preference of an endpoint lets a zone be made for a domain. Without one only domains
/// whose ownership was shown get a zone.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html>
fn lets_through(
    brought: &Brought<'_, '_>,
    resource: &Resource,
    facts: &ResourceConfiguration,
    domain: &str,
) -> Result<bool, Gap> {
    let graph = brought.place.graph;
    let preference = match &brought.facts.private_dns_preference {
        Fact::Known(preference) => preference.as_str(),
        Fact::None => "VERIFIED_DOMAINS_ONLY",
        Fact::Missing => return Err(graph.missing(brought.resource, "private_dns_preference")),
    };
    let verified = || match &facts.domain_verification_status {
        Fact::Known(status) => Ok(status == "VERIFIED"),
        Fact::None => Ok(false),
        Fact::Missing => Err(graph.missing(resource, "domain_verification_status")),
    };
    let specified = || {
        let path = "private_dns_specified_domains";
        let told = &brought.facts.private_dns_specified_domains;
        let mut known = told.known().into_iter().flatten();
        let hole = match told.is_missing() {
            true => Some(graph.missing(brought.resource, path)),
            false => graph.hole(brought.resource, path),
        };
        match (known.any(|one| is_meant(&bare(one), domain)), hole) {
            (true, _) => Ok(true),
            (false, None) => Ok(false),
            (false, Some(gap)) => Err(gap),
        }
    };
    match preference {
        "ALL_DOMAINS" => Ok(true),
        "SPECIFIED_DOMAINS_ONLY" => specified(),
        "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS" => match (verified(), specified()) {
            (Ok(true), _) | (_, Ok(true)) => Ok(true),
            (Ok(false), other) | (other, _) => other,
        },
        "VERIFIED_DOMAINS_ONLY" => verified(),
        _ => Err(graph.missing(brought.resource, "private_dns_preference")),
    }
}

fn is_meant(pattern: &str, domain: &str) -> bool {
    match pattern.strip_prefix("*.") {
        Some(parent) => domain
            .strip_suffix(parent)
            .is_some_and(|rest| rest.ends_with('.')),
        None => pattern == domain,
    }
}
