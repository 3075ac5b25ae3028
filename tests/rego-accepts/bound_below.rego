# METADATA
# title: Variables that a unification below binds
# description: This module loads.
# custom:
#   id: bound-below
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.bound_below

small if {
	double == port * 2
	input.ingress[i].from_port = port
	double = input.ingress[i].from_port
	{"cidr": cidr, "from_port": _} = input.ingress[i]
	[a, "b"] = [cidr, b]
	a == b
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
