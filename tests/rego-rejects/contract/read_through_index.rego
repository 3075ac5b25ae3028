# expect: 19: `input.ingress[_].to_port` is not declared

# METADATA
# title: An undeclared field of an indexed element
# description: The contract refuses this module.
# custom:
#   id: read-through-index
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_through_index

small if {
	rule := input.ingress[_]
	rule.to_port == 22
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
