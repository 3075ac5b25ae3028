# expect: 19: the variable `x` is declared above already

# METADATA
# title: A variable that is declared twice
# description: OPA refuses this module.
# custom:
#   id: declared-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.declared_twice

small if {
	some x in input.ingress
	some x in [1]
	x
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
