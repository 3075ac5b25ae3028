# expect: 18: with `input.ingress` used as a value

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: partial-list
#   severities: [low, medium]
#   subject: ec2.security_group
#   partial: deny-stands
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.partial_list

size := 1 if input.ingress == []

deny contains {"facts": ["group_name"], "message": "found"} if size
