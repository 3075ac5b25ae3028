# expect: 17: the default of `size` is computed

# METADATA
# title: A default that is computed
# description: OPA refuses this module.
# custom:
#   id: default-call
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.default_call

default size := count([1])

size := 3 if input.vpc.cidr_block

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
