# expect: 19: the variable `port` is used above already

# METADATA
# title: A variable that is used above its assignment
# description: OPA refuses this module.
# custom:
#   id: used-before-assigned
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.used_before_assigned

small if {
	port > 1
	port := input.ingress[_].from_port
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
