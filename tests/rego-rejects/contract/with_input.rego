# expect: 17: `with` replaces facts

# METADATA
# title: With
# description: The contract refuses this module.
# custom:
#   id: with-input
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.with_input

small if input.group_name == "a" with input.group_name as "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
