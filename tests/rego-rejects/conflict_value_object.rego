# expect: 19: `sizes` is an object here, one value on line

# METADATA
# title: A name that is a value and an object
# description: OPA refuses this module.
# custom:
#   id: conflict-value-object
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.conflict_value_object

sizes := {}

sizes[name] := 1 if name := input.group_name

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
