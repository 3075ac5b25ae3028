# expect: 19: else cannot be used with set rules

# METADATA
# title: Else after a part of a set
# description: OPA refuses this module.
# custom:
#   id: syntax-else-on-set
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_else_on_set

names contains x if {
	x := input.group_name
} else := "b"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
