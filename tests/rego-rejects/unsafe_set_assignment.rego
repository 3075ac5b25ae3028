# expect: 18: `:=` assigns to something that is no variable

# METADATA
# title: An assignment to a set
# description: OPA refuses this module.
# custom:
#   id: unsafe-set-assignment
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.unsafe_set_assignment

small if {
	{name} := input.vpc
	name == 1
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
