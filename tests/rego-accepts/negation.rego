# METADATA
# title: Not of what is bound elsewhere
# description: This module loads.
# custom:
#   id: negation
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.negation

small if {
	i = 0
	not input.ingress[i].cidr == "a"
	not input.group_name in ["a", "b"]
	not closed
	not [x | x := input.ingress[_].cidr] == []
}

closed if not input.vpc.cidr_block

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
