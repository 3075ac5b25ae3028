# expect: 18: syntax error

# METADATA
# title: Not before some
# description: OPA refuses this module.
# custom:
#   id: syntax-not-some
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.syntax_not_some

small if {
	not some x in input.ingress
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
