# expect: 19: the function `one` takes nothing

# METADATA
# title: A function without arguments
# description: OPA refuses this module.
# custom:
#   id: function-of-nothing
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.function_of_nothing

one() := 1

small if one() == 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
