# expect: 19: the object has no field `c`

# METADATA
# title: A field that a written object lacks
# description: OPA refuses this module.
# custom:
#   id: type-field-unknown
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_field_unknown

small if {
	table := {"a": {"b": 1}}
	table.a.c == 1
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
