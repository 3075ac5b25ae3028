# expect: 19: `size` has a second default

# METADATA
# title: Two defaults
# description: OPA refuses this module.
# custom:
#   id: default-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.default_twice

default size := 1

default size := 2

size := 3 if input.group_name

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
