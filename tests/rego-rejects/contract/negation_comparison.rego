# expect: 22: an operand under `not` may have no value

# METADATA
# title: An operand of a comparison that may have no value under not
# description: The contract refuses this module.
# custom:
#   id: negation-comparison
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.negation_comparison

large := "b" if input.vpc.cidr_block

name_of(name) := name if name != "a"

small if {
	not input.vpc.cidr_block < "a"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
