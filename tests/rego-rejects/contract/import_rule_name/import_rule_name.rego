# expect: 19: the rule `one` hides the import `one`

# METADATA
# title: A rule that hides an import
# description: The contract refuses this module.
# custom:
#   id: import-rule-name
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.import_rule_name

import data.assize.lib.one

one := 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
