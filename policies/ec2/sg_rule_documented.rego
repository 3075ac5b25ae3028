# METADATA
# title: Security group rule has no description, or the group lacks a required tag
# description: >-
#   A rule without a description cannot be reviewed: nobody knows whom it is for, so nobody dares to revoke it. Which
#   tags a group must have is set by required_tags.
# custom:
#   id: sg-rule-documented
#   severities: [info]
#   subject: ec2.security_group
#   needs:
#     - permissions[].rule
#     - permissions[].description
#     - tags[].key
#   params:
#     required_tags: {type: list, default: [], description: Keys of tags that each group must have}
#   messages:
#     undescribed: "{count} of {all} rules have no description: {rules}"
#     untagged: "the group has no tag `{tag}`"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Write down for each rule who needs it, and tag the group with its owner.
#     cli: |
#       aws ec2 update-security-group-rule-descriptions-ingress --group-id GROUP_ID \
#         --security-group-rule-descriptions SecurityGroupRuleId=RULE_ID,Description=TEXT
#       aws ec2 create-tags --resources GROUP_ID --tags Key=KEY,Value=VALUE
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "web" {
#         # ...
#         description = "HTTPS from the offices"
#       }
#   references:
#     - https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html
package assize.ec2.sg_rule_documented

is_blank(text) if is_null(text)

is_blank(text) if {
	is_string(text)
	trim_space(text) == ""
}

keys contains tag.key if {
	is_array(input.tags)
	some tag in input.tags
}

blank contains i if {
	some i, rule in input.permissions
	is_blank(rule.description)
}

deny contains {
	"facts": [sprintf("permissions[%d].description", [i]) | some i in blank],
	"message": "undescribed",
	"args": {
		"count": count(blank),
		"all": count(input.permissions),
		"rules": [rule.rule | some i, rule in input.permissions; i in blank],
	},
	"severity": "info",
	"key": "description",
} if {
	count(blank) > 0
}

deny contains {
	"facts": ["tags"],
	"message": "untagged",
	"args": {"tag": tag},
	"severity": "info",
	"key": sprintf("tag %s", [tag]),
} if {
	some tag in input.params.required_tags
	not tag in keys
}
