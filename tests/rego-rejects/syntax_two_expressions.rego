# expect: 18: syntax error

# METADATA
# title: Two expressions on one line
# description: OPA refuses this module.
# custom:
#   id: syntax-two-expressions
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_two_expressions

small if {
	"a" "b"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
