# expect: 17: `deny` is one value, not a set

# METADATA
# title: A deny that is one value
# description: The contract refuses this module.
# custom:
#   id: deny-value
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_value

deny := {"facts": ["group_name"], "message": "found"}
