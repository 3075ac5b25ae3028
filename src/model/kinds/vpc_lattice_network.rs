//! VPC Lattice: service networks with their associations, and services.

use crate::model::id::Text;
use crate::model::kinds::policy::PolicyDocument;
use crate::model::kinds::vpc_lattice::AccessLogSubscription;
use crate::record;

record! {
    /// A service network.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ServiceNetworkSummary.html>
    ServiceNetwork {
        /// `sn-...`
        id: Text, gap;
        /// The name.
        name: Text, none;
        /// How many services are in it.
        number_of_associated_services: i64, gap;
        /// `NONE`, or `AWS_IAM` if the policy decides.
        auth_type: Text, gap, via "vpc-lattice:GetServiceNetwork";
        /// Who may call its services; only the owner is told.
        auth_policy: PolicyDocument, none, via "vpc-lattice:GetAuthPolicy";
        /// With whom it is shared; only the owner is told.
        resource_policy: PolicyDocument, none, via "vpc-lattice:GetResourcePolicy";
        /// Where accesses are written down; only the owner is told.
        access_log_subscriptions: Vec<AccessLogSubscription>, none, via "vpc-lattice:ListAccessLogSubscriptions";
        /// The endpoints that lead to it; only the owner is told.
        vpc_endpoint_associations: Vec<ServiceNetworkEndpointAssociation>, none, via "vpc-lattice:ListServiceNetworkVpcEndpointAssociations";
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
        /// The groups that filter what goes from the VPC to the network; none lets all through.
        security_group_ids: Vec<Text>, none, via "vpc-lattice:GetServiceNetworkVpcAssociation";
        /// Whether private names of resources are answered in the VPC.
        private_dns_enabled: bool, default(false), via "vpc-lattice:GetServiceNetworkVpcAssociation";
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
        /// Whether the private name of the resource is answered in the VPCs of the network.
        private_dns_enabled: bool, default(false), via "vpc-lattice:GetServiceNetworkResourceAssociation";
    }
}

record! {
    /// An endpoint that leads to a service network.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ServiceNetworkEndpointAssociation.html>
    ServiceNetworkEndpointAssociation {
        /// `vpce-...`
        vpc_endpoint_id: Text, gap;
        /// The account of the endpoint.
        vpc_endpoint_owner_id: Text, gap;
        /// The VPC.
        vpc_id: Text, gap;
        /// The state.
        state: Text, gap;
    }
}

record! {
    /// A service, of the account or shared with it.
    /// <https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_GetService.html>
    LatticeService {
        /// `svc-...`
        id: Text, gap;
        /// The name.
        name: Text, none;
        /// `ACTIVE` and other states.
        status: Text, gap;
        /// The name that AWS made for it.
        dns_name: Text, none;
        /// The name that its owner gave it.
        custom_domain_name: Text, none;
        /// `NONE`, or `AWS_IAM` if the policy decides.
        auth_type: Text, gap, via "vpc-lattice:GetService";
        /// Who may call it; only the owner is told.
        auth_policy: PolicyDocument, none, via "vpc-lattice:GetAuthPolicy";
        /// Where accesses are written down; only the owner is told.
        access_log_subscriptions: Vec<AccessLogSubscription>, none, via "vpc-lattice:ListAccessLogSubscriptions";
    }
}
