# expect: 17: `if` keyword is required

# METADATA
# title: A body without if
# description: OPA refuses this module.
# custom:
#   id: syntax-missing-if
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_missing_if

small {
	input.group_name
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
