# expect: 20: the variable `limit` hides the rule `limit`

# METADATA
# title: A variable that hides a rule
# description: The contract refuses this module.
# custom:
#   id: shadow-rule
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.shadow_rule

limit := 10

small if {
	limit := 3
	limit > 2
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
