# expect: 19: `size` is a function of 2 arguments here, a function of 1 argument on line

# METADATA
# title: A function of one and of two arguments
# description: OPA refuses this module.
# custom:
#   id: conflict-arity
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.conflict_arity

size(x) := x

size(x, y) := x + y

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
