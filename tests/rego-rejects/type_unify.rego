# expect: 18: an array never equals a set

# METADATA
# title: An array never equals a set
# description: OPA refuses this module.
# custom:
#   id: type-unify
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_unify

small if {
	[1] = {1}
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
