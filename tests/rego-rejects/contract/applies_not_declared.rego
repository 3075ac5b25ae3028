# expect: 17: `applies` is not in METADATA

# METADATA
# title: Applies that METADATA lacks
# description: The contract refuses this module.
# custom:
#   id: applies-not-declared
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.applies_not_declared

applies if input.group_name == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
