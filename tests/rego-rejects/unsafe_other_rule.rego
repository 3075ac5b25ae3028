# expect: 22: nothing binds the variable `x`

# METADATA
# title: A variable of another rule
# description: OPA refuses this module.
# custom:
#   id: unsafe-other-rule
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_other_rule

first if {
	some x in input.ingress
	x.cidr
}

second if x

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
