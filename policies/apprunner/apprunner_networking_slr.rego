# METADATA
# title: Role for the interfaces of VPC connectors is missing
# description: >-
#   App Runner makes the interfaces of a connector with the service-linked role
#   AWSServiceRoleForAppRunnerNetworking. Without it, connectors cannot be made and no new interface
#   can: services that use one cannot grow or be deployed.
# custom:
#   id: apprunner-networking-slr
#   severities: [low]
#   subject: apprunner.vpc_connector
#   applies:
#     needs:
#       - status
#   needs:
#     - vpc_connector_name
#     - networking_role.role_name
#   messages:
#     missing: "{connector} needs the role AWSServiceRoleForAppRunnerNetworking, which is not there"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Make the service-linked role; App Runner makes it too with the next connector, if its caller may
#       make such roles.
#     cli: |
#       aws iam create-service-linked-role --aws-service-name networking.apprunner.amazonaws.com
#     terraform: |
#       resource "aws_iam_service_linked_role" "apprunner_networking" {
#         aws_service_name = "networking.apprunner.amazonaws.com"
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/using-service-linked-roles-networking.html
package assize.apprunner.apprunner_networking_slr

applies if input.status == "ACTIVE"

deny contains {
	"facts": ["status", "networking_role"],
	"message": "missing",
	"args": {"connector": input.vpc_connector_name},
} if {
	not input.networking_role.role_name
}
