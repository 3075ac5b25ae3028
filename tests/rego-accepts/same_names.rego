# METADATA
# title: One name in queries that do not see each other
# description: This module loads.
# custom:
#   id: same-names
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.same_names

small if {
	some rule in input.ingress
	rule.from_port == 1
	[port | port := rule.from_port] == [1]
	{port | port := rule.from_port} == {1}
}

large if {
	rule := 3
	rule > 2
}

port_of(rule) := rule.from_port

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
