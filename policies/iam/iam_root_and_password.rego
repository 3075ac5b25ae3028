# METADATA
# title: Root user or password policy of the account is weak
# description: >-
#   The root user has access keys, or a password without MFA, or the passwords of the account's users need not be long,
#   new and mixed. Nothing limits the root user, and a password is tried by whoever knows the account. Where root
#   credentials are removed centrally there is nothing to protect by MFA. MFA of single users and when the root user was
#   used last are not judged here.
# custom:
#   id: iam-root-and-password
#   severities: [high, medium]
#   subject: account
#   needs:
#     - summary.account_access_keys_present
#     - summary.account_mfa_enabled
#     - summary.account_password_present
#     - password_policy.minimum_password_length
#     - password_policy.password_reuse_prevention
#     - password_policy.require_lowercase_characters
#     - password_policy.require_uppercase_characters
#     - password_policy.require_numbers
#     - password_policy.require_symbols
#   params:
#     min_length: {type: integer, default: 14, unit: characters, min: 8, max: 128, description: The shortest password}
#     reuse_prevention: {type: integer, default: 24, min: 1, max: 24, description: Earlier passwords that may not come back}
#   messages:
#     root_keys: "the root user has access keys"
#     root_mfa: "the root user has a password and no MFA"
#     no_policy: "the account has no password policy: passwords of 8 characters do"
#     length: "passwords need {length} characters; {wanted} are wanted"
#     reuse: "{remembered} earlier passwords may not come back; {wanted} are wanted"
#     characters: "passwords need no {missing}"
#   frameworks:
#     cis-aws-7.0: ["2.4", "2.5", "2.8", "2.9"]
#     fsbp: ["IAM.4", "IAM.7"]
#     pci-dss-4.0: ["7.2.1", "7.2.2", "7.2.3", "8.2.1", "8.2.2", "8.2.4", "8.2.5", "8.3.11", "8.4.1", "8.4.2", "8.4.3"]
#     nist-800-53-r5: ["AC-2", "AC-3", "AC-4", "AC-6", "AC-7", "AC-24", "CM-5", "CM-6", "CM-9", "CM-12", "IA-2", "IA-4", "IA-5", "IA-8", "MA-4", "MP-2", "SC-23", "SC-25"]
#     soc2: ["CC7.2"]
#     iso-27001-2022: ["A.5.15", "A.5.17", "A.8.5"]
#   remediation:
#     text: >-
#       Delete the access keys of the root user and give it MFA, or remove the root credentials of member accounts from the
#       management account. Set the password policy.
#     cli: |
#       aws iam enable-organizations-root-credentials-management
#       aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 \
#         --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters
#     terraform: |
#       resource "aws_iam_account_password_policy" "strict" {
#         minimum_password_length        = 14
#         password_reuse_prevention      = 24
#         require_lowercase_characters   = true
#         require_uppercase_characters   = true
#         require_numbers                = true
#         require_symbols                = true
#         allow_users_to_change_password = true
#       }
#
#       resource "aws_iam_organizations_features" "root" { # in the management account
#         enabled_features = ["RootCredentialsManagement"]
#       }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
package assize.iam.iam_root_and_password

deny contains {
	"facts": ["summary.account_access_keys_present"],
	"message": "root_keys",
	"severity": "high",
	"key": "root-keys",
} if {
	input.summary.account_access_keys_present > 0
}

deny contains {
	"facts": ["summary.account_mfa_enabled", "summary.account_password_present"],
	"message": "root_mfa",
	"severity": "high",
	"key": "root-mfa",
} if {
	input.summary.account_mfa_enabled == 0
	input.summary.account_password_present > 0
}

deny contains {
	"facts": ["password_policy"],
	"message": "no_policy",
	"severity": "medium",
	"key": "password-policy",
} if {
	input.password_policy == null
}

deny contains {
	"facts": ["password_policy.minimum_password_length"],
	"message": "length",
	"args": {"length": length, "wanted": input.params.min_length},
	"severity": "medium",
	"key": "password-length",
} if {
	length := input.password_policy.minimum_password_length
	length < input.params.min_length
}

# None is remembered if the policy does not say how many.
remembered := input.password_policy.password_reuse_prevention if {
	input.password_policy.password_reuse_prevention != null
}

remembered := 0 if input.password_policy.password_reuse_prevention == null

deny contains {
	"facts": ["password_policy.password_reuse_prevention"],
	"message": "reuse",
	"args": {"remembered": remembered, "wanted": input.params.reuse_prevention},
	"severity": "medium",
	"key": "password-reuse",
} if {
	remembered < input.params.reuse_prevention
}

missing["lower-case letter"] := "password_policy.require_lowercase_characters" if {
	input.password_policy.require_lowercase_characters == false
}

missing["upper-case letter"] := "password_policy.require_uppercase_characters" if {
	input.password_policy.require_uppercase_characters == false
}

missing.digit := "password_policy.require_numbers" if input.password_policy.require_numbers == false

missing.symbol := "password_policy.require_symbols" if input.password_policy.require_symbols == false

deny contains {
	"facts": [fact | some fact in missing],
	"message": "characters",
	"args": {"missing": [name | some name, _ in missing]},
	"severity": "medium",
	"key": "password-characters",
} if {
	count(missing) > 0
}
