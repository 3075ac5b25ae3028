# METADATA
# title: Service is open to the internet, without a web ACL or with one, or closed and without a way in
# description: >-
#   The address of a service that is publicly accessible is all that anybody needs to call its code: without a web
#   ACL of WAF nothing stands before it, and with one it is told for information. A service that is not public is
#   reached by a VPC ingress connection alone, and without one that is available nobody reaches it. Which requests
#   the rules of a web ACL block is not judged.
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
#     - web_acl_arn
#     - has_way_in
#   messages:
#     public: "{service} is reachable from the internet, behind {acl}"
#     no_waf: "{service} is reachable from the internet, and no web ACL stands in front of it"
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
	"facts": ["is_publicly_accessible", "web_acl_arn"],
	"message": "public",
	"args": {"service": input.service_name, "acl": input.web_acl_arn},
	"severity": "info",
	"key": "public",
} if {
	input.is_publicly_accessible
	is_string(input.web_acl_arn)
}

deny contains {
	"facts": ["is_publicly_accessible", "web_acl_arn"],
	"message": "no_waf",
	"args": {"service": input.service_name},
	"severity": "medium",
	"key": "public",
} if {
	input.is_publicly_accessible
	is_null(input.web_acl_arn)
}

deny contains {
	"facts": ["is_publicly_accessible", "has_way_in"],
	"message": "no_way",
	"args": {"service": input.service_name},
	"severity": "medium",
	"key": "way-in",
} if {
	input.is_publicly_accessible == false
	input.has_way_in == false
}
