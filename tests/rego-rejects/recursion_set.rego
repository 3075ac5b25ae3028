# expect: 17: `names` depends on itself

# METADATA
# title: A set that is built from itself
# description: OPA refuses this module.
# custom:
#   id: recursion-set
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_set

names contains name if some name in names

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
