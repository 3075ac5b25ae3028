# expect: 17: the key `input` in an argument is a variable

# METADATA
# title: An argument with a key that is a fact
# description: OPA refuses this module.
# custom:
#   id: argument-contains-input
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.argument_contains_input

name_of({input: name}) := name

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
