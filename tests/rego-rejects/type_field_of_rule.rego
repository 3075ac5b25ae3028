# expect: 19: a boolean has no fields

# METADATA
# title: A field of true or false
# description: OPA refuses this module.
# custom:
#   id: type-field-of-rule
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_field_of_rule

named if input.group_name

small if named.cidr == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
