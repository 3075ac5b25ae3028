# expect: 18: the engine finds nothing with `walk` of one argument

# METADATA
# title: Walk as a value
# description: The contract refuses this module.
# custom:
#   id: builtin-walk-value
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.builtin_walk_value

small if {
	[path, value] := walk(input.vpc)
	count(path) == 1
	value == "a"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
