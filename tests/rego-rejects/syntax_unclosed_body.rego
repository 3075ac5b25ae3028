# expect: 20: syntax error

# METADATA
# title: A body that does not end
# description: OPA refuses this module.
# custom:
#   id: syntax-unclosed-body
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_unclosed_body

small if {
	input.group_name == "a"

deny contains {"facts": ["group_name"], "message": "found"} if small
