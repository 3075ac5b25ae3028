# expect: 19: `sizes` is a set here, an object on line

# METADATA
# title: A name that is an object and a set
# description: OPA refuses this module.
# custom:
#   id: conflict-object-set
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.conflict_object_set

sizes.small := 1

sizes contains 2

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
