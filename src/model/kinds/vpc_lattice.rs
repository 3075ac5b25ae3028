//! VPC Lattice: resource gateways and configurations, service networks, and their associations.

use crate::model::id::Text;
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
    /// A service network.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ServiceNetworkSummary.html>
    ServiceNetwork {
        /// `sn-...`
        id: Text, gap;
        /// The name.
        name: Text, none;
    }
}

record! {
    /// The association of a service network with a VPC.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ServiceNetworkVpcAssociationSummary.html>
    ServiceNetworkVpcAssociation {
        /// `snva-...`
        id: Text, gap;
        /// `ACTIVE` and other states.
        status: Text, gap;
        /// The network.
        service_network_arn: Text, gap;
        /// The VPC.
        vpc_id: Text, gap;
    }
}

record! {
    /// The association of a service network with a resource configuration.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ServiceNetworkResourceAssociationSummary.html>
    ServiceNetworkResourceAssociation {
        /// `snra-...`
        id: Text, gap;
        /// `ACTIVE` and other states.
        status: Text, gap;
        /// The network.
        service_network_arn: Text, gap;
        /// The configuration.
        resource_configuration_arn: Text, gap;
        /// The name that AWS made for it.
        dns_name: Text, none;
    }
}
