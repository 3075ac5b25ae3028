# METADATA
# title: Security group rule admits a private range with interfaces that are none of its clients
# description: >-
#   In the range stand clients of what carries the group, which name it in their environment or have it as a target, and
#   others that want nothing of it. A rule that names the groups of the clients admits the ones and not the others, and
#   follows them when they move. Groups cannot be named for clients on premises, behind a transit gateway without
#   support for references, behind an appliance, or whose address a network load balancer keeps. Unknown where no fact
#   names a client in the range, or where instances stand there, whose needs nobody told.
# custom:
#   id: sg-cidr-wider-than-peers
#   severities: [medium]
#   subject: ec2.security_group
#   needs:
#     - wider_than_peers[].rule
#     - wider_than_peers[].strangers
#     - wider_than_peers[].count
#     - wider_than_peers[].groups
#   messages:
#     wider: "rule `{rule}` admits {count} interfaces that are no clients ({strangers}); the groups of the clients are {groups}"
#   frameworks:
#     pci-dss-4.0: ["1.2.5", "1.3.1", "1.3.2", "1.4.2"]
#     nist-800-53-r5: ["AC-4", "AC-6", "CM-7", "SC-7"]
#     soc2: ["CC6.1", "CC6.6"]
#     iso-27001-2022: ["A.8.3", "A.8.20", "A.8.22"]
#   remediation:
#     text: Admit the groups of the clients in place of the range.
#     cli: |
#       aws ec2 authorize-security-group-ingress --group-id GROUP_ID --protocol tcp --port 5432 --source-group CLIENT_GROUP
#       aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID
#     terraform: |
#       resource "aws_vpc_security_group_ingress_rule" "client" {
#         security_group_id            = aws_security_group.database.id
#         ip_protocol                  = "tcp"
#         from_port                    = 5432
#         to_port                      = 5432
#         referenced_security_group_id = aws_security_group.client.id # not cidr_ipv4
#       }
#   references:
#     - https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing
package assize.ec2.sg_cidr_wider_than_peers

deny contains {
	"facts": [
		sprintf("wider_than_peers[%d].rule", [i]),
		sprintf("wider_than_peers[%d].strangers", [i]),
		sprintf("wider_than_peers[%d].groups", [i]),
	],
	"message": "wider",
	"args": {"rule": one.rule, "strangers": one.strangers, "count": one.count, "groups": one.groups},
	"severity": "medium",
	"key": one.rule,
} if {
	some i, one in input.wider_than_peers
}
