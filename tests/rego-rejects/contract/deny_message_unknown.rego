# expect: 19: METADATA has no message `fuond` (did you mean `found`?)

# METADATA
# title: A message that METADATA lacks
# description: The contract refuses this module.
# custom:
#   id: deny-message-unknown
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_message_unknown

deny contains {
	"facts": ["group_name"],
	"message": "fuond",
} if input.group_name == "a"
