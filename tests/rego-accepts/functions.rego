# METADATA
# title: Functions by pattern, by constant, and with a default
# description: This module loads.
# custom:
#   id: functions
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.functions

default size(_) := 0

size("a") := 1

size([first, _]) := first

size({"x": x}) := x

none := 1

same(x, y) := true if x == y

small if {
	size("a") + size([2, 3]) + size({"x": none}) == 4
	same(1, 1)
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
