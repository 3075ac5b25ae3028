# expect: 17: an operator takes a set, a number is given

# METADATA
# title: A number as a set
# description: OPA refuses this module.
# custom:
#   id: type-sets
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_sets

size := {1} & 2

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
