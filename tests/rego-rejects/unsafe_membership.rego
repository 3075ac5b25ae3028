# expect: 18: nothing binds the variable `name`

# METADATA
# title: In without some does not bind
# description: OPA refuses this module.
# custom:
#   id: unsafe-membership
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_membership

small if {
	name in ["a", "b"]
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
