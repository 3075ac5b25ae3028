# expect: 19: syntax error

# METADATA
# title: A reference on two lines
# description: OPA refuses this module.
# custom:
#   id: syntax-space-in-reference
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_space_in_reference

small if {
	input.vpc
	.cidr_block
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
