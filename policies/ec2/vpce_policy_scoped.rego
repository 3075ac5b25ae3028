# METADATA
# title: Policy of an endpoint lets anybody do anything to any resource
# description: >-
#   The policy of an endpoint says who may do what through it. The default lets everybody do everything
#   to all resources, those of other accounts too: data can be carried out through it with foreign
#   credentials. It should name principals or resources, or the organization or account of one of both: a
#   condition that only asks whether there is one, or has a wildcard in its place, names nobody. A policy
#   for S3 must keep the buckets in which ECR has the layers of images (prod-REGION-starport-
#   layer-bucket). Endpoints to services without such policies are not judged.
# custom:
#   id: vpce-policy-scoped
#   severities: [low]
#   subject: ec2.vpc_endpoint
#   applies: {needs: ["policy_document.version"]}
#   needs:
#     - vpc_endpoint_id
#     - policy_document.statements[].effect
#     - policy_document.statements[].principals[].value
#     - policy_document.statements[].not_principals[].value
#     - policy_document.statements[].actions[]
#     - policy_document.statements[].resources[]
#     - policy_document.statements[].not_resources[]
#     - policy_document.statements[].conditions[].operator
#     - policy_document.statements[].conditions[].key
#     - policy_document.statements[].conditions[].values[]
#   messages:
#     default: "The policy of {endpoint} lets everybody do everything to all resources"
#     open: "The policy of {endpoint} lets everybody call {actions} on all resources, of whatever account"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.4.4"]
#     nist-800-53-r5: ["AC-4", "SC-7"]
#     soc2: ["CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Name the organization of the callers or of the resources in a condition. Keep what AWS services
#       need through the endpoint: for S3 the buckets of ECR's layers.
#     cli: |
#       aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT_ID --policy-document file://policy.json
#     terraform: |
#       resource "aws_vpc_endpoint_policy" "this" {
#         vpc_endpoint_id = aws_vpc_endpoint.this.id
#         policy = jsonencode({
#           Version = "2012-10-17"
#           Statement = [{
#             Effect    = "Allow"
#             Principal = "*"
#             Action    = "*"
#             Resource  = "*"
#             Condition = { StringEquals = { "aws:PrincipalOrgID" = "ORGANIZATION_ID" } }
#           }]
#         })
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
#     - https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
package assize.ec2.vpce_policy_scoped

import data.assize.lib.statements

applies if is_object(input.policy_document)

# Keys that bind callers or resources to an organization, an account or a name.
bounds := {
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:principalaccount",
	"aws:principalarn",
	"aws:resourceorgid",
	"aws:resourceorgpaths",
	"aws:resourceaccount",
	"s3:resourceaccount",
	"aws:userid",
}

# Everybody outside is denied: what is allowed besides does not matter.
closed if {
	some statement in input.policy_document.statements
	statement.effect == "Deny"
	statements.everybody(statement)
	statements.every_resource(statement)
	"*" in statement.actions
	statements.leaves_only(statement, bounds)
}

named(statement) := statement.actions if count(statement.actions) > 0

named(statement) := ["all but some"] if count(statement.actions) == 0

message(actions) := "default" if "*" in actions

message(actions) := "open" if not "*" in actions

# What each statement lets everybody do. Several may let him do the same, each on a condition of its own.
opened[i] := named(statement) if {
	some i, statement in input.policy_document.statements
	statement.effect == "Allow"
	statements.everybody(statement)
	statements.all_resources(statement)
	not statements.is_bound(statement, bounds)
	not closed
}

deny contains {
	"facts": [sprintf("policy_document.statements[%d]", [i]) | some i, other in opened; other == actions],
	"message": message(actions),
	"args": {"endpoint": input.vpc_endpoint_id, "actions": actions},
	"key": concat(",", actions),
} if {
	some actions in opened
}
