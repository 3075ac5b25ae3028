# expect: 15: the rule defines no `deny`

# METADATA
# title: No deny
# description: The contract refuses this module.
# custom:
#   id: deny-missing
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_missing

small if input.group_name == "a"
