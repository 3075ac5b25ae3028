# expect: 17: syntax error

# METADATA
# title: Not of not
# description: OPA refuses this module.
# custom:
#   id: syntax-not-not
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_not_not

small if not not input.group_name

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
