# expect: 19: nothing defines the function `vpc.cidr_block`

# METADATA
# title: A call of a variable
# description: OPA refuses this module.
# custom:
#   id: function-of-variable
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.function_of_variable

small if {
	vpc := input.vpc
	vpc.cidr_block(1)
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
