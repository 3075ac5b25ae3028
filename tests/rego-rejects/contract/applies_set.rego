# expect: 18: `applies` is a set, not true or false

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: applies-set
#   severities: [low, medium]
#   subject: ec2.security_group
#   applies: {needs: [kind]}
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.applies_set

applies contains "a" if input.kind == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
