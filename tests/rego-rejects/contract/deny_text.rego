# expect: 17: a denial is not an object

# METADATA
# title: A denial that is a text
# description: The contract refuses this module.
# custom:
#   id: deny-text
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_text

deny contains "open" if input.group_name == "a"
