# expect: 18: two imports are called `one`

# METADATA
# title: Two imports of one name
# description: OPA refuses this module.
# custom:
#   id: import-twice
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.import_twice

import data.assize.lib.one
import data.assize.lib.two.one

small if one.small(1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
