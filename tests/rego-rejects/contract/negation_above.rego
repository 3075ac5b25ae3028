# expect: 18: the variable `i` is bound below this `not`

# METADATA
# title: Not above what binds its variable
# description: The contract refuses this module.
# custom:
#   id: negation-above
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.negation_above

small if {
	not input.ingress[i].cidr == "a"
	i = 0
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
