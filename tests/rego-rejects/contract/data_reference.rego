# expect: 17: `data.accounts` leads to no rule or function

# METADATA
# title: Data
# description: The contract refuses this module.
# custom:
#   id: data-reference
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.data_reference

small if data.accounts[_] == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
