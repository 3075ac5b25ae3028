# expect: 22: did you mean `severity`?

# METADATA
# title: A denial in a variable
# description: The contract refuses this module.
# custom:
#   id: deny-variable
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_variable

deny contains denial if {
	input.group_name == "a"
	denial := {
		"facts": ["group_name"],
		"message": "found",
		"serverity": "low",
	}
}
