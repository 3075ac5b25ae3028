# expect: 17: a number never equals a string

# METADATA
# title: A number never equals a text
# description: OPA refuses this module.
# custom:
#   id: type-equal
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_equal

small if 1 == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
