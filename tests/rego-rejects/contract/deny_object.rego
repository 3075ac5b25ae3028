# expect: 17: `deny` is an object, not a set

# METADATA
# title: A deny that is an object
# description: The contract refuses this module.
# custom:
#   id: deny-object
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.deny_object

deny[name] := "a" if name := input.group_name
