# expect: 18: `x` is an argument of the function already

# METADATA
# title: An argument that is declared
# description: OPA refuses this module.
# custom:
#   id: argument-declared
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.argument_declared

twice(x) if {
	some x in [1]
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
