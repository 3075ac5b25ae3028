# expect: 17: `first` depends on itself: first -> second -> third -> first

# METADATA
# title: Functions that call each other in a ring
# description: OPA refuses this module.
# custom:
#   id: recursion-functions
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_functions

first(x) := second(x)

second(x) := third(x)

third(x) := first(x)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
