# METADATA
# title: Database is given by DNS name where its ARN would do
# description: >-
#   For a cluster or instance that is given by ARN, AWS makes and keeps the private zones of its names, and
#   the endpoint's addresses stand in no record that somebody has to keep. Judged are configurations whose DNS
#   name is the name of a cluster or an instance, by itself or by way of CNAMEs in the VPC of the gateway. A
#   proxy cannot be given by ARN and passes. The name of one instance may be meant, to keep to that instance:
#   waive the finding then.
# custom:
#   id: lattice-prefer-arn-over-dns
#   severities: [low]
#   subject: vpc_lattice.resource_configuration
#   applies: {needs: [dns_resource_domain_name]}
#   needs:
#     - id
#     - named_database.sort
#     - named_database.name
#     - named_database.resource_arn
#   messages:
#     by_name: "{configuration} gives {name}, the {sort} {database}, by DNS name: by its ARN AWS would keep its private zones"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: Make a configuration of type ARN for the database, let consumers make endpoints to it, and delete the old one.
#     cli: |
#       aws vpc-lattice create-resource-configuration --name NAME --type ARN --resource-gateway-identifier GATEWAY_ID \
#         --resource-configuration-definition 'arnResource={arn=DATABASE_ARN}'
#     terraform: |
#       resource "aws_vpclattice_resource_configuration" "this" {
#         name                        = "NAME"
#         type                        = "ARN"
#         resource_gateway_identifier = aws_vpclattice_resource_gateway.this.id
#
#         resource_configuration_definition {
#           arn_resource {
#             arn = "DATABASE_ARN"
#           }
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/resource-configuration.html
package assize.vpc_lattice.lattice_prefer_arn_over_dns

applies if is_string(input.dns_resource_domain_name)

deny contains {
	"facts": ["dns_resource_domain_name", "named_database.name", "named_database.resource_arn"],
	"message": "by_name",
	"args": {
		"configuration": input.id,
		"name": input.dns_resource_domain_name,
		"sort": input.named_database.sort,
		"database": input.named_database.resource_arn,
	},
} if {
	input.named_database.sort in ["cluster", "instance"]
}
