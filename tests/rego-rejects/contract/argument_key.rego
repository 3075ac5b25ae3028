# expect: 17: the key `key` in an argument is a variable

# METADATA
# title: An argument with a variable as a key
# description: The contract refuses this module.
# custom:
#   id: argument-key
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.argument_key

name_of({key: key}) := key

small if name_of({1: 1}) == 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
