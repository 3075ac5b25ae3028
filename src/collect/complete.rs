//! Answers of the SDK that lack what their service always sends. The SDK makes an empty list, or an empty
//! text, of a required member that did not come: then nobody told, which is not the same as none.

use std::collections::BTreeMap;
use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::interceptors::{Intercept, dyn_dispatch_hint};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use serde::de::IgnoredAny;

/// Operations by the SDK's name of the service, each with members of which at least one must be in the
/// answer: its list, or what the answer is about.
const MEMBERS: [(&str, &str, &[&str]); 33] = [
    (
        "AppRunner",
        "DescribeAutoScalingConfiguration",
        &["AutoScalingConfiguration"],
    ),
    ("AppRunner", "DescribeService", &["Service"]),
    ("AppRunner", "DescribeVpcConnector", &["VpcConnector"]),
    (
        "AppRunner",
        "DescribeVpcIngressConnection",
        &["VpcIngressConnection"],
    ),
    ("AppRunner", "ListServices", &["ServiceSummaryList"]),
    ("AppRunner", "ListVpcConnectors", &["VpcConnectors"]),
    (
        "AppRunner",
        "ListVpcIngressConnections",
        &["VpcIngressConnectionSummaryList"],
    ),
    ("IAM", "ListAccessKeys", &["AccessKeyMetadata"]),
    ("IAM", "ListMFADevices", &["MFADevices"]),
    (
        "IAM",
        "ListServerCertificates",
        &["ServerCertificateMetadataList"],
    ),
    ("IAM", "ListVirtualMFADevices", &["VirtualMFADevices"]),
    ("Route 53", "GetHostedZone", &["HostedZone"]),
    ("Route 53", "ListHostedZones", &["HostedZones"]),
    ("Route 53", "ListHostedZonesByVPC", &["HostedZoneSummaries"]),
    (
        "Route 53",
        "ListQueryLoggingConfigs",
        &["QueryLoggingConfigs"],
    ),
    (
        "Route 53",
        "ListResourceRecordSets",
        &["ResourceRecordSets"],
    ),
    ("Route 53", "ListVPCAssociationAuthorizations", &["VPCs"]),
    ("VPC Lattice", "GetResourceConfiguration", &["arn", "id"]),
    ("VPC Lattice", "GetResourceGateway", &["arn", "id"]),
    ("VPC Lattice", "GetService", &["arn", "id"]),
    ("VPC Lattice", "GetServiceNetwork", &["arn", "id"]),
    (
        "VPC Lattice",
        "GetServiceNetworkResourceAssociation",
        &["arn", "id"],
    ),
    (
        "VPC Lattice",
        "GetServiceNetworkVpcAssociation",
        &["arn", "id"],
    ),
    ("VPC Lattice", "ListAccessLogSubscriptions", &["items"]),
    ("VPC Lattice", "ListDomainVerifications", &["items"]),
    ("VPC Lattice", "ListResourceConfigurations", &["items"]),
    (
        "VPC Lattice",
        "ListResourceEndpointAssociations",
        &["items"],
    ),
    ("VPC Lattice", "ListResourceGateways", &["items"]),
    (
        "VPC Lattice",
        "ListServiceNetworkResourceAssociations",
        &["items"],
    ),
    (
        "VPC Lattice",
        "ListServiceNetworkVpcAssociations",
        &["items"],
    ),
    (
        "VPC Lattice",
        "ListServiceNetworkVpcEndpointAssociations",
        &["items"],
    ),
    ("VPC Lattice", "ListServiceNetworks", &["items"]),
    ("VPC Lattice", "ListServices", &["items"]),
];

/// Refuses such answers.
#[derive(Debug)]
pub(super) struct Complete;

/// What such an answer lacks.
#[derive(Debug)]
pub(super) struct Lacks(&'static str);

impl fmt::Display for Lacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the answer has no `{}`", self.0)
    }
}

impl std::error::Error for Lacks {}

#[dyn_dispatch_hint]
impl Intercept for Complete {
    fn name(&self) -> &'static str {
        "Complete"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let asked = bag.load::<Metadata>();
        let body = context.response().body().bytes();
        match (asked, body, context.output_or_error()) {
            (Some(asked), Some(body), Ok(_)) => Ok(check(asked.service(), asked.name(), body)?),
            _ => Ok(()),
        }
    }
}

fn check(service: &str, operation: &str, body: &[u8]) -> Result<(), Lacks> {
    let row = MEMBERS
        .iter()
        .find(|(of, name, _)| *of == service && *name == operation);
    match row {
        Some((_, _, members)) if !members.iter().any(|member| has(body, member)) => {
            Err(Lacks(members[0]))
        }
        _ => Ok(()),
    }
}

/// Whether an answer has a member: of the object that JSON is, or an element anywhere in XML, which wraps
/// its results in names of their own.
fn has(body: &[u8], member: &str) -> bool {
    if body.trim_ascii_start().starts_with(b"{") {
        let members = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(body);
        return members.is_ok_and(|members| members.contains_key(member));
    }
    let tag = format!("<{member}");
    let ends = |after: Option<&u8>| matches!(after, Some(b'>' | b'/' | b' '));
    let starts = body.windows(tag.len()).enumerate();
    let mut found = starts.filter(|(_, part)| *part == tag.as_bytes());
    found.any(|(at, _)| ends(body.get(at + tag.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_always_sends_is_there_or_nobody_told() {
        let lattice = |body: &str| check("VPC Lattice", "ListServiceNetworks", body.as_bytes());
        assert!(lattice(r#"{"items": []}"#).is_ok());
        assert!(lattice(r#"{"items": [], "nextToken": "x"}"#).is_ok());
        assert!(lattice(r#"{"message": "\"items\""}"#).is_err());
        assert!(lattice("{}").is_err());
        let one = |body: &str| check("VPC Lattice", "GetServiceNetwork", body.as_bytes());
        assert!(one(r#"{"id": "sn-1"}"#).is_ok());
        let told = one(r#"{"__type": "InternalFailure"}"#).map_err(|error| error.to_string());
        assert_eq!(told, Err("the answer has no `arn`".to_owned()));
        let zones = |body: &str| check("Route 53", "ListHostedZones", body.as_bytes());
        assert!(zones("<R><HostedZones/></R>").is_ok());
        assert!(zones("<R><HostedZones><HostedZone/></HostedZones></R>").is_ok());
        assert!(zones("<R><HostedZonesX/></R>").is_err());
        // Of other operations nothing is known that would always be there.
        assert!(check("VPC Lattice", "GetAuthPolicy", b"{}").is_ok());
    }
}
