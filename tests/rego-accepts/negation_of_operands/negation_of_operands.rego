# METADATA
# title: Operands under not that always have a value
# description: This module loads.
# custom:
#   id: negation-of-operands
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.negation_of_operands

import data.assize.lib.net

default limit := 3

names := {"a", "b"}

cidrs contains rule.cidr if some rule in input.ingress

small if {
	some rule in input.ingress
	not rule.cidr in cidrs
	not rule.cidr in names
	not rule.from_port in net.ports
	not rule.from_port < limit
	not startswith(rule.cidr, "10.")
	not startswith(input.group_name, "x")
	not rule.from_port == input.params.port
	not input.params.port > rule.from_port + 1
	not net.open(rule.cidr)
	not input.vpc.cidr_block == net.missing
	cidr := input.vpc.cidr_block
	not cidr in [rule.cidr, "a"]
	not count([other | some other in input.ingress; not other.cidr == cidr]) > 5
	every other in input.ingress {
		not other.cidr in {"::/0", cidr}
	}
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
