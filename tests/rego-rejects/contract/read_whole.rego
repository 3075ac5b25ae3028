# expect: 17: `input` is used as a whole

# METADATA
# title: All of the view
# description: The contract refuses this module.
# custom:
#   id: read-whole
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_whole

small if count(input) == 0

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
