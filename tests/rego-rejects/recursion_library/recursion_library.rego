# expect: one.rego:5: `even` depends on itself: even -> odd -> even

# METADATA
# title: Libraries that call each other
# description: OPA refuses this module.
# custom:
#   id: recursion-library
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.recursion_library

import data.assize.lib.one

small if one.even(input.group_name)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
