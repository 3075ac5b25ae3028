# expect: 20: a denial has no key `arguments`

# METADATA
# title: A key that denials lack
# description: The contract refuses this module.
# custom:
#   id: deny-key-unknown
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_key_unknown

deny contains {
	"facts": ["group_name"],
	"message": "found",
	"arguments": {},
} if input.group_name == "a"
