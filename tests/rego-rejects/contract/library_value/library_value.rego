# expect: 19: `one` leads to no rule or function

# METADATA
# title: A library as a value
# description: The contract refuses this module.
# custom:
#   id: library-value
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.library_value

import data.assize.lib.one

small if count(one) == 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
