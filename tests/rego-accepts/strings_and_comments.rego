# METADATA
# title: Texts of every form
# description: This module loads.
# custom:
#   id: strings-and-comments
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.accepts.strings_and_comments

name := `raw # no comment "quoted"` # a comment

other := "escaped \" \\ \u00e9 \n"

small if {
	# a comment alone

	input.group_name in {name, other} # and one behind
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
