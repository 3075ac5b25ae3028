# expect: 17: syntax error

# METADATA
# title: A text that does not end on its line
# description: OPA refuses this module.
# custom:
#   id: syntax-open-string
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_open_string

name := "open
name2 := "x"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
