# expect: 19: the variable `x` is declared above already

# METADATA
# title: A variable that is assigned twice
# description: OPA refuses this module.
# custom:
#   id: assigned-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.assigned_twice

small if {
	x := 1
	x := 2
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
