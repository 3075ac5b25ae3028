# expect: 17: `startswith` takes 2 arguments, 4 given

# METADATA
# title: Too many arguments for a builtin
# description: OPA refuses this module.
# custom:
#   id: arity-builtin
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.arity_builtin

small if startswith("a", "b", "c", "d")

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
