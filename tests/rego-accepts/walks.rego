# METADATA
# title: The relation walk
# description: This module loads.
# custom:
#   id: walks
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.walks

small if {
	walk(input.vpc, [path, value])
	value == "a"
	count(path) > 1
}

large if {
	walk({"a": {"b": 1}}, [["a", key], 1])
	key == "b"
	count([path | walk({"a": {"b": 1}}, [path, _])]) == 3
	walk({"a": 1}, pair)
	pair[1] == 1
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
