# expect: 17: nothing defines the function `io.jwt.decode`

# METADATA
# title: A builtin that assize lacks
# description: The contract refuses this module.
# custom:
#   id: builtin-not-there
#   severities: [low, medium]
#   subject: ec2.security_group
#   needs: [group_name, "ingress[].cidr", "ingress[].from_port", "vpc.cidr_block"]
#   wants: [vpc.name]
#   params: {port: {type: integer, default: 22}}
#   messages: {found: something is found, port: "port {port} is open"}
#   remediation: {text: Correct it.}
package user.contract.builtin_not_there

small if io.jwt.decode("a")[0].x == "b"

deny contains {"facts": ["group_name"], "message": "found"} if input.group_name == "x"
