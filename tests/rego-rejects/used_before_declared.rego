# expect: 19: the variable `i` is used above already

# METADATA
# title: A variable that is used above its declaration
# description: OPA refuses this module.
# custom:
#   id: used-before-declared
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.used_before_declared

small if {
	input.ingress[i].from_port > 1
	some i in [0, 1]
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
