# METADATA
# title: Brackets in brackets, as many as may be
# description: This module loads.
# custom:
#   id: nested
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.nested

# [[[[[[[[[[[[[[[[[[[[ are not read.
quoted := ["[[[[[[[[[[[[\"[[[[[[[[[[", `{{{{{{{{{{{{{{{{{{{{{`]

deep if {
	input.group_name != {"a": [[[{"b": [[[[1]]]]}]]]}
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
