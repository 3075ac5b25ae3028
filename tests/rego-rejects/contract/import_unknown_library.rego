# expect: 17: the import of `data.assize.lib.nosuch` is refused

# METADATA
# title: A library that is not there
# description: The contract refuses this module.
# custom:
#   id: import-unknown-library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.import_unknown_library

import data.assize.lib.nosuch

small if nosuch.small(1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
