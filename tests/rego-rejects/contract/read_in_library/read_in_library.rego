# expect: one.rego:3: a library reads `input`

# METADATA
# title: A library that reads the view
# description: The contract refuses this module.
# custom:
#   id: read-in-library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.read_in_library

import data.assize.lib.one

small if one.small(1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
