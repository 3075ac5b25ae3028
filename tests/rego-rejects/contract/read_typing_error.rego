# expect: 17: did you mean `group_name`?

# METADATA
# title: A fact with a typing error
# description: The contract refuses this module.
# custom:
#   id: read-typing-error
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_typing_error

small if input.group_nam == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
