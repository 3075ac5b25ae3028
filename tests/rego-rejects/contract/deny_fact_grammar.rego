# expect: 18: `ingress[].cidr` is no path of a fact

# METADATA
# title: A fact that is no path
# description: The contract refuses this module.
# custom:
#   id: deny-fact-grammar
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_fact_grammar

deny contains {
	"facts": ["ingress[].cidr"],
	"message": "found",
} if input.group_name == "a"
