# expect: 17: did you mean `startswith`?

# METADATA
# title: A builtin with a typing error
# description: OPA refuses this module.
# custom:
#   id: function-unknown-builtin
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.function_unknown_builtin

small if stratswith(input.group_name, "a")

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
