# METADATA
# title: Numbers of every form, and operators
# description: This module loads.
# custom:
#   id: numbers
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.numbers

size := ((1 + 2) * 3 - 4) / 5 % 6

tiny := -1.5e-3

sets := ({1, 2} | {3}) & ({1, 3} - {3})

small if {
	-1 < size
	size <= 10
	sets != set()
	not size == tiny
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
