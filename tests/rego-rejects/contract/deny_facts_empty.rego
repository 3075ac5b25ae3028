# expect: 18: `facts` is empty

# METADATA
# title: No fact
# description: The contract refuses this module.
# custom:
#   id: deny-facts-empty
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_facts_empty

deny contains {
	"facts": [],
	"message": "found",
} if input.group_name == "a"
