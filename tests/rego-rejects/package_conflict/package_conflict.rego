# expect: lib.rego:3: the rule `one` has the name of the package `assize.lib.one`

# METADATA
# title: A rule with the name of a package
# description: OPA refuses this module.
# custom:
#   id: package-conflict
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.package_conflict

import data.assize.lib.one

small if one.small

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
