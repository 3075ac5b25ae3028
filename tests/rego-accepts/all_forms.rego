# METADATA
# title: Every form of a statement
# description: This module loads.
# custom:
#   id: all-forms
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.all_forms

import rego.v1

default size := {"of": [1, "a", null, true, {2, 3}]}

size := {} if input.group_name == "empty"

limit(port) := 1 if port < 1024

limit(port) := 2 if {
	port >= 1024
	port < 49152
} else := 3 if port >= 1024

sizes[name] := number if {
	name := input.group_name
	number := limit(1)
}

sizes.other := 4

names contains name if some name in ["a", "b"]

names contains cidr if cidr := input.ingress[_].cidr

large if {
	some i, rule in input.ingress
	rule.from_port == input.ingress[i].from_port
	not rule.cidr in names
	every j, other in input.ingress {
		j >= 0
		limit(other.from_port) > 1
	}
}

deny contains {
	"facts": [sprintf("ingress[%d].cidr", [i]), "group_name"],
	"message": "port",
	"args": {"port": rule.from_port},
	"severity": severity,
	"key": sprintf("%d", [rule.from_port]),
} if {
	large
	some i, rule in input.ingress
	rule.from_port == input.params.port
	severity := {true: "low", false: "medium"}[rule.cidr == "::/0"]
	count(sizes) + count(size) > 0
}
