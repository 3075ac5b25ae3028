//! VPC endpoints of every type, with the associations of resource endpoints.

use crate::model::id::Text;
use crate::model::kinds::ec2_network::GroupIdentifier;
use crate::model::kinds::ec2_vpc::Tag;
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
        /// The resources behind it.
        /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointAssociations.html>
        associations: Vec<VpcEndpointAssociation>, none, via "ec2:DescribeVpcEndpointAssociations";
        /// Tags.
        tags: Vec<Tag>, none;
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
