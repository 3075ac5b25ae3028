# METADATA
# title: Role can be assumed by more of GitHub than one branch, environment or workflow
# description: >-
#   The trust policy admits subjects of GitHub's tokens that are not bound to one branch, tag, environment or workflow of
#   one repository: every owner of GitHub, every repository of an owner, or every branch and pull request of a
#   repository. Wildcards cross `/` and `:`, several values and statements add up; other claims of the token, such as
#   `repository_id` and `environment`, bind as well. Conditions that do not look at the token are not weighed.
# custom:
#   id: oidc-github-sub-scope
#   severities: [high, critical, medium, low]
#   subject: iam.role
#   applies: {needs: ["github_subjects[].scope"]}
#   needs: ["github_subjects[].subject", "github_subjects[].issuer"]
#   wants: [can_write]
#   messages:
#     anyone: "{issuer}: subjects like {subject} are admitted, which anybody on GitHub can have"
#     owner: "{issuer}: subjects like {subject} are admitted, which every repository can have that its owner, enterprise or actor has or makes"
#     repository: "{issuer}: subjects like {subject} are admitted, so that every branch or pull request of the repository can {do}"
#     refs: "{issuer}: subjects like {subject} are admitted, so that whoever can make such a branch, tag or environment can {do}"
#   frameworks:
#     pci-dss-4.0: ["7.2.1", "7.2.2", "8.6.1"]
#     nist-800-53-r5: ["AC-2", "AC-3", "AC-6", "IA-2"]
#     soc2: ["CC6.1", "CC6.3"]
#     iso-27001-2022: ["A.5.15", "A.5.18", "A.8.2"]
#   remediation:
#     text: >-
#       Name one subject with StringEquals for each workflow that needs the role, best an environment with required
#       reviewers. Give pull requests a role of their own that only reads.
#     cli: |
#       aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
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
#     - https://docs.github.com/en/actions/reference/security/oidc
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub
package assize.iam.oidc_github_sub_scope

applies if count(input.github_subjects) > 0

# Unless the role is known to read only, it is taken to write.
default do := "use the role, whose policies are not all known"

do := "change what the role can change" if input.can_write == true

do := "read what the role can read" if input.can_write == false

default repository := "medium"

repository := "low" if input.can_write == false

severities := {"anyone": "critical", "owner": "high", "repository": repository, "refs": "low"}

deny contains {
	"facts": facts,
	"message": admitted.scope,
	"args": {"issuer": admitted.issuer, "subject": admitted.subject, "do": do},
	"severity": severity,
	"key": sprintf("%s/%s", [admitted.issuer, admitted.subject]),
} if {
	some i, admitted in input.github_subjects
	severity := severities[admitted.scope]
	facts := array.concat([sprintf("github_subjects[%d].scope", [i])], write_facts[admitted.scope])
}

# What a repository can do with the role decides how bad it is.
write_facts := {"anyone": [], "owner": [], "repository": writes, "refs": writes}

default writes := []

writes := ["can_write"] if is_boolean(input.can_write)
