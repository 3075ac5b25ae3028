# expect: 19: the function `twice` is used as a value

# METADATA
# title: A function given to a function
# description: OPA refuses this module.
# custom:
#   id: function-as-argument
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.function_as_argument

twice(x) := x * 2

small if count(twice) == 0

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
