# expect: 17: hides `input`

# METADATA
# title: A default of a function of input
# description: OPA refuses this module.
# custom:
#   id: argument-default-input
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.argument_default_input

default twice(input) := 0

twice(x) := x * 2

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
