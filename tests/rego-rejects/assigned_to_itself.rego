# expect: 18: the variable `x` is used above already

# METADATA
# title: A variable that is assigned itself
# description: OPA refuses this module.
# custom:
#   id: assigned-to-itself
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.assigned_to_itself

small if {
	x := x
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
