# expect: 19: `limit` is a rule, not a function

# METADATA
# title: A rule that is called
# description: OPA refuses this module.
# custom:
#   id: rule-as-function
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.rule_as_function

limit := 10

small if limit(1)

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
