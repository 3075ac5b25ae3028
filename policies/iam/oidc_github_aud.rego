# METADATA
# title: Trust in GitHub's tokens does not pin their audience
# description: >-
#   A role admits tokens of GitHub Actions whatever service they were made for, so that a token which a workflow gave to
#   another service can be used on AWS too. Each Allow statement must compare `aud` with whole values; operators that
#   hold without the claim (IfExists, ForAllValues) do not pin it. The provider itself should list no further audience.
# custom:
#   id: oidc-github-aud
#   severities: [high, medium, low]
#   subject: iam.role
#   applies: {needs: ["github_audiences[].issuer"]}
#   needs:
#     - github_audiences[].audience
#     - github_audiences[].check
#     - github_providers[].url
#     - github_providers[].client_id_list[]
#   params:
#     audiences:
#       type: list
#       default: [sts.amazonaws.com, sts.amazonaws.com.cn]
#       description: Audiences that stand for AWS
#   messages:
#     none: "the trust in {issuer} has no condition on the audience"
#     if_present: "the trust in {issuer} compares the audience with an operator that holds without it"
#     pattern: "the trust in {issuer} admits every audience like {audience}"
#     foreign: "the trust in {issuer} admits the audience {audience}, which does not stand for AWS"
#     provider: "the provider {issuer} accepts audiences beside that of AWS: {audiences}"
#   frameworks:
#     pci-dss-4.0: ["7.2.1", "7.2.2", "8.6.1"]
#     nist-800-53-r5: ["AC-2", "AC-3", "AC-6", "IA-2"]
#     soc2: ["CC6.1", "CC6.3"]
#     iso-27001-2022: ["A.5.15", "A.5.18", "A.8.2"]
#   remediation:
#     text: >-
#       Compare the audience in every statement that trusts GitHub, and remove other audiences from the provider.
#     cli: |
#       aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#       aws iam remove-client-id-from-open-id-connect-provider --open-id-connect-provider-arn PROVIDER_ARN --client-id AUDIENCE
#     terraform: |
#       data "aws_iam_policy_document" "trust" {
#         statement {
#           actions = ["sts:AssumeRoleWithWebIdentity"]
#           principals {
#             type        = "Federated"
#             identifiers = [aws_iam_openid_connect_provider.github.arn]
#           }
#           condition {
#             test     = "StringEquals"
#             variable = "token.actions.githubusercontent.com:aud"
#             values   = ["sts.amazonaws.com"]
#           }
#           condition {
#             test     = "StringEquals"
#             variable = "token.actions.githubusercontent.com:sub"
#             values   = ["repo:OWNER/REPO:environment:prod"]
#           }
#         }
#       }
#
#       resource "aws_iam_role" "deploy" {
#         assume_role_policy = data.aws_iam_policy_document.trust.json
#       }
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
package assize.iam.oidc_github_aud

applies if count(input.github_audiences) > 0

messages := {"none": "none", "if-present": "if_present", "pattern": "pattern"}

deny contains {
	"facts": [sprintf("github_audiences[%d].check", [i]), sprintf("github_audiences[%d].audience", [i])],
	"message": message,
	"args": {"issuer": admitted.issuer, "audience": admitted.audience},
	"severity": "high",
	"key": sprintf("%s/%s/%s", [admitted.issuer, admitted.check, admitted.audience]),
} if {
	some i, admitted in input.github_audiences
	message := messages[admitted.check]
}

deny contains {
	"facts": [sprintf("github_audiences[%d].audience", [i])],
	"message": "foreign",
	"args": {"issuer": admitted.issuer, "audience": admitted.audience},
	"severity": "medium",
	"key": sprintf("%s/%s/%s", [admitted.issuer, admitted.check, admitted.audience]),
} if {
	some i, admitted in input.github_audiences
	admitted.check == "exact"
	not admitted.audience in input.params.audiences
}

deny contains {
	"facts": [sprintf("github_providers[%d].client_id_list", [i])],
	"message": "provider",
	"args": {"issuer": provider.url, "audiences": others},
	"severity": "low",
	"key": sprintf("provider/%s", [provider.url]),
} if {
	some i, provider in input.github_providers
	others := [id | some id in provider.client_id_list; not id in input.params.audiences]
	count(others) > 0
}
