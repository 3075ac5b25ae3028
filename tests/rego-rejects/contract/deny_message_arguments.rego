# expect: 19: the message `port` needs the argument `port`

# METADATA
# title: A message without its argument
# description: The contract refuses this module.
# custom:
#   id: deny-message-arguments
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_message_arguments

deny contains {
	"facts": ["group_name"],
	"message": "port",
	"args": {"prot": 22},
} if input.group_name == "a"
