# expect: 17: `lower` takes a string, a number is given

# METADATA
# title: A number where a text is needed
# description: OPA refuses this module.
# custom:
#   id: type-argument
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.type_argument

small if lower(1) == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
