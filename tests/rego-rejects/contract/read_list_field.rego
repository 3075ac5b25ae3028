# expect: 17: `input.ingress` is a list

# METADATA
# title: A field of a list
# description: The contract refuses this module.
# custom:
#   id: read-list-field
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_list_field

small if input.ingress.cidr == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
