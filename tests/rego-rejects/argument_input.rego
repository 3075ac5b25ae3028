# expect: 17: hides `input`

# METADATA
# title: An argument that is called input
# description: OPA refuses this module.
# custom:
#   id: argument-input
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.argument_input

twice(input) := input * 2

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
