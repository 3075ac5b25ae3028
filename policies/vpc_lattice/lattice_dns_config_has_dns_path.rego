# METADATA
# title: Name of a resource by DNS name does not lead to its endpoint
# description: >-
#   For a resource that is given by DNS name, AWS makes no private zone unless the configuration has a custom
#   domain name that the endpoint's preference lets in; private DNS that is on says nothing about it. Without
#   a zone of your own the name is answered as everywhere, with an address in the provider's VPC that no route
#   leads to. Judged is what the name resolves to in the endpoint's VPC: it has to be addresses of the
#   endpoint, and no others. It passes too if scanned workloads name the endpoint by the name that AWS made
#   for it, and none by the resource's own name. What a name resolves to follows from documents of AWS and was
#   not tried on a live account.
# custom:
#   id: lattice-dns-config-has-dns-path
#   severities: [high]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["dns_resources[].name"]}
#   needs:
#     - vpc_endpoint_id
#     - vpc_id
#     - dns_resources[].answer
#     - dns_resources[].addresses[]
#     - dns_resources[].is_endpoint
#     - dns_resources[].decided_by
#     - dns_resources[].is_used
#     - dns_resources[].is_used_by_made_name
#   messages:
#     elsewhere: "{name} leads to {addresses} in {vpc}, not only to {endpoint}"
#     public: "{name} is answered by public DNS in {vpc}, not with the addresses of {endpoint}"
#     unanswered: "{name} has no address in {vpc} ({answer} by {by}), although {endpoint} is there for it"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Give the resource configuration a custom domain name that is the resource's own name, and let the
#       endpoint have it. Or make a private zone of exactly that name in the consumer's VPC, with an alias to
#       the name that AWS made for the endpoint.
#     cli: |
#       aws vpc-lattice create-resource-configuration --name NAME --type SINGLE --resource-gateway-identifier GATEWAY_ID \
#         --port-ranges 5432 --custom-domain-name DOMAIN_NAME \
#         --resource-configuration-definition 'dnsResource={domainName=DOMAIN_NAME,ipAddressType=IPV4}'
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --private-dns-enabled \
#         --dns-options PrivateDnsPreference=SPECIFIED_DOMAINS_ONLY,PrivateDnsSpecifiedDomains=DOMAIN_NAME
#     terraform: |
#       resource "aws_vpclattice_resource_configuration" "this" {
#         custom_domain_name = "DOMAIN_NAME"
#         # ...
#       }
#
#       resource "aws_vpc_endpoint" "this" {
#         vpc_endpoint_type          = "Resource"
#         resource_configuration_arn = aws_vpclattice_resource_configuration.this.arn
#         private_dns_enabled        = true
#
#         dns_options {
#           private_dns_preference        = "SPECIFIED_DOMAINS_ONLY"
#           private_dns_specified_domains = ["DOMAIN_NAME"]
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
package assize.vpc_lattice.lattice_dns_config_has_dns_path

applies if count(input.dns_resources) > 0

# Nobody who is known asks for the resource's own name.
is_avoided(resource) if {
	resource.is_used_by_made_name == true
	resource.is_used == false
}

facts(i) := [
	sprintf("dns_resources[%d].name", [i]),
	sprintf("dns_resources[%d].answer", [i]),
	sprintf("dns_resources[%d].is_endpoint", [i]),
]

deny contains {
	"facts": array.concat(facts(i), [sprintf("dns_resources[%d].addresses", [i])]),
	"message": "elsewhere",
	"args": {
		"name": resource.name,
		"addresses": resource.addresses,
		"vpc": input.vpc_id,
		"endpoint": input.vpc_endpoint_id,
	},
	"key": resource.name,
} if {
	some i, resource in input.dns_resources
	resource.is_endpoint == false
	resource.answer == "addresses"
	not is_avoided(resource)
}

deny contains {
	"facts": facts(i),
	"message": "public",
	"args": {"name": resource.name, "vpc": input.vpc_id, "endpoint": input.vpc_endpoint_id},
	"key": resource.name,
} if {
	some i, resource in input.dns_resources
	resource.is_endpoint == false
	resource.answer == "public"
	not is_avoided(resource)
}

deciding(resource) := resource.decided_by if is_string(resource.decided_by)

deciding(resource) := "the resolver" if is_null(resource.decided_by)

deny contains {
	"facts": facts(i),
	"message": "unanswered",
	"args": {
		"name": resource.name,
		"vpc": input.vpc_id,
		"answer": resource.answer,
		"by": deciding(resource),
		"endpoint": input.vpc_endpoint_id,
	},
	"key": resource.name,
} if {
	some i, resource in input.dns_resources
	resource.is_endpoint == false
	not resource.answer in ["addresses", "public"]
	not is_avoided(resource)
}
