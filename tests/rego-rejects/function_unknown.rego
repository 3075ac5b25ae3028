# expect: 17: nothing defines the function `nosuch`

# METADATA
# title: A function that nobody defines
# description: OPA refuses this module.
# custom:
#   id: function-unknown
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.function_unknown

small if nosuch(input.group_name)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
