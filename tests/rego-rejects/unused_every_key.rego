# expect: 18: the declared variable `i` is not used

# METADATA
# title: A key of every that is not used
# description: OPA refuses this module.
# custom:
#   id: unused-every-key
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unused_every_key

small if {
	every i, rule in input.ingress { rule.cidr }
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
