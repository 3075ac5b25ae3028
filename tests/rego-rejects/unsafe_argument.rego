# expect: 19: nothing binds the variable `port`

# METADATA
# title: An argument that nothing binds
# description: OPA refuses this module.
# custom:
#   id: unsafe-argument
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_argument

twice(x) := x * 2

small if twice(port) == 4

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
