# expect: one.rego:3: nothing binds the variable `limit`

# METADATA
# title: A library with a variable of nowhere
# description: OPA refuses this module.
# custom:
#   id: unsafe-library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_library

import data.assize.lib.one

small if one.small(1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
