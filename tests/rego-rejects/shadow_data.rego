# expect: 18: data cannot be shadowed

# METADATA
# title: A variable that is called data
# description: OPA refuses this module.
# custom:
#   id: shadow-data
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.shadow_data

small if {
	data := 1
	data > 0
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
