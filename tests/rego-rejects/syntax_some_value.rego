# expect: 17: syntax error

# METADATA
# title: Some as a value
# description: OPA refuses this module.
# custom:
#   id: syntax-some-value
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_some_value

small := some x in input.ingress

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
