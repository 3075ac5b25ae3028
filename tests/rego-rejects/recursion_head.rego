# expect: 17: `sizes` depends on itself

# METADATA
# title: A rule that reads itself in its head
# description: OPA refuses this module.
# custom:
#   id: recursion-head
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_head

sizes[size] := sizes if some size in [1, 2]

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
