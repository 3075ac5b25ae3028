# expect: 19: `twice` takes 1 argument, 3 given

# METADATA
# title: Too many arguments
# description: OPA refuses this module.
# custom:
#   id: arity-own
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.arity_own

twice(x) := x * 2

small if twice(1, 2, 3) == 4

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
