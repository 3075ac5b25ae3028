# expect: 17: `size` depends on itself: size -> size

# METADATA
# title: A rule that reads itself
# description: OPA refuses this module.
# custom:
#   id: recursion-rule
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_rule

size := size + 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
