# expect: 24: the fact `ingress[0].to_port`

# METADATA
# title: A computed fact that is not in the view
# description: The contract refuses this module.
# custom:
#   id: deny-fact-sprintf
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_fact_sprintf

deny contains {"facts": [path], "message": "found"} if {
	some i, rule in input.ingress
	rule.from_port == 22
	path := sprintf("ingress[%d].to_port", [i])
}

deny contains {
	"facts": [sprintf("ingress[%d].to_port", [i])],
	"message": "found",
} if {
	some i, rule in input.ingress
	rule.from_port == 22
}
