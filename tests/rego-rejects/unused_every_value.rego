# expect: 18: the declared variable `rule` is not used

# METADATA
# title: A value of every that is not used
# description: OPA refuses this module.
# custom:
#   id: unused-every-value
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unused_every_value

small if {
	every rule in input.ingress { true }
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
