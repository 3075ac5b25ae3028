# expect: 19: nothing binds the variable `port`

# METADATA
# title: A variable of a comprehension used outside
# description: OPA refuses this module.
# custom:
#   id: unsafe-comprehension-leak
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_comprehension_leak

small if {
	count([port | port := input.ingress[_].from_port]) > 1
	port > 3
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
