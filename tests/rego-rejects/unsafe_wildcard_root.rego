# expect: 18: nothing binds the variable `_`

# METADATA
# title: A wildcard as the root of a reference
# description: OPA refuses this module.
# custom:
#   id: unsafe-wildcard-root
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_wildcard_root

small if {
	_.cidr[_] == "a"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
