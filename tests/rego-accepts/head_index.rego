# METADATA
# title: An index in the head that the body binds
# description: This module loads.
# custom:
#   id: head-index
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.head_index

ports[i] := input.ingress[i].from_port if some i in [0, 1]

deny contains {
	"facts": [sprintf("ingress[%d].cidr", [i])],
	"message": "port",
	"args": {"port": input.ingress[i].from_port},
} if {
	some i
	input.ingress[i].from_port == 22
}
