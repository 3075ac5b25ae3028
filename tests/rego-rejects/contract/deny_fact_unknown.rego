# expect: 18: the fact `group_nam`: `input.group_nam` is not declared

# METADATA
# title: A fact that is not in the view
# description: The contract refuses this module.
# custom:
#   id: deny-fact-unknown
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_fact_unknown

deny contains {
	"facts": ["group_nam"],
	"message": "found",
} if input.group_name == "a"
