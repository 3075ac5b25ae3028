# expect: 20: declare it in `applies.needs`

# METADATA
# title: A contract error
# description: The contract refuses this module.
# custom:
#   id: applies-read-through-rule
#   severities: [low, medium]
#   subject: ec2.security_group
#   applies: {needs: [kind]}
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.applies_read_through_rule

applies if named

named if input.group_name == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
