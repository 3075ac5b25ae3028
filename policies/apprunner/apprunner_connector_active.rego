# METADATA
# title: VPC connector of a service is not active
# description: >-
#   A service whose egress goes through a VPC needs an active revision of a VPC connector. If the connector
#   is gone or inactive, the service cannot be deployed or scaled into the VPC. Revisions that no service uses
#   are not judged: inactive ones linger after they were deleted. A service that failed to be made or to be
#   deleted, or that is paused, is told too.
# custom:
#   id: apprunner-connector-active
#   severities: [high, info]
#   subject: apprunner.service
#   applies: {needs: [egress_type, status]}
#   needs:
#     - service_name
#     - vpc_connector_arn
#     - vpc_connector.status
#   messages:
#     none: "{service} sends its egress through a VPC and has no VPC connector"
#     gone: "{service} uses {connector}, which does not exist"
#     inactive: "{service} uses {connector}, which is {status}"
#     failed: "{service} is {status}"
#     paused: "{service} is paused"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: Make a new revision of the connector and let the service use it.
#     cli: |
#       aws apprunner create-vpc-connector --vpc-connector-name NAME --subnets SUBNET_1 SUBNET_2 --security-groups GROUP
#       aws apprunner update-service --service-arn SERVICE_ARN --network-configuration \
#         '{"EgressConfiguration":{"EgressType":"VPC","VpcConnectorArn":"CONNECTOR_ARN"}}'
#     terraform: |
#       resource "aws_apprunner_vpc_connector" "this" {
#         vpc_connector_name = "NAME"
#         subnets            = [aws_subnet.a.id, aws_subnet.b.id]
#         security_groups    = [aws_security_group.service.id]
#       }
#
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
#     - https://docs.aws.amazon.com/apprunner/latest/api/API_VpcConnector.html
package assize.apprunner.apprunner_connector_active

applies if {
	input.egress_type == "VPC"
	input.status != "DELETED"
}

deny contains {
	"facts": ["egress_type", "vpc_connector_arn"],
	"message": "none",
	"args": {"service": input.service_name},
	"severity": "high",
	"key": "connector",
} if {
	is_null(input.vpc_connector_arn)
}

deny contains {
	"facts": ["egress_type", "vpc_connector_arn", "vpc_connector"],
	"message": "gone",
	"args": {"service": input.service_name, "connector": input.vpc_connector_arn},
	"severity": "high",
	"key": "connector",
} if {
	is_string(input.vpc_connector_arn)
	not input.vpc_connector.status
}

deny contains {
	"facts": ["egress_type", "vpc_connector_arn", "vpc_connector.status"],
	"message": "inactive",
	"args": {
		"service": input.service_name,
		"connector": input.vpc_connector_arn,
		"status": input.vpc_connector.status,
	},
	"severity": "high",
	"key": "connector",
} if {
	input.vpc_connector.status != "ACTIVE"
}

deny contains {
	"facts": ["status"],
	"message": "failed",
	"args": {"service": input.service_name, "status": input.status},
	"severity": "high",
	"key": "service",
} if {
	input.status in ["CREATE_FAILED", "DELETE_FAILED"]
}

deny contains {
	"facts": ["status"],
	"message": "paused",
	"args": {"service": input.service_name},
	"severity": "info",
	"key": "service",
} if {
	input.status == "PAUSED"
}
