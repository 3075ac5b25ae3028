# expect: 20: with `not`

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: partial-not
#   severities: [low, medium]
#   subject: ec2.security_group
#   partial: deny-stands
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.partial_not

small if {
	input.vpc.cidr_block
	not input.group_name
}

deny contains {"facts": ["group_name"], "message": "found"} if small
