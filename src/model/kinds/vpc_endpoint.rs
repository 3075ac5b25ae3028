//! VPC endpoints of every type, with their services and the associations of resource endpoints.

use crate::model::id::Text;
use crate::model::kinds::ec2_network::GroupIdentifier;
use crate::model::kinds::ec2_vpc::Tag;
use crate::model::kinds::policy::PolicyDocument;
use crate::record;

record! {
    /// A VPC endpoint.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html>
    VpcEndpoint {
        /// `vpce-...`
        vpc_endpoint_id: Text, gap;
        /// `Interface`, `Gateway`, `GatewayLoadBalancer`, `Resource` or `ServiceNetwork`.
        vpc_endpoint_type: Text, gap;
        /// The account that owns it.
        owner_id: Text, gap;
        /// Its VPC.
        vpc_id: Text, gap;
        /// The state in lower case: AWS sends both `available` and `Available`.
        state: Text, gap;
        /// The service, for endpoints to services.
        service_name: Text, none;
        /// What the service says of itself.
        service: ServiceDetail, none, via "ec2:DescribeVpcEndpointServices";
        /// The resource configuration, for `Resource` endpoints.
        resource_configuration_arn: Text, none;
        /// The service network, for `ServiceNetwork` endpoints.
        service_network_arn: Text, none;
        /// Whether private DNS names are made in the VPC.
        private_dns_enabled: bool, gap;
        /// For which names the consumer lets private zones be made (`VERIFIED_DOMAINS_ONLY`, ...).
        private_dns_preference: Text, none;
        /// The names for `SPECIFIED_DOMAINS_ONLY`.
        private_dns_specified_domains: Vec<Text>, none;
        /// Names of an interface endpoint; empty for resource endpoints, whose names the
        /// associations carry.
        dns_entries: Vec<DnsEntry>, none;
        /// Its interfaces.
        network_interface_ids: Vec<Text>, none;
        /// Its subnets.
        subnet_ids: Vec<Text>, none;
        /// Its route tables, for gateway endpoints.
        route_table_ids: Vec<Text>, none;
        /// Its groups.
        groups: Vec<GroupIdentifier>, none;
        /// Who may do what through it, for endpoints that have a policy.
        policy_document: PolicyDocument, none;
        /// The code of what went wrong with it last.
        last_error_code: Text, none;
        /// The resources behind it.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointAssociations.html>
        associations: Vec<VpcEndpointAssociation>, none, via "ec2:DescribeVpcEndpointAssociations";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// The service that an endpoint leads to.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceDetail.html>
    ServiceDetail {
        /// `amazon`, or the account that offers it.
        owner: Text, gap;
        /// The ids of the zones in which it can be reached.
        availability_zone_ids: Vec<Text>, none;
        /// The names that private DNS answers in the VPC; none if it has no such name.
        private_dns_names: Vec<Text>, none;
        /// Whether each endpoint needs the consent of the owner.
        acceptance_required: bool, gap;
    }
}

record! {
    /// A service that the account offers through endpoints.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ServiceConfiguration.html>
    EndpointService {
        /// `vpce-svc-...`
        service_id: Text, gap;
        /// The name by which endpoints ask for it.
        service_name: Text, gap;
        /// `Available` and other states.
        service_state: Text, gap;
        /// Whether each endpoint needs the consent of the account.
        acceptance_required: bool, gap;
        /// The network load balancers behind it.
        network_load_balancer_arns: Vec<Text>, none;
        /// The gateway load balancers behind it.
        gateway_load_balancer_arns: Vec<Text>, none;
        /// The name that private DNS answers in the VPCs of consumers.
        private_dns_name: Text, none;
        /// Who may make endpoints to it; `*` is everybody.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServicePermissions.html>
        allowed_principals: Vec<AllowedPrincipal>, none, via "ec2:DescribeVpcEndpointServicePermissions";
        /// Tags.
        tags: Vec<Tag>, none;
    }
}

record! {
    /// Who may make endpoints to a service.
    AllowedPrincipal {
        /// The ARN, or `*`.
        principal: Text, gap;
        /// `All`, `Service`, `OrganizationUnit`, `Account`, `User` or `Role`.
        principal_type: Text, none;
    }
}

record! {
    /// A name that resolves to an endpoint.
    DnsEntry {
        /// The name.
        dns_name: Text, gap;
        /// The zone for alias records.
        hosted_zone_id: Text, none;
    }
}

record! {
    /// One resource behind an endpoint.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointAssociation.html>
    VpcEndpointAssociation {
        /// Its id.
        id: Text, gap;
        /// `Accessible` or `Inaccessible`.
        associated_resource_accessibility: Text, none;
        /// The resource or service.
        associated_resource_arn: Text, none;
        /// The group of configurations it came with.
        resource_configuration_group_arn: Text, none;
        /// The service network it came with.
        service_network_arn: Text, none;
        /// The name that AWS made for it.
        dns_entry: DnsEntry, none;
        /// The resource's own name, if a private zone answers it.
        private_dns_entry: DnsEntry, none;
        /// Why it failed.
        failure_code: Text, none;
    }
}
