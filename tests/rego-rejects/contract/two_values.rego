# expect: 19: `limit` has another value on line

# METADATA
# title: Two constants for one name
# description: The contract refuses this module.
# custom:
#   id: two-values
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.two_values

limit := 10

limit := 20

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
