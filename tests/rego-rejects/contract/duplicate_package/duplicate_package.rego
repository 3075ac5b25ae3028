# expect: two.rego:1: the package `assize.lib.one` is that of

# METADATA
# title: Two libraries of one package
# description: The contract refuses this module.
# custom:
#   id: duplicate-package
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.duplicate_package

import data.assize.lib.one

small if one.small(1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
