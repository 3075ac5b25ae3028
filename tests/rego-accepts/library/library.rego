# METADATA
# title: A library, by its package, by a rule and by another name
# description: This module loads.
# custom:
#   id: library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.library

import data.assize.lib.net
import data.assize.lib.net.open as everywhere
import data.assize.lib

small if {
	some rule in input.ingress
	net.open(rule.cidr)
	everywhere(rule.cidr)
	lib.net.open(rule.cidr)
	data.assize.lib.net.ports[_] == rule.from_port
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
