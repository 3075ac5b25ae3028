# METADATA
# title: Nothing in the account keeps records with addresses of endpoints right
# description: >-
#   Addresses that records write out stay right only if something follows the endpoints: a rule of EventBridge
#   for the calls that make, change or delete endpoints, or one that starts at times a function that may
#   change records. Judged are the enabled rules of the default bus in the account and region of the VPC. What
#   runs elsewhere, such as Terraform in continuous integration, no account tells: where the VPC or one of its
#   endpoints is tagged as managed so, the verdict is unknown. What the function does is not judged.
# custom:
#   id: phz-drift-automation-present
#   severities: [info]
#   subject: ec2.vpc
#   applies: {needs: ["hard_coded_names[].name"]}
#   needs:
#     - vpc_id
#     - hard_coded_names[].vpc_endpoint_id
#     - endpoint_automation[].name
#   messages:
#     none: "No rule of EventBridge follows {endpoints}, whose addresses records of {vpc} write out: {names}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "SC-7", "SC-20"]
#     soc2: ["A1.2", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Point aliases at the names that AWS made for the endpoints, so that nothing has to be kept right. Or let a
#       rule start a function that writes the present addresses when an endpoint changes.
#     cli: |
#       aws events put-rule --name endpoint-changes --event-pattern \
#         '{"source":["aws.ec2"],"detail-type":["AWS API Call via CloudTrail"],"detail":{"eventName":["CreateVpcEndpoint","ModifyVpcEndpoint","DeleteVpcEndpoints"]}}'
#       aws events put-targets --rule endpoint-changes --targets Id=1,Arn=FUNCTION_ARN
#     terraform: |
#       resource "aws_cloudwatch_event_rule" "endpoint_changes" {
#         name = "endpoint-changes"
#         event_pattern = jsonencode({
#           source        = ["aws.ec2"]
#           "detail-type" = ["AWS API Call via CloudTrail"]
#           detail        = { eventName = ["CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"] }
#         })
#       }
#   references:
#     - https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
package assize.route53.phz_drift_automation_present

applies if count(input.hard_coded_names) > 0

deny contains {
	"facts": array.concat(
		["endpoint_automation"],
		[sprintf("hard_coded_names[%d].name", [i]) | some i, _ in input.hard_coded_names],
	),
	"message": "none",
	"args": {
		"vpc": input.vpc_id,
		"endpoints": sort({name.vpc_endpoint_id | some name in input.hard_coded_names}),
		"names": sort({name.name | some name in input.hard_coded_names}),
	},
} if {
	count(input.endpoint_automation) == 0
}
