# METADATA
# title: Accesses through VPC Lattice are not written down
# description: >-
#   VPC Lattice writes down who used a resource configuration or a service network where its owner
#   subscribes to that. Without a subscription nobody can tell afterwards. A configuration in a group
#   counts with the subscriptions of the group. Consumers are not told; for what is shared with an
#   account, its owner decides.
# custom:
#   id: lattice-access-logs
#   severities: [low]
#   subject: vpc_lattice.shareable
#   needs:
#     - id
#     - access_log_destinations[]
#   messages:
#     none: "No access to {id} is written down"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Subscribe to the access logs of the configuration or network.
#     cli: |
#       aws vpc-lattice create-access-log-subscription --resource-identifier RESOURCE_ID --destination-arn LOG_GROUP_ARN
#     terraform: |
#       resource "aws_vpclattice_access_log_subscription" "this" {
#         resource_identifier = "RESOURCE_ID"
#         destination_arn     = aws_cloudwatch_log_group.this.arn
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html
package assize.vpc_lattice.lattice_access_logs

deny contains {
	"facts": ["access_log_destinations"],
	"message": "none",
	"args": {"id": input.id},
} if {
	count(input.access_log_destinations) == 0
}
