# expect: 19: `sum_of` takes 2 arguments, 1 given

# METADATA
# title: Too few arguments
# description: OPA refuses this module.
# custom:
#   id: arity-own-few
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.arity_own_few

sum_of(x, y) := x + y

small if sum_of(1) == 4

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
