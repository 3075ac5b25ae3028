# expect: 20: the severity `critical` is not among those of METADATA

# METADATA
# title: A severity that METADATA lacks
# description: The contract refuses this module.
# custom:
#   id: deny-severity-unlisted
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_severity_unlisted

deny contains {
	"facts": ["group_name"],
	"message": "found",
	"severity": "critical",
} if input.group_name == "a"
