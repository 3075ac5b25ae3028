# METADATA
# title: Service is open to the internet, or closed and without a way in
# description: >-
#   A service that is publicly accessible is told for information: its address is all that anybody needs
#   to call its code. One that is not is reached by a VPC ingress connection alone, and without one that
#   is available nobody reaches it. Whether a web ACL stands in front of a public service is not judged.
# custom:
#   id: apprunner-public-ingress-waf
#   severities: [medium, info]
#   subject: apprunner.service
#   applies:
#     needs:
#       - status
#   needs:
#     - service_name
#     - is_publicly_accessible
#     - ingress_connections[].status
#   messages:
#     public: "{service} is reachable from the internet"
#     no_way: "{service} is not publicly accessible, and no VPC ingress connection to it is available"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "2.2.1"]
#     nist-800-53-r5: ["AC-4", "CM-6", "SC-7"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Put a web ACL in front of a service that must be public. Make one private that need not be, with a
#       VPC ingress connection for those who call it.
#     cli: |
#       aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn SERVICE_ARN
#       aws apprunner update-service --service-arn SERVICE_ARN --network-configuration '{"IngressConfiguration":{"IsPubliclyAccessible":false}}'
#       aws apprunner create-vpc-ingress-connection --service-arn SERVICE_ARN --vpc-ingress-connection-name NAME \
#         --ingress-vpc-configuration VpcId=VPC,VpcEndpointId=ENDPOINT
#     terraform: |
#       resource "aws_wafv2_web_acl_association" "this" {
#         resource_arn = aws_apprunner_service.this.arn
#         web_acl_arn  = aws_wafv2_web_acl.this.arn
#       }
#
#       resource "aws_apprunner_service" "private" {
#         # ...
#         network_configuration {
#           ingress_configuration {
#             is_publicly_accessible = false
#           }
#         }
#       }
#   references:
#     - https://docs.aws.amazon.com/apprunner/latest/dg/waf.html
#     - https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html
package assize.apprunner.apprunner_public_ingress_waf

applies if input.status != "DELETED"

deny contains {
	"facts": ["is_publicly_accessible"],
	"message": "public",
	"args": {"service": input.service_name},
	"severity": "info",
	"key": "public",
} if {
	input.is_publicly_accessible
}

available := [connection | some connection in input.ingress_connections; connection.status == "AVAILABLE"]

deny contains {
	"facts": array.concat(
		["is_publicly_accessible", "ingress_connections"],
		[sprintf("ingress_connections[%d].status", [i]) | some i, _ in input.ingress_connections],
	),
	"message": "no_way",
	"args": {"service": input.service_name},
	"severity": "medium",
	"key": "way-in",
} if {
	input.is_publicly_accessible == false
	count(available) == 0
}
