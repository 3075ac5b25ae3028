# expect: 17: `input.params.max` is not declared

# METADATA
# title: A parameter that is not declared
# description: The contract refuses this module.
# custom:
#   id: read-param
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_param

small if input.params.max == 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
