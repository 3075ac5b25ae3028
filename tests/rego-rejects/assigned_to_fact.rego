# expect: 18: `:=` assigns to something that is no variable

# METADATA
# title: An assignment to a fact
# description: OPA refuses this module.
# custom:
#   id: assigned-to-fact
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.rejects.assigned_to_fact

small if {
	input.group_name := "a"
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
