# expect: 18: input cannot be shadowed

# METADATA
# title: A variable that is called input
# description: OPA refuses this module.
# custom:
#   id: shadow-input
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.shadow_input

small if {
	input := 1
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
