# expect: one.rego:3: an operand under `not` may have no value

# METADATA
# title: An operand that may have no value under not in a library
# description: The contract refuses this module.
# custom:
#   id: negation-library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.negation_library

import data.assize.lib.one

small if one.other(input.vpc, "a")

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
