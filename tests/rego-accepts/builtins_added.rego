# METADATA
# title: The builtins that assize adds to regorus
# description: This module loads.
# custom:
#   id: builtins-added
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.builtins_added

small if {
	some rule in input.ingress
	net.cidr_intersects(rule.cidr, "10.0.0.0/8")
	net.cidr_merge([rule.cidr, "10.0.0.0/8"]) == {"0.0.0.0/0"}
	net.cidr_contains_matches("10.0.0.0/8", rule.cidr) != set()
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
