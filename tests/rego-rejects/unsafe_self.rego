# expect: 18: nothing binds the variable `x`

# METADATA
# title: A variable that equals itself
# description: OPA refuses this module.
# custom:
#   id: unsafe-self
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_self

small if {
	x = x
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
