# expect: 18: `count` takes 1 argument, 2 given

# METADATA
# title: A builtin with its answer as an argument
# description: The contract refuses this module.
# custom:
#   id: builtin-output-argument
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.builtin_output_argument

small if {
	count(input.ingress, n)
	n > 1
}

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
