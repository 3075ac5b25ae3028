# expect: 19: nested more than 10 deep

# METADATA
# title: Literals in literals that the engine would read for ever
# description: The contract refuses this module.
# custom:
#   id: nested-deep
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.nested_deep

deny contains {"facts": ["group_name"], "message": "found"} if {
	# The brace of the body is the first.
	input.group_name != {"a": [[[{"b": [[[[[1]]]]]}]]]}
}
