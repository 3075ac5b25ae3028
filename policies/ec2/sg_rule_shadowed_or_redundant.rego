# METADATA
# title: Security group rule lets nothing pass that other rules do not let pass
# description: >-
#   Groups only ever allow, so a rule that the others cover together changes nothing: it says that something is
#   restricted or needed, and neither is so. Where egress rules stand beside one for everything, the restriction that
#   they spell out does not hold: the rule that AWS gives a new group was never revoked. Rules for groups are compared
#   with the present members; such a rule is redundant for now, not for ever.
# custom:
#   id: sg-rule-shadowed-or-redundant
#   severities: [low, high]
#   subject: ec2.security_group
#   needs:
#     - redundant_rules[].direction
#     - redundant_rules[].rule
#     - redundant_rules[].covered_by
#     - redundant_rules[].effect
#   partial: deny-stands
#   messages:
#     redundant: "{direction} rule `{rule}` adds nothing to {covered_by}"
#     currently: "{direction} rule `{rule}` adds nothing at present to {covered_by}"
#     ineffective: "{direction} rule `{rule}` restricts nothing: {covered_by} lets everything out"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: >-
#       Decide which rule is meant. If the narrow ones are, revoke the wide one; else revoke the narrow ones. Terraform
#       removes the egress rule that AWS gives a new group; the command line and the console do not.
#     cli: |
#       aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP_ID
#       aws ec2 revoke-security-group-egress --group-id GROUP_ID \
#         --ip-permissions 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]'
#     terraform: |
#       resource "aws_vpc_security_group_egress_rule" "database" {
#         security_group_id            = aws_security_group.service.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#         referenced_security_group_id = aws_security_group.database.id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#     - https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
package assize.ec2.sg_rule_shadowed_or_redundant

severity := {"redundant": "low", "currently": "low", "ineffective": "high"}

deny contains {
	"facts": [
		sprintf("redundant_rules[%d].rule", [i]),
		sprintf("redundant_rules[%d].covered_by", [i]),
	],
	"message": one.effect,
	"args": {"direction": one.direction, "rule": one.rule, "covered_by": one.covered_by},
	"severity": severity[one.effect],
	"key": sprintf("%s %s", [one.direction, one.rule]),
} if {
	some i, one in input.redundant_rules
}
