//! VPC Lattice: resource gateways and configurations with who uses them, and verified domains.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// A resource gateway: where traffic enters the VPC of the provider.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ResourceGatewaySummary.html>
    ResourceGateway {
        /// `rgw-...`
        id: Text, gap;
        /// The name.
        name: Text, none;
        /// `ACTIVE` and other states.
        status: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// Its subnets.
        subnet_ids: Vec<Text>, none;
        /// Its groups.
        security_group_ids: Vec<Text>, none;
        /// Where names of DNS resources are resolved: `IN_VPC` or `PUBLIC`; the default for those that
        /// were made before there was a choice is not told.
        resource_config_dns_resolution: Text, none;
    }
}

record! {
    /// A resource configuration: what is shared, and on which ports.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_GetResourceConfiguration.html>
    ResourceConfiguration {
        /// `rcfg-...`
        id: Text, gap;
        /// The name.
        name: Text, none;
        /// `ARN`, `SINGLE`, `GROUP` or `CHILD`.
        configuration_type: Text, gap;
        /// `ACTIVE` and other states.
        status: Text, gap;
        /// Its resource gateway.
        resource_gateway_id: Text, none;
        /// The group that a child belongs to.
        resource_configuration_group_id: Text, none;
        /// The name of a DNS resource.
        dns_resource_domain_name: Text, none, via "vpc-lattice:GetResourceConfiguration";
        /// The ARN of an ARN resource.
        arn_resource_arn: Text, none, via "vpc-lattice:GetResourceConfiguration";
        /// The address of an IP resource.
        ip_resource_ip_address: Text, none, via "vpc-lattice:GetResourceConfiguration";
        /// The name under which consumers may reach it.
        custom_domain_name: Text, none, via "vpc-lattice:GetResourceConfiguration";
        /// The ports, such as `5432` or `1-65535`; none for an ARN resource.
        port_ranges: Vec<Text>, none, via "vpc-lattice:GetResourceConfiguration";
        /// Whether it may be put into a service network that others share.
        allow_association_to_shareable_service_network: bool, none, via "vpc-lattice:GetResourceConfiguration";
        /// `VERIFIED`, `PENDING` or `VERIFICATION_TIMED_OUT`; none if the name needs no verification.
        domain_verification_status: Text, none, via "vpc-lattice:GetResourceConfiguration";
        /// With whom it is shared; only the owner is told.
        resource_policy: PolicyDocument, none, via "vpc-lattice:GetResourcePolicy";
        /// Where accesses are written down; only the owner is told.
        access_log_subscriptions: Vec<AccessLogSubscription>, none, via "vpc-lattice:ListAccessLogSubscriptions";
    }
}

record! {
    /// The use of a resource configuration by an endpoint, as the provider sees it.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ResourceEndpointAssociationSummary.html>
    ResourceEndpointAssociation {
        /// `rea-...`
        id: Text, gap;
        /// The configuration.
        resource_configuration_arn: Text, gap;
        /// The endpoint.
        vpc_endpoint_id: Text, gap;
        /// The account of the endpoint.
        vpc_endpoint_owner: Text, gap;
    }
}

record! {
    /// Where the accesses to something are written down.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_AccessLogSubscriptionSummary.html>
    AccessLogSubscription {
        /// A group of logs, a bucket or a stream.
        destination_arn: Text, gap;
        /// For a service network: `SERVICE` or `RESOURCE`, of whose accesses.
        service_network_log_type: Text, none;
    }
}

record! {
    /// A domain whose ownership was, or is to be, shown.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_DomainVerificationSummary.html>
    DomainVerification {
        /// `dv-...`
        id: Text, gap;
        /// The domain.
        domain_name: Text, gap;
        /// `VERIFIED`, `PENDING` or `VERIFICATION_TIMED_OUT`.
        status: Text, gap;
    }
}
