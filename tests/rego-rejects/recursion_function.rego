# expect: 17: `depth` depends on itself: depth -> depth

# METADATA
# title: A function that calls itself
# description: OPA refuses this module.
# custom:
#   id: recursion-function
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_function

depth(x) := depth(x.next) + 1

depth(x) := 0 if not x.next

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
