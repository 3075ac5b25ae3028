# METADATA
# title: VPC connector is not used, replaced, or there twice
# description: >-
#   An active connector that no service of the account and region uses, a revision of which a newer one
#   is active, and a connector with the subnets and groups of another one: several services can share
#   one. Each keeps interfaces and groups in the VPC that somebody has to look after.
# custom:
#   id: apprunner-unused-or-old-connectors
#   severities: [info]
#   subject: apprunner.vpc_connector
#   applies:
#     needs:
#       - status
#   needs:
#     - vpc_connector_name
#     - vpc_connector_revision
#     - services[].status
#     - newer_revisions[]
#     - twins[]
#   messages:
#     unused: "no service uses revision {revision} of {connector}"
#     old: "revision {revision} of {connector} is active, and so is the newer {newer}"
#     twin: "{connector} has the same subnets and groups as {twin}: services can share one"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Let services use one connector in its newest revision, and delete the others.
#     cli: |
#       aws apprunner update-service --service-arn SERVICE_ARN --network-configuration   '{"EgressConfiguration":{"EgressType":"VPC","VpcConnectorArn":"CONNECTOR_ARN"}}'
#       aws apprunner delete-vpc-connector --vpc-connector-arn OLD_CONNECTOR_ARN
#     terraform: |
#       resource "aws_apprunner_service" "each" {
#         for_each = var.services
#         # ...
#         network_configuration {
#           egress_configuration {
#             egress_type       = "VPC"
#             vpc_connector_arn = aws_apprunner_vpc_connector.shared.arn # one for all; remove the other connectors
#           }
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-vpc.html
#     - https://docs.aws.amazon.com/apprunner/latest/api/API_DeleteVpcConnector.html
package assize.apprunner.apprunner_unused_or_old_connectors

applies if input.status == "ACTIVE"

users := [service | some service in input.services; service.status != "DELETED"]

deny contains {
	"facts": ["services"],
	"message": "unused",
	"args": {"connector": input.vpc_connector_name, "revision": input.vpc_connector_revision},
	"key": "unused",
} if {
	count(users) == 0
}

deny contains {
	"facts": ["newer_revisions"],
	"message": "old",
	"args": {
		"connector": input.vpc_connector_name,
		"revision": input.vpc_connector_revision,
		"newer": max(input.newer_revisions),
	},
	"key": "old",
} if {
	count(input.newer_revisions) > 0
}

deny contains {
	"facts": [sprintf("twins[%d]", [i])],
	"message": "twin",
	"args": {"connector": input.vpc_connector_name, "twin": twin},
	"key": sprintf("twin %s", [twin]),
} if {
	some i, twin in input.twins
}
