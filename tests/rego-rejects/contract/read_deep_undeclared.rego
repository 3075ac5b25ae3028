# expect: 17: `input.vpc.owner` is not declared

# METADATA
# title: A field that is not declared
# description: The contract refuses this module.
# custom:
#   id: read-deep-undeclared
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_deep_undeclared

small if input.vpc.owner == "a"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
