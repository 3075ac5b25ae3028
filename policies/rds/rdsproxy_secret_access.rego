# METADATA
# title: Proxy cannot read or decrypt a secret that it logs in with
# description: >-
#   A proxy reads the user and password of the database from a secret, with its role. The role must be
#   allowed to read each secret, and to decrypt with its key where that is one of the account; the key of
#   AWS for secrets needs no statement. A secret that is gone or is to be deleted, or whose key is disabled
#   or is to be deleted, lets nobody in. Judged are the policies of the role with its boundary, the policy
#   of the secret, the policy and grants of the key, and the policies of the organization for accounts and
#   for resources; where a condition decides, or the secret belongs to another account, nobody knows.
# custom:
#   id: rdsproxy-secret-access
#   severities: [high]
#   subject: rds.db_proxy
#   applies: {needs: ["auth[].secret_arn"]}
#   needs:
#     - db_proxy_name
#     - secret_problems[].secret_arn
#     - secret_problems[].problem
#     - secret_problems[].why
#   partial: deny-stands
#   messages:
#     gone: "{proxy} logs in with {secret}, which is not there"
#     deleted: "{proxy} logs in with {secret}, which is to be deleted"
#     no_role: "{proxy} has no role to read {secret} with"
#     secret: "The role of {proxy} may not read {secret}: {why}"
#     unusable: "{proxy} logs in with {secret}, which nobody can decrypt: {why}"
#     key: "The role of {proxy} may not decrypt {secret}: {why}"
#   frameworks:
#     pci-dss-4.0: ["2.2.1"]
#     nist-800-53-r5: ["CP-10", "SC-7"]
#     soc2: ["A1.2"]
#     iso-27001-2022: ["A.8.14", "A.8.20"]
#   remediation:
#     text: >-
#       Let the role of the proxy read the secret, and decrypt with its key. Restore a secret that is to
#       be deleted, or let the proxy use another. Cancel the deletion of its key and enable it.
#     cli: |
#       aws iam put-role-policy --role-name ROLE --policy-name read-secret --policy-document file://policy.json
#       aws secretsmanager restore-secret --secret-id SECRET_ARN
#       aws kms cancel-key-deletion --key-id KEY_ID
#       aws kms enable-key --key-id KEY_ID
#     terraform: |
#       resource "aws_iam_role_policy" "proxy" {
#         role = aws_iam_role.proxy.id
#         policy = jsonencode({
#           Version = "2012-10-17"
#           Statement = [
#             { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = aws_secretsmanager_secret.this.arn },
#             { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.this.arn },
#           ]
#         })
#       }
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html
package assize.rds.rdsproxy_secret_access

applies if {
	some way in input.auth
	is_string(way.secret_arn)
}

messages := {
	"gone": "gone",
	"to-be-deleted": "deleted",
	"no-role": "no_role",
	"secret-denied": "secret",
	"key-unusable": "unusable",
	"key-denied": "key",
}

deny contains {
	"facts": [sprintf("secret_problems[%d].problem", [i])],
	"message": messages[secret.problem],
	"args": {"proxy": input.db_proxy_name, "secret": secret.secret_arn, "why": secret.why},
	"key": sprintf("%s/%s", [secret.problem, secret.secret_arn]),
} if {
	some i, secret in input.secret_problems
}
