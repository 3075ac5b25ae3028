# expect: 18: nothing binds the variable `i`

# METADATA
# title: Not does not bind
# description: OPA refuses this module.
# custom:
#   id: unsafe-not
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_not

small if {
	not input.ingress[i].cidr
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
