# METADATA
# title: Security group has very many rules, or lets all who carry it talk to each other on every port
# description: >-
#   Past some fifty rules nobody can say what a group admits, and AWS allows sixty in each direction unless asked for
#   more. A rule for every protocol whose peer is the group itself, on a group that several interfaces carry, lets
#   whoever takes one machine walk to all others. Clusters that need such a rule (EFA, EMR) should have a group of their
#   own; list it in clusters.
# custom:
#   id: sg-multi-sg-cardinality
#   severities: [info]
#   subject: ec2.security_group
#   needs:
#     - group_name
#     - permissions[].direction
#     - permissions[].protocol
#     - permissions[].peer_kind
#     - "attached_interfaces[]"
#   params:
#     max_rules: {type: integer, default: 50, min: 1, description: Rules in one direction}
#     clusters: {type: list, default: [], description: Names of groups whose members must reach each other on every port}
#   messages:
#     many: "{count} {direction} rules"
#     lateral: "{count} interfaces carry the group and reach each other on every port"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.20", "A.8.21", "A.8.22"]
#   remediation:
#     text: >-
#       Make one group for each role, and let the rules of a role name the groups of those who need it.
#     cli: |
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID \
#         --ip-permissions 'IpProtocol=-1,UserIdGroupPairs=[{GroupId=GROUP_ID}]'
#     terraform: |
#       resource "aws_security_group" "worker" {
#         name   = "worker"
#         vpc_id = aws_vpc.main.id
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
package assize.ec2.sg_multi_sg_cardinality

of_direction(direction) := [i |
	some i, rule in input.permissions
	rule.direction == direction
]

deny contains {
	"facts": [sprintf("permissions[%d].direction", [i]) | some i in rules],
	"message": "many",
	"args": {"count": count(rules), "direction": direction},
	"severity": "info",
	"key": direction,
} if {
	some direction in ["ingress", "egress"]
	rules := of_direction(direction)
	count(rules) > input.params.max_rules
}

deny contains {
	"facts": array.concat(
		[sprintf("permissions[%d].peer_kind", [i]), sprintf("permissions[%d].protocol", [i])],
		["attached_interfaces"],
	),
	"message": "lateral",
	"args": {"count": count(input.attached_interfaces)},
	"severity": "info",
	"key": "self",
} if {
	some i, rule in input.permissions
	rule.direction == "ingress"
	rule.peer_kind == "self"
	rule.protocol == "-1"
	count(input.attached_interfaces) > 1
	not input.group_name in input.params.clusters
}
