# METADATA
# title: Service names private hosts that its egress does not reach
# description: >-
#   With egress past any VPC an App Runner service reaches public addresses only. If its environment names an
#   address of private use, or a database or cache without a public address, the service cannot connect.
#   Hosts inside of secrets and parameters are not seen, nor is the environment of a service that keeps its
#   configuration in its source repository: that one stays unknown.
# custom:
#   id: apprunner-egress-vpc
#   severities: [high]
#   subject: apprunner.service
#   needs:
#     - service_name
#     - egress_type
#     - unreachable_hosts[].host
#     - unreachable_hosts[].variable
#     - unreachable_hosts[].sort
#   messages:
#     unreachable: "{service} names {hosts} in {variables}, and its egress of type {egress} does not reach private hosts"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Send the egress of the service through a VPC connector in the VPC of the host. All egress goes through
#       the VPC then: what it needs of the internet takes a NAT gateway.
#     cli: |
#       aws apprunner create-vpc-connector --vpc-connector-name NAME --subnets SUBNET_1 SUBNET_2 --security-groups GROUP
#       aws apprunner update-service --service-arn SERVICE_ARN --network-configuration \
#         '{"EgressConfiguration":{"EgressType":"VPC","VpcConnectorArn":"CONNECTOR_ARN"}}'
#     terraform: |
#       resource "aws_apprunner_service" "this" {
#         # ...
#         network_configuration {
#           egress_configuration {
#             egress_type       = "VPC"
#             vpc_connector_arn = aws_apprunner_vpc_connector.this.arn
#           }
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
package assize.apprunner.apprunner_egress_vpc

deny contains {
	"facts": array.concat(["egress_type"], facts),
	"message": "unreachable",
	"args": {
		"service": input.service_name,
		"egress": input.egress_type,
		"hosts": sort({host.host | some host in input.unreachable_hosts}),
		"variables": sort({host.variable | some host in input.unreachable_hosts}),
	},
} if {
	count(input.unreachable_hosts) > 0
	facts := [sprintf("unreachable_hosts[%d].host", [i]) | some i, _ in input.unreachable_hosts]
}
