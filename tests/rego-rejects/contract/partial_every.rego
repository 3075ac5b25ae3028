# expect: 19: with `every`

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: partial-every
#   severities: [low, medium]
#   subject: ec2.security_group
#   partial: deny-stands
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.partial_every

small if {
	every rule in input.ingress { rule.from_port == 22 }
}

deny contains {"facts": ["group_name"], "message": "found"} if small
