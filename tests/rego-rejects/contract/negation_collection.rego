# expect: 22: an operand under `not` may have no value

# METADATA
# title: An operand of a collection that may have no value under not
# description: The contract refuses this module.
# custom:
#   id: negation-collection
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.negation_collection

large := "b" if input.vpc.cidr_block

name_of(name) := name if name != "a"

small if {
	not "a" in input.vpc.cidr_block
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
