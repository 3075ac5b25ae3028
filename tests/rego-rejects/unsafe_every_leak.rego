# expect: 19: nothing binds the variable `rule`

# METADATA
# title: A variable of every used outside
# description: OPA refuses this module.
# custom:
#   id: unsafe-every-leak
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_every_leak

small if {
	every rule in input.ingress { rule.from_port > 1 }
	rule.from_port > 3
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
