//! Why packets end somewhere, in the words of AWS.

/// An explanation code of the Reachability Analyzer.
/// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Code {
    BadState,
    BadStateAttachment,
    BadStateRoute,
    DisconnectedVpcs,
    CannotRoute,
    Elbv2ListenersMismatch,
    ElbInstalledAzRestriction,
    ElbNotCrosszone,
    EniSgRulesMismatch,
    EniSourceDestCheckRestriction,
    IgwDestinationAddressNotInRfc1918Egress,
    IgwDestinationAddressNotInRfc6598Egress,
    IgwPrivateIpAssociationForIngress,
    IgwPublicIpAssociationForEgress,
    IngressRtbNoPublicIp,
    IngressRtbTrafficRedirection,
    NgwRequiresSourceInVpc,
    NgwSourceAddressReassign,
    NoPossibleDestination,
    RegionalNgwRouteAzRestriction,
    NoRouteToDestination,
    ProtocolRestriction,
    SgHasNoRules,
    SgReferencesNotPreserved,
    SgReferencingSupport,
    SubnetAclRestriction,
    UnknownResource,
    VpceGatewayEgressSourceAddressRestriction,
    VpceGatewayProtocolRestriction,
    PcxRequiresAddressInVpcCidr,
    TgwAttachMissingTgwRtbAssociation,
    TgwRouteAzRestriction,
    TgwRtbBadStateRoute,
    TgwRtbNoRouteToTgwAttachment,
    VgwPrivateIpAssociationForEgress,
    VpcBlockPublicAccessEnabled,
    BadStateVpn,
}

impl Code {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Code::BadState => "BAD_STATE",
            Code::BadStateAttachment => "BAD_STATE_ATTACHMENT",
            Code::BadStateRoute => "BAD_STATE_ROUTE",
            Code::DisconnectedVpcs => "DISCONNECTED_VPCS",
            Code::CannotRoute => "CANNOT_ROUTE",
            Code::Elbv2ListenersMismatch => "ELBV2_LISTENERS_MISMATCH",
            Code::ElbInstalledAzRestriction => "ELB_INSTALLED_AZ_RESTRICTION",
            Code::ElbNotCrosszone => "ELB_NOT_CROSSZONE",
            Code::EniSgRulesMismatch => "ENI_SG_RULES_MISMATCH",
            Code::EniSourceDestCheckRestriction => "ENI_SOURCE_DEST_CHECK_RESTRICTION",
            Code::IgwDestinationAddressNotInRfc1918Egress => {
                "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
            }
            Code::IgwDestinationAddressNotInRfc6598Egress => {
                "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
            }
            Code::IgwPrivateIpAssociationForIngress => "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
            Code::IgwPublicIpAssociationForEgress => "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
            Code::IngressRtbNoPublicIp => "INGRESS_RTB_NO_PUBLIC_IP",
            Code::IngressRtbTrafficRedirection => "INGRESS_RTB_TRAFFIC_REDIRECTION",
            Code::NgwRequiresSourceInVpc => "NGW_REQUIRES_SOURCE_IN_VPC",
            Code::NgwSourceAddressReassign => "NGW_SOURCE_ADDRESS_REASSIGN",
            Code::RegionalNgwRouteAzRestriction => "REGIONAL_NGW_ROUTE_AZ_RESTRICTION",
            Code::NoPossibleDestination => "NO_POSSIBLE_DESTINATION",
            Code::NoRouteToDestination => "NO_ROUTE_TO_DESTINATION",
            Code::ProtocolRestriction => "PROTOCOL_RESTRICTION",
            Code::SgHasNoRules => "SG_HAS_NO_RULES",
            Code::SgReferencesNotPreserved => "SG_REFERENCES_NOT_PRESERVED",
            Code::SgReferencingSupport => "SG_REFERENCING_SUPPORT",
            Code::SubnetAclRestriction => "SUBNET_ACL_RESTRICTION",
            Code::UnknownResource => "UNKNOWN_RESOURCE",
            Code::VpceGatewayEgressSourceAddressRestriction => {
                "VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION"
            }
            Code::VpceGatewayProtocolRestriction => "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
            Code::PcxRequiresAddressInVpcCidr => "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
            Code::TgwAttachMissingTgwRtbAssociation => "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
            Code::TgwRouteAzRestriction => "TGW_ROUTE_AZ_RESTRICTION",
            Code::TgwRtbBadStateRoute => "TGW_RTB_BAD_STATE_ROUTE",
            Code::TgwRtbNoRouteToTgwAttachment => "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
            Code::VgwPrivateIpAssociationForEgress => "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS",
            Code::VpcBlockPublicAccessEnabled => "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
            Code::BadStateVpn => "BAD_STATE_VPN",
        }
    }
}
