# expect: 17: the head of `names` iterates

# METADATA
# title: A set whose head iterates
# description: The contract refuses this module.
# custom:
#   id: head-iterates
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.head_iterates

names contains input.ingress[_].cidr

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
