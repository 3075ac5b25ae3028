# expect: 19: a field of `input` is computed

# METADATA
# title: A field that is computed
# description: The contract refuses this module.
# custom:
#   id: read-dynamic
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_dynamic

small if {
	some name in ["group_name"]
	input[name] == "a"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
