# expect: 17: two arguments are called `x`

# METADATA
# title: Two arguments of one name
# description: The contract refuses this module.
# custom:
#   id: argument-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.argument_twice

same(x, x) := true

small if same(1, 1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
