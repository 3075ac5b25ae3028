# expect: 18: nothing binds the variable `c`

# METADATA
# title: Two arrays of which half can be matched
# description: OPA refuses this module.
# custom:
#   id: unsafe-half-pattern
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_half_pattern

small if {
	[a, "b"] = [c, b]
	a == c
	b == "b"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
