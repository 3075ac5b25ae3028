# expect: 17: `input.ingress[_].to_port` is not declared

# METADATA
# title: An undeclared field in a comprehension
# description: The contract refuses this module.
# custom:
#   id: read-through-comprehension
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_through_comprehension

ports := [rule.to_port | some rule in input.ingress]

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
