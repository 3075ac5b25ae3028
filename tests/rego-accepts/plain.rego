# METADATA
# title: The plainest rule
# description: This module loads.
# custom:
#   id: plain
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.plain

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
