# METADATA
# title: Resource gateway asks the wrong resolver for the name of its target
# description: >-
#   A resource gateway resolves the name of a target publicly, or in its VPC if it was made so (IN_VPC).
#   A name that a private zone of the VPC answers is not found publicly, or found elsewhere. In the VPC,
#   a resource endpoint whose custom domain holds the name leads back to the gateway. Names of AWS
#   services, as those of databases, are answered publicly with private addresses. A gateway that says
#   nothing is taken to resolve publicly; that was not confirmed with a live account.
# custom:
#   id: lattice-gateway-dns-mode
#   severities: [medium]
#   subject: vpc_lattice.resource_configuration
#   applies: {needs: ["dns_resource_domain_name"]}
#   needs:
#     - id
#     - resource_gateway.id
#     - resource_gateway.resource_config_dns_resolution
#     - gateway_vpc_zone
#     - looping_endpoints[]
#   messages:
#     public: "{name} of {configuration} is answered by {zone} in the VPC of {gateway}, which resolves names publicly"
#     loop: "{name} of {configuration} leads back through {endpoint}, whose custom domain holds it: {gateway} resolves names in its VPC"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Make a gateway that resolves names in its VPC, and move the configuration to it: the setting
#       cannot be changed. Where an endpoint in the VPC has the name, resolve publicly, or give the
#       endpoint another custom domain.
#     cli: |
#       aws vpc-lattice create-resource-gateway --name NAME --vpc-identifier VPC_ID --subnet-ids SUBNET_IDS \
#         --resource-config-dns-resolution IN_VPC
#     terraform: |
#       # terraform apply -replace=aws_vpclattice_resource_gateway.this
#       resource "aws_vpclattice_resource_gateway" "this" {
#         # ...
#         resource_config_dns_resolution = "IN_VPC"
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-gateway.html
#     - https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_CreateResourceGateway.html
package assize.vpc_lattice.lattice_gateway_dns_mode

name := trim_suffix(lower(input.dns_resource_domain_name), ".") if is_string(input.dns_resource_domain_name)

applies if is_string(input.dns_resource_domain_name)

of_aws if endswith(name, ".amazonaws.com")

of_aws if endswith(name, ".amazonaws.com.cn")

resolves_publicly(mode) if is_null(mode)

resolves_publicly(mode) if mode == "PUBLIC"

deny contains {
	"facts": ["gateway_vpc_zone", "resource_gateway.resource_config_dns_resolution"],
	"message": "public",
	"args": {
		"name": name,
		"configuration": input.id,
		"zone": input.gateway_vpc_zone,
		"gateway": input.resource_gateway.id,
	},
	"key": "public",
} if {
	resolves_publicly(input.resource_gateway.resource_config_dns_resolution)
	is_string(input.gateway_vpc_zone)
	not of_aws
}

deny contains {
	"facts": [sprintf("looping_endpoints[%d]", [i]), "resource_gateway.resource_config_dns_resolution"],
	"message": "loop",
	"args": {
		"name": name,
		"configuration": input.id,
		"endpoint": endpoint,
		"gateway": input.resource_gateway.id,
	},
	"key": endpoint,
} if {
	input.resource_gateway.resource_config_dns_resolution == "IN_VPC"
	some i, endpoint in input.looping_endpoints
}
