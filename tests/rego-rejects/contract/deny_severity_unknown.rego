# expect: 20: `meduim` is no severity (did you mean `medium`?)

# METADATA
# title: A severity that is none
# description: The contract refuses this module.
# custom:
#   id: deny-severity-unknown
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_severity_unknown

deny contains {
	"facts": ["group_name"],
	"message": "found",
	"severity": "meduim",
} if input.group_name == "a"
