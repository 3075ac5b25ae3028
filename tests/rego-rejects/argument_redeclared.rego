# expect: 18: `x` is an argument of the function already

# METADATA
# title: An argument that is assigned
# description: OPA refuses this module.
# custom:
#   id: argument-redeclared
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.argument_redeclared

twice(x) := y if {
	x := 2
	y := x
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
