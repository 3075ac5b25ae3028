# METADATA
# title: Fields that are called like keywords
# description: This module loads.
# custom:
#   id: keyword-fields
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.keyword_fields

small if {
	vpc := {"package": 1, "if": {"default": 2}, "not": 3}
	vpc.package == 1
	vpc["if"].default == 2
	input["group_name"] == "not"
	input["vpc"]["cidr_block"]
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
