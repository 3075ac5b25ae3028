# METADATA
# title: Security group rule admits a private range from which nobody can come
# description: >-
#   The range is in none of the VPCs that are joined with the one of the group, and no packet from there finds its way
#   to an interface with the group and back: no route of a peering connection, a transit gateway or a VPN leads there.
#   The rule is a leftover, and admits whoever gets these addresses next. Networks on premises are known by the routes
#   to them; where these are not told, the answer is unknown. Ports on which nobody listens are judged by
#   sg-port-range-wider-than-listeners.
# custom:
#   id: sg-rule-no-possible-peer
#   severities: [low]
#   subject: ec2.security_group
#   needs:
#     - peerless_rules[].rule
#     - peerless_rules[].why
#   partial: deny-stands
#   messages:
#     peerless: "rule `{rule}` admits nobody: {why}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Revoke the rule.
#     cli: |
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       # Remove the aws_vpc_security_group_ingress_rule.
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
package assize.ec2.sg_rule_no_possible_peer

deny contains {
	"facts": [sprintf("peerless_rules[%d].rule", [i]), sprintf("peerless_rules[%d].why", [i])],
	"message": "peerless",
	"args": {"rule": one.rule, "why": one.why},
	"severity": "low",
	"key": one.rule,
} if {
	some i, one in input.peerless_rules
}
