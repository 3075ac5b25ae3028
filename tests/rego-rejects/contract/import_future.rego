# expect: 17: the import of `future.keywords.in` is refused

# METADATA
# title: An import of older Rego
# description: The contract refuses this module.
# custom:
#   id: import-future
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.import_future

import future.keywords.in

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
