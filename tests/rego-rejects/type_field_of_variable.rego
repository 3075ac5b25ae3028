# expect: 19: a number has no fields

# METADATA
# title: A field of a number
# description: OPA refuses this module.
# custom:
#   id: type-field-of-variable
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_field_of_variable

small if {
	port := 22
	port.number == 22
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
