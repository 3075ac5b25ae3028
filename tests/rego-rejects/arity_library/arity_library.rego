# expect: 19: `one.small` takes 1 argument, 3 given

# METADATA
# title: Too many arguments for a library
# description: OPA refuses this module.
# custom:
#   id: arity-library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.arity_library

import data.assize.lib.one

small if one.small(1, 2, 3)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
