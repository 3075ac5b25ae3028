# expect: 17: `contains`

# METADATA
# title: A part of a set without contains
# description: OPA refuses this module.
# custom:
#   id: syntax-no-contains
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_no_contains

names["a"]

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
