# METADATA
# title: Security group rule names a group that admits nobody
# description: >-
#   The rule names a group that is gone, that a peering connection no longer leads to, that AWS lists as stale, or that
#   nothing carries. It admits nobody today. Where the group comes back, or something gets it, the door opens without a
#   change of this group. In a VPC of its own AWS keeps a group that is named; stale rules come from peering, transit
#   gateways and shared VPCs.
# custom:
#   id: sg-dangling-or-stale-reference
#   severities: [medium]
#   subject: ec2.security_group
#   needs:
#     - dangling_references[].direction
#     - dangling_references[].rule
#     - dangling_references[].group_id
#     - dangling_references[].reason
#   partial: deny-stands
#   messages:
#     dangling: "{direction} rule `{rule}`: {why}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Revoke the rule, or give the group to those who are meant.
#     cli: |
#       aws ec2 describe-stale-security-groups --vpc-id VPC_ID
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       # Remove the aws_vpc_security_group_ingress_rule whose referenced_security_group_id is the group.
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html#vpc-peering-stale-groups
package assize.ec2.sg_dangling_or_stale_reference

why := {
	"stale": "AWS lists it as stale",
	"gone": "the group does not exist",
	"peering": "the peering connection to the group is not active",
	"empty": "nothing carries the group",
}

deny contains {
	"facts": [
		sprintf("dangling_references[%d].rule", [i]),
		sprintf("dangling_references[%d].reason", [i]),
	],
	"message": "dangling",
	"args": {"direction": one.direction, "rule": one.rule, "why": why[one.reason]},
	"severity": "medium",
	"key": sprintf("%s %s", [one.direction, one.rule]),
} if {
	some i, one in input.dangling_references
	one.group_id
}
