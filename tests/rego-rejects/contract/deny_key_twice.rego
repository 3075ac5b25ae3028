# expect: 20: the object has the key `message` twice

# METADATA
# title: A key twice
# description: The contract refuses this module.
# custom:
#   id: deny-key-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_key_twice

deny contains {
	"facts": ["group_name"],
	"message": "found",
	"message": "port",
} if input.group_name == "a"
