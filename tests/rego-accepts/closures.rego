# METADATA
# title: Comprehensions that use the variables around them
# description: This module loads.
# custom:
#   id: closures
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.closures

small if {
	limit := input.params.port
	ports := {port | some rule in input.ingress; port := rule.from_port; port > limit}
	count([1 | some port in ports; count([other | some other in ports; other > port]) == 0]) == 1
	not [rule | some rule in input.ingress] == []
	table := {rule.cidr: rule.from_port | some rule in input.ingress}
	table["::/0"] == limit
	every rule in input.ingress {
		port := rule.from_port
		port > limit
	}
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
