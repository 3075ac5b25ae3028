# expect: 17: input cannot be shadowed

# METADATA
# title: A rule that is called input
# description: OPA refuses this module.
# custom:
#   id: rule-input
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.rule_input

input := 1

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
